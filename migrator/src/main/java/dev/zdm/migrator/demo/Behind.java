package dev.zdm.migrator.demo;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Changes v2 behind zdm's back, as an owner does at the database's own prompt. */
final class Behind {
  private static final int TRIES = 50;
  private static final int PAUSE_MILLIS = 20;

  private final TemporaryDatabase database;

  Behind(TemporaryDatabase database) {
    this.database = database;
  }

  /** Runs the statements in one transaction; again where they met a lock. */
  String run(List<String> statements) throws SQLException, InterruptedException {
    for (int left = TRIES; ; left--) {
      try {
        once(statements);
        return "done behind zdm's back";
      } catch (SQLException e) {
        if (left == 0 || !metLock(e)) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void once(List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      boolean postgres = database.dialect() == Dialect.POSTGRESQL;
      // the application's requests wait behind a DDL statement that waits: not for long
      statement.execute(postgres ? "SET lock_timeout = '100ms'" : "PRAGMA busy_timeout = 2000");
      statement.execute(postgres ? "BEGIN" : "BEGIN IMMEDIATE");
      for (String sql : statements) {
        statement.execute(sql);
      }
      statement.execute("COMMIT");
    }
  }

  private boolean metLock(SQLException error) {
    return database.dialect() == Dialect.POSTGRESQL
        ? List.of("55P03", "40P01").contains(String.valueOf(error.getSQLState()))
        : List.of(5, 6).contains(error.getErrorCode() & 0xFF);
  }
}
