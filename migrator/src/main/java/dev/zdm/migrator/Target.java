package dev.zdm.migrator;

import dev.zdm.driver.settings.ConnectionUrl;
import dev.zdm.driver.settings.LiveSettings;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The database that holds v1 and v2, and how to reach it past zdm. Immutable. {@link #toString}
 * shows no password.
 *
 * @param url the wrapped database's own URL, without zdm's prefix and properties
 * @param dialect what it speaks
 * @param mapping where the mapping file is: a path or {@code classpath:} and a name; null for
 *     {@code zdm.yaml} on the class path, or else inference from the catalog
 */
public record Target(String url, Dialect dialect, @Nullable String mapping) {

  /**
   * Understands the application's URL ({@code jdbc:zdm:...}, with zdm's properties) and the
   * database's own.
   *
   * @param mapping where the mapping is; null for what the URL says
   * @throws SQLException if a property of zdm is unknown or wrong, or the engine is not supported
   */
  public static Target of(String url, @Nullable String mapping) throws SQLException {
    if (!ConnectionUrl.matches(url)) {
      return new Target(url, dialect(url), mapping);
    }
    ConnectionUrl parsed = ConnectionUrl.parse(url);
    String configured = LiveSettings.of(parsed, new Properties()).current().mapping();
    String wrapped = parsed.wrapped();
    return new Target(wrapped, dialect(wrapped), mapping == null ? configured : mapping);
  }

  private static Dialect dialect(String url) throws SQLException {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.startsWith("jdbc:postgresql:")) {
      return Dialect.POSTGRESQL;
    }
    if (lower.startsWith("jdbc:sqlite:")) {
      refuseInMemory(lower.substring("jdbc:sqlite:".length()));
      return Dialect.SQLITE;
    }
    if (!lower.startsWith("jdbc:")) {
      throw new SQLNonTransientConnectionException(
          "'"
              + masked(url)
              + "' is no JDBC URL; write jdbc:zdm:..., jdbc:postgresql:... or"
              + " jdbc:sqlite:...",
          "08001");
    }
    throw driverOf(url) == null
        ? new SQLNonTransientConnectionException(
            "no driver accepts " + masked(url) + "; put its driver on the class path", "08001")
        : new SQLNonTransientConnectionException(
            masked(url) + " is neither PostgreSQL nor SQLite, which this version migrates",
            "08001");
  }

  private static void refuseInMemory(String file) throws SQLException {
    if (file.isEmpty() || file.startsWith("?") || file.startsWith(":memory:")) {
      throw new SQLNonTransientConnectionException(
          "a private in-memory database exists for one connection only, so no tool can work on"
              + " it; use a file",
          "08001");
    }
  }

  private static @Nullable Driver driverOf(String url) throws SQLException {
    for (Driver driver : DriverManager.drivers().toList()) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    return null;
  }

  /** A new connection past zdm. */
  Connection connect() throws SQLException {
    Driver driver = driverOf(url);
    if (driver == null) {
      throw new SQLNonTransientConnectionException(
          "no driver accepts " + masked(url) + "; put its driver on the class path", "08001");
    }
    refuseAbsent();
    Connection connection = driver.connect(url, new Properties());
    if (connection == null) {
      throw new SQLNonTransientConnectionException("no connection to " + masked(url), "08001");
    }
    return connection;
  }

  /** SQLite would make an empty database of a path that is misspelled. */
  private void refuseAbsent() throws SQLException {
    String file = url.substring(url.indexOf(':', "jdbc:".length()) + 1).replaceFirst("\\?.*", "");
    if (dialect == Dialect.SQLITE && !file.startsWith(":") && !file.startsWith("file:")) {
      if (!Files.exists(Path.of(file))) {
        throw new SQLNonTransientConnectionException("there is no database file " + file, "08001");
      }
    }
  }

  private static String masked(String url) {
    return url.startsWith("jdbc:")
        ? ConnectionUrl.parse(ConnectionUrl.PREFIX + url.substring("jdbc:".length())).masked()
        : url.replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  @Override
  public String toString() {
    return masked(url);
  }
}
