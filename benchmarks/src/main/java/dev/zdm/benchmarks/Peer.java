package dev.zdm.benchmarks;

import com.zaxxer.hikari.util.DriverDataSource;
import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/**
 * Others that stand between an application and its driver. All but datasource-proxy are on the
 * class path only where Maven's profile {@code peers} has put them there.
 */
enum Peer implements Variant.Access {
  /** Its spying alone: with its log it costs some microseconds more. */
  P6SPY("com.p6spy.engine.spy.P6SpyDriver") {
    @Override
    public Connection open(String tail) throws SQLException {
      System.setProperty("p6spy.config.modulelist", "com.p6spy.engine.spy.P6SpyFactory");
      return DriverManager.getConnection("jdbc:p6spy:" + tail);
    }
  },
  DATASOURCE_PROXY("net.ttddyy.dsproxy.support.ProxyDataSource") {
    @Override
    public Connection open(String tail) throws SQLException {
      return ProxyDataSourceBuilder.create(driver(tail)).build().getConnection();
    }
  },
  DATASOURCE_PROXY_ROWS("net.ttddyy.dsproxy.support.ProxyDataSource") {
    @Override
    public Connection open(String tail) throws SQLException {
      return ProxyDataSourceBuilder.create(driver(tail)).proxyResultSet().build().getConnection();
    }
  },
  /** With the plugins that it has by default. It cannot read SQLite's URLs. */
  AWS("software.amazon.jdbc.Driver") {
    @Override
    public Connection open(String tail) throws SQLException {
      return DriverManager.getConnection("jdbc:aws-wrapper:" + tail);
    }

    @Override
    boolean knows(Engine engine) {
      return engine.isPostgres();
    }
  },
  /** The tables have v2's names; nothing is sharded. It does not know SQLite. */
  SHARDINGSPHERE("org.apache.shardingsphere.driver.ShardingSphereDriver") {
    @Override
    public Connection open(String tail) throws SQLException {
      Path file = CONFIGURATIONS.computeIfAbsent(tail, Peer::configuration);
      return DriverManager.getConnection("jdbc:shardingsphere:absolutepath:" + file);
    }

    @Override
    boolean knows(Engine engine) {
      return engine.isPostgres();
    }
  };

  private static final Map<String, Path> CONFIGURATIONS = new ConcurrentHashMap<>();

  private final String className;

  Peer(String className) {
    this.className = className;
  }

  /** Whether this run has it. */
  boolean isPresent() {
    return Peer.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
  }

  boolean knows(Engine engine) {
    return true;
  }

  private static DataSource driver(String tail) {
    return new DriverDataSource("jdbc:" + tail, null, new Properties(), null, null);
  }

  private static Path configuration(String tail) {
    String text =
        """
        mode:
          type: Standalone
        dataSources:
          ds:
            dataSourceClassName: com.zaxxer.hikari.HikariDataSource
            driverClassName: org.postgresql.Driver
            jdbcUrl: "jdbc:%s"
            minimumIdle: 1
            maximumPoolSize: 4
        rules:
          - !SHARDING
            tables:
              items:
                actualDataNodes: ds.items_v2
              entries:
                actualDataNodes: ds.entries_v2
          - !SINGLE
            tables: ["*.*"]
        """
            .formatted(tail);
    try {
      Path file = Files.createTempFile("zdm-benchmarks", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
