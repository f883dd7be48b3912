package dev.zdm.driver.ledger;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an error of the database means for one who copies rows to v2. */
public enum Failure {
  /** A lock was not to be had in time, or two transactions met: the same again may succeed. */
  TRANSIENT,
  /** v2 does not take a row as it is: a constraint, a length, a type, a trigger that raises. */
  REFUSED,
  /** Anything else: to go on would not help. */
  FATAL;

  private static final int SQLITE_ERROR = 1;
  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_LOCKED = 6;
  private static final int SQLITE_TOO_BIG = 18;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_MISMATCH = 20;

  /** What the error means in this dialect. */
  public static Failure of(Dialect dialect, SQLException error) {
    return switch (dialect) {
      case POSTGRESQL -> ofState(error.getSQLState());
      case SQLITE -> ofSqlite(error);
    };
  }

  private static Failure ofState(@Nullable String state) {
    if (state == null || state.length() != 5) {
      return FATAL;
    }
    return switch (state) {
      case "55P03", "40P01", "40001" -> TRANSIENT;
      default ->
          switch (state.substring(0, 2)) {
            // no connection, no right, no such thing, no room, no time: no row would fare better
            case "08", "0A", "25", "26", "28", "2D", "34", "3B", "3D", "3F", "40", "42" -> FATAL;
            case "53", "55", "57", "58", "F0", "HV", "XX" -> FATAL;
            // what is left is about the row; triggers may raise states of their owner's own
            default -> REFUSED;
          };
    };
  }

  private static Failure ofSqlite(SQLException error) {
    return switch (error.getErrorCode() & 0xFF) { // the rest is the extended code
      case SQLITE_ERROR -> isMissing(String.valueOf(error.getMessage())) ? FATAL : REFUSED;
      case SQLITE_BUSY, SQLITE_LOCKED -> TRANSIENT;
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOO_BIG -> REFUSED;
      default -> FATAL;
    };
  }

  /** SQLite has one code for what is not there and for a function that cannot take a value. */
  private static boolean isMissing(String message) {
    return message.contains("(no such ") || message.contains(" has no column named ");
  }
}
