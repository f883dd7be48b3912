package dev.zdm.driver;

import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.copy.TargetImageSql;
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

  /** Whether v2 may have rows that a copy should have removed and did not see. */
  static boolean isUnseen(SQLException e) {
    return "22P02".equals(e.getSQLState())
        && String.valueOf(e.getMessage()).contains(BulkCopySql.UNSEEN);
  }

  /** Whether a row is none of those that a program was asked of. */
  static boolean isNotProvided(SQLException e) {
    return "22P02".equals(e.getSQLState())
        && String.valueOf(e.getMessage()).contains(ProvidedSql.MISSING);
  }

  /** Whether a write touches more rows than a string may carry. */
  static boolean isTooMany(SQLException e) {
    return "22P02".equals(e.getSQLState())
        && String.valueOf(e.getMessage()).contains(TargetImageSql.TOO_MANY);
  }

  /**
   * Whether the error is the application's whatever v2 does: a cancel or a timeout, a lost
   * connection, a transaction that had already failed or took too long.
   */
  static boolean isTheApplications(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      return e.getErrorCode() == SQLITE_INTERRUPT;
    }
    return state.startsWith("08")
        || state.startsWith("57")
        || state.startsWith("25P")
        || state.equals("HY008");
  }
}
