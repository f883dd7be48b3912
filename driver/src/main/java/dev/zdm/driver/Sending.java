package dev.zdm.driver;

import dev.zdm.driver.PostgresText.Frame;
import dev.zdm.driver.copy.OwnStatements;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the driver sends a string of several statements to PostgreSQL, by what its connection was
 * told; and so what of a mirrored write may stand in one string.
 */
enum Sending {
  /** As one: an error ends it, and what it had done by then is as the string's own words say. */
  WHOLE,
  /**
   * As one, but in a transaction behind a savepoint of the driver's own, to which it may go back by
   * itself ({@code autosave}). Savepoints of zdm's inside the string would be gone by then.
   */
  AUTOSAVED,
  /**
   * Statement by statement ({@code preferQueryMode=simple}): those behind one that has failed are
   * executed too. A string may end a transaction, which makes it nothing if it has failed, but not
   * begin one, nor end the application's.
   */
  PIECEWISE;

  private static final String VENDOR = "org.postgresql.PGConnection";
  private static final String NO_SAVEPOINT = "3B001";

  /** What the driver says of this connection; not what the URL says, for there are other places. */
  static Sending of(Connection raw) throws SQLException {
    if (is("SIMPLE", raw, "getPreferQueryMode")) {
      return PIECEWISE;
    }
    return is("ALWAYS", raw, "getAutosave") || is("CONSERVATIVE", raw, "getAutosave")
        ? AUTOSAVED
        : WHOLE;
  }

  /** Whether savepoints and COMMIT of zdm's are sent apart from what they are for. */
  boolean apart() {
    return this != WHOLE;
  }

  /** Whether BEGIN is sent apart, so that nothing is executed where it has failed. */
  boolean beginsApart() {
    return this == PIECEWISE;
  }

  /** What a write that may have to be undone stands in. */
  Frame frame(boolean inTransaction) {
    if (inTransaction) {
      return apart() ? Frame.SAVEPOINT_APART : Frame.SAVEPOINT;
    }
    return beginsApart() ? Frame.TRANSACTION_BEGUN : Frame.TRANSACTION;
  }

  /**
   * Executes a text of zdm's own so that what fails inside can be undone by {@link #undo}.
   *
   * @return the rows changed by its statements that give none
   */
  long behindSavepoint(OwnStatements own, String text) throws SQLException {
    if (!apart()) {
      return own.changes(PostgresText.behindSavepoint(text));
    }
    own.execute(PostgresText.SAVEPOINT);
    long changes = own.changes(text);
    own.execute(PostgresText.RELEASE);
    return changes;
  }

  /** Back to before the newest savepoint of zdm's. */
  void undo(OwnStatements own) throws SQLException {
    if (apart()) {
      // one by one: before several, the driver may set a savepoint, which a failed transaction
      // does not take
      own.execute(PostgresText.ROLLBACK_TO);
      own.execute(PostgresText.RELEASE);
    } else {
      own.execute(PostgresText.ROLLBACK_TO + "; " + PostgresText.RELEASE);
    }
  }

  /**
   * Whether a connection opened like this one can be mirrored.
   *
   * @param own nobody else's
   * @throws SQLException if not
   */
  static void check(Connection own) throws SQLException {
    if (!of(own).apart()) {
      return;
    }
    own.setAutoCommit(false);
    try (OwnStatements statements = new OwnStatements(own)) {
      statements.execute(PostgresText.SAVEPOINT);
      statements.execute("SELECT 1");
      statements.execute(PostgresText.ROLLBACK_TO);
    } catch (SQLException e) {
      if (NO_SAVEPOINT.equals(e.getSQLState())) {
        throw new SQLNonTransientConnectionException(
            "zdm cannot mirror with autosave and cleanupSavepoints on this version of PostgreSQL's"
                + " driver, which removes the savepoints of others together with its own; take"
                + " 42.7.14 or later, remove cleanupSavepoints, or leave zdm.phase at off",
            "08001",
            e);
      }
      throw e;
    } finally {
      own.rollback();
      own.setAutoCommit(true);
    }
  }

  private static boolean is(String value, Connection raw, String getter) throws SQLException {
    return value.equals(String.valueOf(asked(raw, getter)).toUpperCase(Locale.ROOT));
  }

  /** The driver is the application's, and zdm is compiled without it. */
  private static @Nullable Object asked(Connection raw, String getter) throws SQLException {
    try {
      Class<?> vendor = Class.forName(VENDOR, false, raw.getClass().getClassLoader());
      return raw.isWrapperFor(vendor) ? vendor.getMethod(getter).invoke(raw.unwrap(vendor)) : null;
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return null; // a driver that has no such setting
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new SQLNonTransientConnectionException(
          "zdm cannot ask PostgreSQL's driver by " + getter + " how it sends statements",
          "08001",
          e);
    }
  }
}
