package dev.zdm.driver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The result sets that a connection has given to the application. On SQLite each holds its
 * connection to a snapshot until it is closed or read to its end. Safe for use by many threads.
 */
final class OpenRows {
  private final List<ResultSet> given = new CopyOnWriteArrayList<>();

  /** The statements that have rows for which the application has not asked yet. */
  private final List<Statement> waiting = new CopyOnWriteArrayList<>();

  /** A statement was executed and has rows. */
  void add(Statement statement) {
    waiting.add(statement);
  }

  /** The rows of a statement are given to the application, or it is executed anew. */
  void taken(Statement statement) {
    if (!waiting.isEmpty()) {
      waiting.remove(statement);
    }
  }

  /** The driver gives the same object for each execution of a statement: it is kept once. */
  void add(ResultSet rows) {
    if (!given.contains(rows)) {
      given.removeIf(OpenRows::isClosed);
      given.add(rows);
    }
  }

  void clear() {
    given.clear();
    waiting.clear();
  }

  /** Whether all have been closed. */
  boolean none() {
    return given.stream().allMatch(OpenRows::isClosed)
        && waiting.stream().allMatch(OpenRows::isClosed);
  }

  private static boolean isClosed(Statement statement) {
    try {
      return statement.isClosed();
    } catch (SQLException e) {
      return true; // its connection is
    }
  }

  private static boolean isClosed(ResultSet rows) {
    try {
      return rows.isClosed();
    } catch (SQLException e) {
      return true; // its connection is
    }
  }
}
