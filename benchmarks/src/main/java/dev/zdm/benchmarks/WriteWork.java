package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The writes, all of the table {@code entries}. Each gives the number of rows it wrote. */
final class WriteWork {
  private static final String COLUMNS = "title, amount, price, state, owner, note, created";
  private static final String NEWEST =
      "SELECT max(id) FROM (SELECT id FROM entries UNION ALL SELECT id FROM entries_v2) AS sides";
  private static final int BATCH_SIZE = 1_000;

  private WriteWork() {}

  /** A statement that is executed once each time. */
  private abstract static class Prepared implements Work {
    final PreparedStatement statement;
    long id;

    Prepared(PreparedStatement statement) {
      this.statement = statement;
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }

  static Work insert(Connection connection, Connection side, Site site) throws SQLException {
    String text = "INSERT INTO entries (%s) VALUES (?, ?, ?, ?, ?, ?, ?)".formatted(COLUMNS);
    return new Prepared(connection.prepareStatement(text)) {
      @Override
      public long once() throws SQLException {
        bind(statement, 1, ++id);
        return statement.executeUpdate();
      }
    };
  }

  static Work update(Connection connection, Connection side, Site site) throws SQLException {
    String text = "UPDATE entries SET amount = amount + 1, state = ? WHERE id = ?";
    return new Prepared(connection.prepareStatement(text)) {
      @Override
      public long once() throws SQLException {
        id = (id + 7_919) % Site.ROWS + 1;
        statement.setString(1, "seen");
        statement.setLong(2, id);
        return statement.executeUpdate();
      }
    };
  }

  /** Rows to delete are put there beforehand, on both sides. */
  static Work delete(Connection connection, Connection side, Site site) throws SQLException {
    long first = newest(side) + 1;
    return new Prepared(connection.prepareStatement("DELETE FROM entries WHERE id = ?")) {
      private long next = first;
      private long filled = first;

      @Override
      public void prepare(int times) throws SQLException {
        long missing = next + times - filled;
        if (missing > 0) {
          put(side, "entries", filled, missing);
          put(side, "entries_v2", filled, missing);
          filled += missing;
        }
      }

      @Override
      public long once() throws SQLException {
        statement.setLong(1, next++);
        return statement.executeUpdate();
      }
    };
  }

  private static void put(Connection side, String table, long first, long count)
      throws SQLException {
    try (Statement statement = side.createStatement()) {
      statement.execute(
          "INSERT INTO %s (id, %s) WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i, 'title', 1, 0.5, 'new', i, 'a note', i FROM n"
              .formatted(table, COLUMNS, first, first + count - 1));
    }
  }

  /** With the application's own keys, in one transaction. */
  static Work batch(Connection connection, Connection side, Site site) throws SQLException {
    connection.setAutoCommit(false);
    String text = "INSERT INTO entries (id, %s) VALUES (?, ?, ?, ?, ?, ?, ?, ?)".formatted(COLUMNS);
    PreparedStatement statement = connection.prepareStatement(text);
    long first = newest(side) + 1;
    return new Prepared(statement) {
      private long key = first;

      @Override
      public long once() throws SQLException {
        for (int i = 0; i < BATCH_SIZE; i++) {
          statement.setLong(1, key);
          bind(statement, 2, key++);
          statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        connection.commit();
        return Arrays.stream(counts).sum();
      }
    };
  }

  private static void bind(PreparedStatement statement, int first, long value) throws SQLException {
    statement.setString(first, "a new title");
    statement.setInt(first + 1, (int) value);
    statement.setDouble(first + 2, 12.5);
    statement.setString(first + 3, "new");
    statement.setLong(first + 4, value);
    statement.setString(first + 5, "a note on a new title");
    statement.setLong(first + 6, value);
  }

  private static long newest(Connection side) throws SQLException {
    try (Statement statement = side.createStatement();
        ResultSet row = statement.executeQuery(NEWEST)) {
      row.next();
      return row.getLong(1);
    }
  }
}
