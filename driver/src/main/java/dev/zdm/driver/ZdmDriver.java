package dev.zdm.driver;

import dev.zdm.driver.settings.ConnectionUrl;
import dev.zdm.driver.settings.LiveSettings;
import dev.zdm.driver.settings.PropertyTable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for {@code jdbc:zdm:<rest>}: wraps the driver that accepts {@code jdbc:<rest>}.
 * Registers itself when its class is loaded, which needs nothing but java.sql: a driver that fails
 * to load would take every driver after it on the class path with it. Stateless; safe for use by
 * many threads.
 */
public final class ZdmDriver implements Driver {
  static {
    try {
      DriverManager.registerDriver(new ZdmDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For {@link java.util.ServiceLoader} and for tools that are given the class's name. */
  public ZdmDriver() {}

  /**
   * Connects through zdm.
   *
   * @return null if the URL is not for zdm
   * @throws SQLException the wrapped driver's own; or with state 08001 if a setting is wrong or no
   *     driver accepts the wrapped URL
   */
  @Override
  public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    ConnectionUrl parsed = ConnectionUrl.parse(url);
    Properties given = info == null ? new Properties() : info;
    LiveSettings settings = LiveSettings.of(parsed, given);
    Driver wrapped = WrappedDriver.accepting(parsed);
    Connection connection = Database.connect(wrapped, parsed, given, settings);
    if (connection == null) {
      throw new SQLNonTransientConnectionException(
          "the driver %s accepted %s and then gave no connection; correct the URL"
              .formatted(wrapped.getClass().getName(), parsed.masked()),
          "08001");
    }
    return connection;
  }

  @Override
  public boolean acceptsURL(@Nullable String url) throws SQLException {
    if (url == null) {
      throw new SQLNonTransientConnectionException("the URL is null", "08001");
    }
    return ConnectionUrl.matches(url);
  }

  /** zdm's own properties, then those of the wrapped driver where it is there. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info)
      throws SQLException {
    if (!acceptsURL(url)) {
      return new DriverPropertyInfo[0];
    }
    ConnectionUrl parsed = ConnectionUrl.parse(url);
    Properties given = info == null ? new Properties() : info;
    List<DriverPropertyInfo> infos = new ArrayList<>(PropertyTable.infos(parsed, given));
    Driver wrapped = WrappedDriver.find(parsed.wrapped());
    if (wrapped != null) {
      infos.addAll(
          List.of(wrapped.getPropertyInfo(parsed.wrapped(), WrappedDriver.withoutOurs(given))));
    }
    return infos.toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.CURRENT.major();
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.CURRENT.minor();
  }

  /** False: zdm is as compliant as the driver that it wraps, which it does not know here. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("zdm does not log through java.util.logging");
  }
}
