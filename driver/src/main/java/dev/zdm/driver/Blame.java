package dev.zdm.driver;

import java.sql.SQLException;

/** Tells whose an error is where v1's and v2's halves share a statement. */
final class Blame {
  private static final int SQLITE_INTERRUPT = 9;

  private Blame() {}

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
