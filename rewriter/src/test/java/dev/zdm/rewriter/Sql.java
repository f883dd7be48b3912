package dev.zdm.rewriter;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A connection for tests: rows come back as text, columns separated by a bar. */
final class Sql implements AutoCloseable {
  final Connection connection;

  Sql(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
  }

  /** The rows of the first result that is one; every other result is drained. */
  List<String> run(String sql, Object... parameters) throws SQLException {
    return answer(sql, 0, parameters);
  }

  /** The rows of the result that comes after {@code before} others that are one. */
  List<String> answer(String sql, int before, Object... parameters) throws SQLException {
    int skipped = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<String> rows = null;
      boolean isRows = statement.execute();
      while (isRows || statement.getUpdateCount() != -1) {
        if (isRows && skipped++ < before) {
          isRows = statement.getMoreResults();
          continue;
        }
        if (isRows && rows == null) {
          rows = rows(statement.getResultSet());
        }
        isRows = statement.getMoreResults();
      }
      return rows == null ? List.of() : rows;
    }
  }

  /** Labels and types of the first columns. */
  List<String> shape(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
      ResultSetMetaData meta = statement.getResultSet().getMetaData();
      List<String> shape = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        shape.add(
            meta.getColumnLabel(i)
                + " "
                + meta.getColumnTypeName(i)
                + " "
                + meta.getPrecision(i)
                + " "
                + meta.getColumnClassName(i));
      }
      return shape;
    }
  }

  void all(String... statements) throws SQLException {
    for (String statement : statements) {
      run(statement);
    }
  }

  void all(List<String> statements) throws SQLException {
    for (String statement : statements) {
      run(statement);
    }
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      StringJoiner row = new StringJoiner("|");
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.add(String.valueOf(result.getString(i)));
      }
      rows.add(row.toString());
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
