package dev.zdm.driver;

import java.sql.SQLException;

/** Tells whose an error is where v1's and v2's halves share a statement. */
final class Blame {
  private static final int SQLITE_INTERRUPT = 9;

  private Blame() {}

  /** Whether a lock could not be had: v1's or v2's, for the error does not say which. */
  static boolean isContention(SQLException e) {
    return "55P03".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }

  /** Whether the transaction met another one that its isolation level does not allow it to see. */
  static boolean isSerialization(SQLException e) {
    return "40001".equals(e.getSQLState());
  }

  /**
   * Whether the error is the application's whatever v2 does: a cancel or a timeout, a lost
   * connection, a transaction that had already failed.
   */
  static boolean isTheApplications(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      return e.getErrorCode() == SQLITE_INTERRUPT;
    }
    return state.startsWith("08")
        || state.startsWith("57")
        || state.equals("25P02")
        || state.equals("HY008");
  }
}
