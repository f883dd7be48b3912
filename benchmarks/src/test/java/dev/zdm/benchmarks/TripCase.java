package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What an application does to {@code songs}, as often as it likes. */
enum TripCase {
  INSERT_PREPARED(c -> prepared(c, "INSERT INTO songs(title) VALUES (?)", false)),
  INSERT_PREPARED_KEYS(c -> prepared(c, "INSERT INTO songs(title) VALUES (?)", true)),
  INSERT_RETURNING(c -> query(c, "INSERT INTO songs(title) VALUES (?) RETURNING id, title", 0)),
  UPDATE_PREPARED(c -> prepared(c, "UPDATE songs SET plays = plays + 1 WHERE title = ?", false)),
  DELETE_PREPARED(c -> prepared(c, "DELETE FROM songs WHERE title = ?", false)),
  INSERT_TEXT(c -> text(c, "INSERT INTO songs(title) VALUES ('%s')", false)),
  INSERT_TEXT_KEYS(c -> text(c, "INSERT INTO songs(title) VALUES ('%s')", true)),
  UPDATE_TEXT(c -> text(c, "UPDATE songs SET plays = plays + 1 WHERE title = '%s'", false)),
  DELETE_TEXT(c -> text(c, "DELETE FROM songs WHERE title = '%s'", false)),
  BATCH_INSERT(c -> batch(c, "INSERT INTO songs(title) VALUES (?)")),
  BATCH_INSERT_OWN_KEYS(c -> batch(c, "INSERT INTO songs(id, title) VALUES (?, 'own')")),
  BATCH_UPDATE(c -> batch(c, "UPDATE songs SET plays = plays + 1 WHERE id = ?")),
  BATCH_DELETE(c -> batch(c, "DELETE FROM songs WHERE id = ?")),
  READ_PREPARED(c -> query(c, "SELECT id, title, plays FROM songs WHERE title >= ?", 0)),
  READ_TEXT(c -> queryText(c, "SELECT id, title, plays FROM songs WHERE title >= '%s'")),
  READ_BY_CURSOR(c -> query(c, "SELECT id, title, plays FROM songs WHERE title >= ?", 10)),
  PASS_THROUGH_WRITE(c -> prepared(c, "INSERT INTO other(note) VALUES (?)", false)),
  PASS_THROUGH_READ(c -> query(c, "SELECT id, note FROM other WHERE note = ?", 0));

  @FunctionalInterface
  private interface Opening {
    Work on(Connection connection) throws SQLException;
  }

  private final Opening opening;

  TripCase(Opening opening) {
    this.opening = opening;
  }

  Work on(Connection connection) throws SQLException {
    return opening.on(connection);
  }

  boolean isMirroredWrite() {
    return name().startsWith("INSERT")
        || name().startsWith("UPDATE")
        || name().startsWith("DELETE");
  }

  boolean isBatch() {
    return name().startsWith("BATCH");
  }

  boolean isRead() {
    return name().startsWith("READ");
  }

  private static Work prepared(Connection c, String sql, boolean keys) throws SQLException {
    PreparedStatement statement =
        keys ? c.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS) : c.prepareStatement(sql);
    return new Work() {
      private int number;

      @Override
      public long once() throws SQLException {
        statement.setString(1, "title " + number++);
        long count = statement.executeUpdate();
        return keys ? key(statement) : count;
      }
    };
  }

  /** Batches of five, with keys or titles that go on and on. */
  private static Work batch(Connection c, String sql) throws SQLException {
    PreparedStatement statement = c.prepareStatement(sql);
    boolean title = sql.contains("(title)");
    return new Work() {
      private int number = sql.startsWith("INSERT") ? 1_000 : 0;

      @Override
      public long once() throws SQLException {
        for (int i = 0; i < 5; i++) {
          if (title) {
            statement.setString(1, "title " + ++number);
          } else {
            statement.setLong(1, ++number % 10_000);
          }
          statement.addBatch();
        }
        return statement.executeBatch().length;
      }
    };
  }

  private static Work text(Connection c, String sql, boolean keys) throws SQLException {
    Statement statement = c.createStatement();
    return new Work() {
      private int number;

      @Override
      public long once() throws SQLException {
        String literal = sql.formatted("title " + number++);
        return keys
            ? statement.executeUpdate(literal, Statement.RETURN_GENERATED_KEYS) * key(statement)
            : statement.executeUpdate(literal);
      }
    };
  }

  private static long key(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      keys.next();
      return keys.getLong(1);
    }
  }

  private static Work query(Connection c, String sql, int fetchSize) throws SQLException {
    PreparedStatement statement = c.prepareStatement(sql);
    statement.setFetchSize(fetchSize);
    return new Work() {
      private int number;

      @Override
      public long once() throws SQLException {
        statement.setString(1, "title " + number++);
        try (ResultSet rows = statement.executeQuery()) {
          return count(rows);
        }
      }
    };
  }

  private static Work queryText(Connection c, String sql) throws SQLException {
    Statement statement = c.createStatement();
    return new Work() {
      private int number;

      @Override
      public long once() throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql.formatted("title " + number++))) {
          return count(rows);
        }
      }
    };
  }

  private static long count(ResultSet rows) throws SQLException {
    long count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }
}
