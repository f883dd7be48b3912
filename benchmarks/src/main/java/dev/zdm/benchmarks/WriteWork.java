package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The writes of the table {@code entries} or its v2. Each gives the number of rows it wrote. */
final class WriteWork {
  static final String COLUMNS = "title, amount, price, state, owner, note, created";
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

  /** The database makes the key. */
  static Work insert(Connection connection, Connection side, String table) throws SQLException {
    String text = "INSERT INTO %s (%s) VALUES (?, ?, ?, ?, ?, ?, ?)".formatted(table, COLUMNS);
    return new Prepared(connection.prepareStatement(text)) {
      @Override
      public long once() throws SQLException {
        bind(statement, 1, ++id);
        return statement.executeUpdate();
      }
    };
  }

  /** With keys that follow the newest, as the database makes them. */
  static Work keyedInsert(Connection connection, Connection side, String table)
      throws SQLException {
    PreparedStatement keyed = connection.prepareStatement(keyedInsert(table));
    long newest = newest(side);
    return new Prepared(keyed) {
      @Override
      public long once() throws SQLException {
        statement.setLong(1, newest + ++id);
        bind(statement, 2, id);
        return statement.executeUpdate();
      }
    };
  }

  static String keyedInsert(String table) {
    return "INSERT INTO %s (id, %s) VALUES (?, ?, ?, ?, ?, ?, ?, ?)".formatted(table, COLUMNS);
  }

  static Work update(Connection connection, Connection side, String table) throws SQLException {
    return update(connection, table, 0);
  }

  /**
   * @param start where it begins to go through the table
   */
  static Work update(Connection connection, String table, int start) throws SQLException {
    String text = "UPDATE %s SET amount = amount + 1, state = ? WHERE id = ?".formatted(table);
    return new Prepared(connection.prepareStatement(text)) {
      @Override
      public long once() throws SQLException {
        id = ((id == 0 ? start : id) + 7_919) % Site.ROWS + 1;
        statement.setString(1, "seen");
        statement.setLong(2, id);
        return statement.executeUpdate();
      }
    };
  }

  /** Rows to delete are put there beforehand, on both sides. */
  static Work delete(Connection connection, Connection side, String table) throws SQLException {
    long first = newest(side) + 1;
    return new Prepared(connection.prepareStatement("DELETE FROM " + table + " WHERE id = ?")) {
      private long next = first;
      private long filled = first;

      @Override
      public void prepare(int times) throws SQLException {
        long missing = next + times - filled;
        if (missing > 0) {
          put(side, filled, missing);
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

  private static void put(Connection side, long first, long count) throws SQLException {
    try (Statement statement = side.createStatement()) {
      statement.execute(
          "INSERT INTO entries (id, %s) WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i, 'title', 1, 0.5, 'new', i, 'a note', i FROM n WHERE true ON CONFLICT DO NOTHING"
              .formatted(COLUMNS, first, first + count - 1));
      statement.execute(
          "INSERT INTO entries_v2 (id, %1$s) SELECT id, %1$s FROM entries WHERE id >= %2$d ON CONFLICT DO NOTHING"
              .formatted(COLUMNS, first));
    }
  }

  /** With the application's own keys; not committed. */
  static Work batch(Connection connection, Connection side, String table) throws SQLException {
    PreparedStatement keyed = connection.prepareStatement(keyedInsert(table));
    long first = newest(side) + 1;
    return new Prepared(keyed) {
      private long key = first;

      @Override
      public long once() throws SQLException {
        for (int i = 0; i < BATCH_SIZE; i++) {
          statement.setLong(1, key);
          bind(statement, 2, key++);
          statement.addBatch();
        }
        return Arrays.stream(statement.executeBatch()).sum();
      }
    };
  }

  static void bind(PreparedStatement statement, int first, long value) throws SQLException {
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
