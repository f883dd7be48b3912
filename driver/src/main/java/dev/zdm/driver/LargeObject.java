package dev.zdm.driver;

import java.io.InputStream;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's driver writes a Blob or Clob into a new large object whenever one is bound, and
 * sends its number. A value that may be bound more than once is written once, and goes on as that
 * number.
 */
final class LargeObject {
  private LargeObject() {}

  /**
   * Whether {@code setObject} makes one.
   *
   * @param targetSqlType {@link Types#NULL} if none was given
   */
  static boolean isMadeOf(@Nullable Object value, int targetSqlType) {
    return switch (targetSqlType) {
      case Types.BLOB -> value instanceof Blob || value instanceof InputStream;
      case Types.CLOB -> value instanceof Clob;
      case Types.NULL, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
          value instanceof Blob || value instanceof Clob;
      default -> false;
    };
  }

  /**
   * Writes the value as the driver does, at the cost of one round trip more.
   *
   * @return the number
   * @throws SQLException the driver's own, if it cannot
   */
  static long make(Connection raw, Object value, Bindings.Binder binder) throws SQLException {
    try (PreparedStatement made = raw.prepareStatement("SELECT CAST(? AS bigint)")) {
      binder.bind(made, 1, value);
      try (ResultSet number = made.executeQuery()) {
        number.next();
        return number.getLong(1);
      }
    }
  }
}
