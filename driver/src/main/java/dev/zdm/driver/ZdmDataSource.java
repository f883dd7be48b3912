package dev.zdm.driver;

import dev.zdm.driver.settings.ConnectionUrl;
import dev.zdm.driver.settings.Secrets;
import dev.zdm.driver.settings.ZdmProperty;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source of zdm, for pools and frameworks that set one up as a bean. Every connection is a
 * new one. Safe for use by many threads once its properties are set.
 *
 * <p>Each property of {@link ZdmProperty} can be set by name ({@link #setProperty}) or, where tools
 * want beans, by its own setter; what the URL says is stronger.
 */
public final class ZdmDataSource implements DataSource {
  private final Properties properties = new Properties();
  private volatile @Nullable String url;
  private volatile @Nullable PrintWriter logWriter;

  /** Without a URL; set it before the first connection. */
  public ZdmDataSource() {}

  /** The URL with its secrets masked; null if none is set. */
  public @Nullable String getUrl() {
    String given = url;
    return given == null ? null : Secrets.mask(given);
  }

  /** A URL {@code jdbc:zdm:...}. */
  public void setUrl(String url) {
    this.url = url;
  }

  /** The user for connections that name none; null if not set. */
  public @Nullable String getUser() {
    return properties.getProperty("user");
  }

  /** The user for connections that name none. */
  public void setUser(@Nullable String user) {
    setProperty("user", user);
  }

  /** The password for connections that name none. It can be set and not read. */
  public void setPassword(@Nullable String password) {
    setProperty("password", password);
  }

  /** {@code zdm.phase}. */
  public void setPhase(@Nullable String phase) {
    set(ZdmProperty.PHASE, phase);
  }

  /** {@code zdm.read.percent}, 0 to 100. */
  public void setReadPercent(@Nullable String percent) {
    set(ZdmProperty.READ_PERCENT, percent);
  }

  /** {@code zdm.read.keyless}. */
  public void setReadKeyless(@Nullable String keyless) {
    set(ZdmProperty.READ_KEYLESS, keyless);
  }

  /** {@code zdm.mapping}. */
  public void setMapping(@Nullable String mapping) {
    set(ZdmProperty.MAPPING, mapping);
  }

  /** {@code zdm.mirror.failure}. */
  public void setMirrorFailure(@Nullable String policy) {
    set(ZdmProperty.MIRROR_FAILURE, policy);
  }

  /** {@code zdm.mirror.lock-timeout}, in milliseconds. */
  public void setMirrorLockTimeout(@Nullable String milliseconds) {
    set(ZdmProperty.MIRROR_LOCK_TIMEOUT, milliseconds);
  }

  /** {@code zdm.unmirrored}. */
  public void setUnmirrored(@Nullable String policy) {
    set(ZdmProperty.UNMIRRORED, policy);
  }

  /** {@code zdm.unwrap}. */
  public void setUnwrap(@Nullable String policy) {
    set(ZdmProperty.UNWRAP, policy);
  }

  /** {@code zdm.relay}. */
  public void setRelay(@Nullable String onOrOff) {
    set(ZdmProperty.RELAY, onOrOff);
  }

  /** {@code zdm.control.interval}, in milliseconds. */
  public void setControlInterval(@Nullable String milliseconds) {
    set(ZdmProperty.CONTROL_INTERVAL, milliseconds);
  }

  /** {@code zdm.plan-cache.size}, in statement texts. */
  public void setPlanCacheSize(@Nullable String texts) {
    set(ZdmProperty.PLAN_CACHE_SIZE, texts);
  }

  /** {@code zdm.metrics}. */
  public void setMetrics(@Nullable String metrics) {
    set(ZdmProperty.METRICS, metrics);
  }

  /** Sets any connection property, zdm's or the wrapped driver's; null takes it away. */
  public void setProperty(String name, @Nullable String value) {
    if (value == null) {
      properties.remove(name);
    } else {
      properties.setProperty(name, value);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return connect(new Properties());
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    Properties login = new Properties();
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    return connect(login);
  }

  private Connection connect(Properties login) throws SQLException {
    String given = url;
    Properties info = new Properties();
    info.putAll(properties);
    info.putAll(login);
    Connection connection =
        given == null || !ConnectionUrl.matches(given)
            ? null
            : new ZdmDriver().connect(given, info);
    if (connection == null) {
      throw new SQLNonTransientConnectionException(
          "the data source needs a URL that begins with %s, and it is %s; set its property url"
              .formatted(ConnectionUrl.PREFIX, given == null ? "not set" : Secrets.mask(given)),
          "08001");
    }
    return connection;
  }

  private void set(ZdmProperty property, @Nullable String value) {
    setProperty(property.key(), value);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    this.logWriter = out;
  }

  /** Seconds; holds for the whole JVM, because drivers look for it in {@link DriverManager}. */
  @Override
  public void setLoginTimeout(int seconds) {
    DriverManager.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return DriverManager.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("zdm does not log through java.util.logging");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("the data source of zdm wraps no " + type.getName(), "HY000");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
