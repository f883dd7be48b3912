package dev.zdm.benchmarks;

import dev.zdm.testdatabases.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The PostgreSQL server that is measured: one that really writes to its disk, unlike the one that
 * tests use, and that does not clean up while somebody measures. Started at first use.
 */
final class Server {
  private static final String TEMPLATE = "bench_template";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Server() {}

  private static final class Holder {
    static final EmbeddedPostgres EMBEDDED = TestPostgres.startEmbedded(settings());

    private static Properties settings() {
      Properties settings = new Properties();
      settings.setProperty("fsync", "on");
      settings.setProperty("autovacuum", "off");
      return settings;
    }
  }

  /**
   * @return the URL, without {@code jdbc:}, of a database that new ones are copied from
   */
  static String newTemplate() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:" + tail("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + TEMPLATE);
    }
    return tail(TEMPLATE);
  }

  /**
   * @param synchronousCommit on or off
   * @return a new database's URL without {@code jdbc:}
   */
  static String newDatabase(String synchronousCommit) throws SQLException {
    String name = "bench_" + NUMBER.incrementAndGet();
    try (Connection connection = DriverManager.getConnection("jdbc:" + tail("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
      statement.execute(
          "ALTER DATABASE %s SET synchronous_commit = %s".formatted(name, synchronousCommit));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:" + tail(name));
        Statement statement = connection.createStatement()) {
      demand(statement, "fsync", "on");
      demand(statement, "synchronous_commit", synchronousCommit);
    }
    return tail(name);
  }

  private static void demand(Statement statement, String setting, String value)
      throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      if (!value.equals(row.getString(1))) {
        throw new IllegalStateException(setting + " is not " + value + ": nothing could be read");
      }
    }
  }

  static int port() {
    return Holder.EMBEDDED.getPort();
  }

  private static String tail(String database) {
    return "postgresql://localhost:%d/%s?user=postgres".formatted(port(), database);
  }
}
