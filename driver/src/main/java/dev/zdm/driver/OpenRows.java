package dev.zdm.driver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The result sets that a connection has given to the application. On SQLite each holds its
 * connection to a snapshot until it is closed or read to its end. Safe for use by many threads.
 */
final class OpenRows {
  private final List<ResultSet> given = new CopyOnWriteArrayList<>();

  /** The driver gives the same object for each execution of a statement: it is kept once. */
  void add(ResultSet rows) {
    if (!given.contains(rows)) {
      given.removeIf(OpenRows::isClosed);
      given.add(rows);
    }
  }

  void clear() {
    given.clear();
  }

  /** Whether all have been closed. */
  boolean none() {
    return given.stream().allMatch(OpenRows::isClosed);
  }

  private static boolean isClosed(ResultSet rows) {
    try {
      return rows.isClosed();
    } catch (SQLException e) {
      return true; // its connection is
    }
  }
}
