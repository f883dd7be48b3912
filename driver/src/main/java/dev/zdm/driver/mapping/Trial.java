package dev.zdm.driver.mapping;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Has the database try statements of which nothing is to be kept. In a transaction, a failure
 * leaves it as it was.
 */
record Trial(Connection connection, Dialect dialect) {
  private static final String NOT_ALLOWED = "42501";
  private static final String NO_TRANSACTION = "25P01";
  private static final int SQLITE_ERROR = 1;
  private static final int LOCK_MILLIS = 1_000;

  /** What is asked of the database. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Statement statement) throws SQLException;
  }

  /**
   * Whether the text is at fault, and not a lock, a timeout or a right; which rights are missing is
   * told elsewhere, with the statement that gives them.
   */
  static boolean isTheTexts(SQLException e) {
    String state = e.getSQLState();
    return state == null
        ? e.getErrorCode() == SQLITE_ERROR
        : (state.startsWith("42") || state.startsWith("22")) && !state.equals(NOT_ALLOWED);
  }

  /** Why they cannot be executed; empty if they can. */
  Optional<SQLException> failure(List<String> statements) throws SQLException {
    try {
      tried(
          statement -> {
            for (String sql : statements) {
              statement.execute(sql);
            }
            return true;
          });
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
        throw e;
      }
      return Optional.of(e);
    }
  }

  /** What it answers. */
  <T> T ask(Question<T> question) throws SQLException {
    return tried(question);
  }

  /** What a query answers whose one row is one truth value; null is false. */
  boolean isTrue(String query) throws SQLException {
    return tried(
        statement -> {
          try (ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
          }
        });
  }

  /**
   * On PostgreSQL in a transaction of its own or behind a savepoint, and waiting for no lock long.
   * All of it by text: of a transaction that began by text, as expand's does, the driver knows not.
   */
  private <T> T tried(Question<T> question) throws SQLException {
    if (dialect == Dialect.SQLITE) {
      return asked(question);
    }
    boolean within = behindSavepoint();
    if (!within) {
      execute("BEGIN");
    }
    try {
      execute("SET LOCAL lock_timeout = " + LOCK_MILLIS);
      return asked(question);
    } finally {
      if (within) {
        execute("ROLLBACK TO SAVEPOINT zdm_check");
        execute("RELEASE SAVEPOINT zdm_check");
      } else {
        execute("ROLLBACK");
      }
    }
  }

  private <T> T asked(Question<T> question) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return question.ask(statement);
    }
  }

  /** False if no transaction is open, and nothing was done. */
  private boolean behindSavepoint() throws SQLException {
    try {
      execute("SAVEPOINT zdm_check");
      return true;
    } catch (SQLException e) {
      if (NO_TRANSACTION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
