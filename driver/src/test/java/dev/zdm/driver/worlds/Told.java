package dev.zdm.driver.worlds;

import dev.zdm.teststatements.RandomStatements;
import dev.zdm.teststatements.RandomStatements.Asked;
import dev.zdm.teststatements.RandomStatements.Verb;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application is told when a statement has run.
 *
 * @param text all of it
 * @param effective whether it gave or changed a row
 */
record Told(Outcome outcome, String text, boolean effective) {
  private static final String ROW = "\n| ";

  /** How it ended. */
  enum Outcome {
    DONE,
    FAILED,
    REFUSED
  }

  /**
   * What remains of it where a length or precision may be lost: where a CASE of RETURNING is always
   * one of its columns, the server alone says that column's. See docs/limits.md.
   */
  Told imprecise() {
    return new Told(outcome, text.replaceAll(" \\d+ \\d+ (?=java\\.|\\[B)", " "), effective);
  }

  static Told of(Connection connection, RandomStatements.Statement statement, boolean sqlite) {
    try {
      if (statement.asked() == Asked.GENERATED_KEYS) {
        return withKeys(connection, statement, sqlite);
      }
      if (statement.values().isEmpty()) {
        try (Statement plain = connection.createStatement()) {
          return of(plain, plain.execute(statement.sql()), statement, sqlite);
        }
      }
      try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
        bind(prepared, statement);
        return of(prepared, prepared.execute(), statement, sqlite);
      }
    } catch (SQLException e) {
      return failed(e, statement);
    }
  }

  private static Told withKeys(
      Connection connection, RandomStatements.Statement statement, boolean sqlite)
      throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement(statement.sql(), Statement.RETURN_GENERATED_KEYS)) {
      bind(prepared, statement);
      int count = prepared.executeUpdate();
      try (ResultSet keys = prepared.getGeneratedKeys()) {
        return new Told(Outcome.DONE, count + " " + rows(keys, statement, sqlite), count > 0);
      }
    }
  }

  private static void bind(PreparedStatement prepared, RandomStatements.Statement statement)
      throws SQLException {
    for (int i = 0; i < statement.values().size(); i++) {
      prepared.setObject(i + 1, statement.values().get(i));
    }
  }

  private static Told failed(SQLException e, RandomStatements.Statement statement) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof SQLFeatureNotSupportedException && message.startsWith("zdm refuses")) {
      return new Told(Outcome.REFUSED, message, false);
    }
    String text =
        String.join(
            " ",
            e.getClass().getName(),
            e.getSQLState(),
            Integer.toString(e.getErrorCode()),
            comparable(message, statement.verb()));
    return new Told(Outcome.FAILED, text, false);
  }

  /**
   * Of several rows that fail, nobody promises which is the first; and a write that fails draws
   * more numbers through zdm: see docs/limits.md.
   */
  private static String comparable(String message, Verb verb) {
    int detail = message.indexOf("\n  Detail");
    String head = detail < 0 ? message : message.substring(0, detail);
    return detail < 0 || verb != Verb.INSERT
        ? head
        : head + message.substring(detail).replaceAll("\\b\\d{3,}\\b", "#");
  }

  private static Told of(
      Statement executed, boolean rows, RandomStatements.Statement statement, boolean sqlite)
      throws SQLException {
    if (!rows) {
      int count = executed.getUpdateCount();
      return new Told(Outcome.DONE, "count " + count, count > 0);
    }
    try (ResultSet result = executed.getResultSet()) {
      String all = rows(result, statement, sqlite);
      return new Told(Outcome.DONE, all, all.contains(ROW));
    }
  }

  private static String rows(ResultSet result, RandomStatements.Statement statement, boolean sqlite)
      throws SQLException {
    ResultSetMetaData data = result.getMetaData();
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      labels.add(data.getColumnLabel(i) + (sqlite ? "" : " " + type(data, i)));
    }
    List<String> all = new ArrayList<>();
    while (result.next()) {
      all.add(ROW + row(result, data.getColumnCount(), sqlite));
    }
    if (!statement.ordered()) {
      all.sort(null);
    }
    return labels + String.join("", all);
  }

  private static String row(ResultSet result, int columns, boolean sqlite) throws SQLException {
    StringBuilder row = new StringBuilder();
    for (int i = 1; i <= columns; i++) {
      Object value = result.getObject(i);
      row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
          .append(sqlite ? ":" + kind(value) : "")
          .append('|');
    }
    return row.toString();
  }

  private static String kind(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getSimpleName();
  }

  /** Without whether the column numbers itself: see docs/limits.md. */
  private static String type(ResultSetMetaData data, int i) throws SQLException {
    String name =
        data.getColumnTypeName(i).replace("bigserial", "int8").replaceAll("^serial$", "int4");
    return data.getColumnType(i)
        + " "
        + name
        + " "
        + data.getPrecision(i)
        + " "
        + data.getScale(i)
        + " "
        + data.getColumnClassName(i);
  }
}
