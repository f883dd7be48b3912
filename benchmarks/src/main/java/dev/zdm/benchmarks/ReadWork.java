package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The point reads. Each gives 2 if v2 answered, else 1. */
final class ReadWork {
  private static final String SELECT =
      "SELECT id, title, amount, price, state, owner, note, created FROM %s WHERE id = ?";
  private static final String ITEMS = SELECT.formatted("items");
  private static final String OTHER = SELECT.formatted("other");

  private ReadWork() {}

  static Work reused(Connection connection, Connection side, Variant variant) throws SQLException {
    return reused(connection.prepareStatement(ITEMS));
  }

  static Work passThrough(Connection connection, Connection side, Variant variant)
      throws SQLException {
    return reused(connection.prepareStatement(OTHER));
  }

  private static Work reused(PreparedStatement statement) {
    return new Work() {
      private int id;

      @Override
      public long once() throws SQLException {
        id = next(id);
        statement.setLong(1, id);
        try (ResultSet rows = statement.executeQuery()) {
          return side(rows);
        }
      }

      @Override
      public void close() throws SQLException {
        statement.close();
      }
    };
  }

  static Work preparedEach(Connection connection, Connection side, Variant variant) {
    return preparedEach(connection, 0);
  }

  /**
   * @param start where it begins to go through the table
   */
  static Work preparedEach(Connection connection, int start) {
    return new Work() {
      private int id = start;

      @Override
      public long once() throws SQLException {
        id = next(id);
        try (PreparedStatement statement = connection.prepareStatement(ITEMS)) {
          statement.setLong(1, id);
          try (ResultSet rows = statement.executeQuery()) {
            return side(rows);
          }
        }
      }
    };
  }

  static Work literal(Connection connection, Connection side, Variant variant) throws SQLException {
    Statement statement = connection.createStatement();
    return new Work() {
      private int id;
      private int never = 10_000_000;

      @Override
      public long once() throws SQLException {
        id = next(id);
        String text = ITEMS.replace("?", id + " AND amount <> " + never++);
        try (ResultSet rows = statement.executeQuery(text)) {
          return side(rows);
        }
      }

      @Override
      public void close() throws SQLException {
        statement.close();
      }
    };
  }

  /** Goes through the table without an order that a page or a cache could follow. */
  private static int next(int id) {
    return (id + 7_919) % Site.ROWS + 1;
  }

  /** Reads the row by all its getters. */
  private static long side(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      throw new SQLException("a row is missing");
    }
    double sum =
        rows.getLong(1) + rows.getInt(3) + rows.getDouble(4) + rows.getLong(6) + rows.getLong(8);
    int lengths = rows.getString(5).length() + rows.getString(7).length();
    if (sum < 0 || lengths == 0) {
      throw new SQLException("a row is not what was written");
    }
    return rows.getString(2).startsWith("v2") ? 2 : 1;
  }
}
