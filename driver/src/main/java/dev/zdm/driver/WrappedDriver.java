package dev.zdm.driver;

import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.ConnectionUrl;
import dev.zdm.driver.settings.ZdmProperty;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the driver that zdm wraps. */
final class WrappedDriver {
  /** A class loader that always fails must not keep us for ever. */
  private static final int MOST_BROKEN = 100;

  private WrappedDriver() {}

  /**
   * The driver for the wrapped URL.
   *
   * @throws SQLException with state 08001 if there is none
   */
  static Driver accepting(ConnectionUrl url) throws SQLException {
    if (ConnectionUrl.matches(url.wrapped())) {
      throw new SQLNonTransientConnectionException(
          "zdm cannot wrap itself: write jdbc:zdm: once in " + url, "08001");
    }
    Driver driver = find(url.wrapped());
    if (driver == null) {
      throw new SQLNonTransientConnectionException(
          "no driver accepts %s; put its driver on the class path, or correct the URL"
              .formatted(url.masked()),
          "08001");
    }
    return driver;
  }

  /** A driver that accepts the URL, zdm's own excepted; null if there is none. */
  static @Nullable Driver find(String url) {
    for (Driver driver : Collections.list(DriverManager.getDrivers())) {
      if (accepts(driver, url)) {
        return driver;
      }
    }
    // Containers load zdm and the application's driver in different class loaders.
    Driver found = findIn(Thread.currentThread().getContextClassLoader(), url);
    return found != null ? found : findIn(ZdmDriver.class.getClassLoader(), url);
  }

  /** A copy without zdm's properties, which the wrapped driver would refuse or misread. */
  static Properties withoutOurs(Properties info) {
    Properties kept = new Properties();
    for (String name : info.stringPropertyNames()) {
      String value = info.getProperty(name);
      if (value != null && !name.startsWith(ZdmProperty.PREFIX)) {
        kept.setProperty(name, value);
      }
    }
    info.forEach(
        (name, value) -> {
          if (!(name instanceof String && value instanceof String)) {
            kept.put(name, value); // some drivers take objects
          }
        });
    return kept;
  }

  private static @Nullable Driver findIn(@Nullable ClassLoader loader, String url) {
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader).iterator();
    for (int broken = 0; broken < MOST_BROKEN; broken++) {
      try {
        while (drivers.hasNext()) {
          Driver driver = drivers.next();
          if (accepts(driver, url)) {
            return driver;
          }
        }
        return null;
      } catch (ServiceConfigurationError e) {
        Log.of(WrappedDriver.class).debug("a driver on the class path cannot be loaded: " + e);
      }
    }
    return null;
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return !(driver instanceof ZdmDriver) && driver.acceptsURL(url);
    } catch (SQLException e) {
      return false; // what a driver cannot judge, it does not accept
    }
  }
}
