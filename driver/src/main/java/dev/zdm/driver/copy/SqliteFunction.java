package dev.zdm.driver.copy;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** A function of SQLite's that asks a program. The one class of the driver that knows SQLite's. */
final class SqliteFunction extends Function {
  private static final int ANY_NUMBER = -1;
  private static final int INTEGER = 1;
  private static final int FLOAT = 2;
  private static final int TEXT = 3;
  private static final int BLOB = 4;

  private final ProvidedFunction asked;

  private SqliteFunction(ProvidedFunction asked) {
    this.asked = asked;
  }

  static void create(Connection connection, String name, ProvidedFunction asked)
      throws SQLException {
    Function.create(
        connection, name, new SqliteFunction(asked), ANY_NUMBER, Function.FLAG_DETERMINISTIC);
  }

  /** Whether there is a kind of value for it. */
  static boolean takes(Object value) {
    return value instanceof String
        || value instanceof byte[]
        || value instanceof Boolean
        || value instanceof Double
        || value instanceof Float
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || (value instanceof BigInteger number && number.bitLength() < Long.SIZE);
  }

  @Override
  protected void xFunc() throws SQLException {
    List<@Nullable Object> inputs = new ArrayList<>();
    for (int i = 1; i < args(); i++) {
      inputs.add(value(i));
    }
    ProvidedRow row = asked.of(value_text(0), inputs);
    if (row.wrong() != null) {
      error("zdm: " + row.wrong());
    } else {
      give(row.value());
    }
  }

  private @Nullable Object value(int argument) throws SQLException {
    return switch (value_type(argument)) {
      case INTEGER -> value_long(argument);
      case FLOAT -> value_double(argument);
      case TEXT -> value_text(argument);
      case BLOB -> {
        byte[] bytes = value_blob(argument);
        yield bytes == null ? new byte[0] : bytes; // the driver gives none where there are 0
      }
      default -> null;
    };
  }

  private void give(@Nullable Object value) throws SQLException {
    if (value == null) {
      result();
    } else if (value instanceof String text) {
      result(text);
    } else if (value instanceof byte[] bytes) {
      result(bytes);
    } else if (value instanceof Boolean bool) {
      result(bool ? 1 : 0);
    } else if (value instanceof Double || value instanceof Float) {
      result(((Number) value).doubleValue());
    } else {
      result(((Number) value).longValue());
    }
  }
}
