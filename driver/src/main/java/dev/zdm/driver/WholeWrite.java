package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import java.sql.SQLException;

/**
 * A write in the application's transaction on PostgreSQL, on a connection where a part of it may
 * have stood by itself: by {@code autosave} the driver undoes the statement that has failed, keeps
 * those before it, and leaves the transaction usable.
 */
final class WholeWrite {
  private static final String SAVEPOINT = "SAVEPOINT zdm_write";
  private static final String RELEASE = "RELEASE SAVEPOINT zdm_write";
  private static final String FAILED_TRANSACTION = "25P02";
  private static final String ROLLBACK_TO = "ROLLBACK TO SAVEPOINT zdm_write";

  private WholeWrite() {}

  /** Does the work behind a savepoint where the connection needs that. Keeps all of it or none. */
  static <T> T of(Session session, Call<T> work) throws SQLException {
    if (!session.inTransaction() || !session.sending().apart()) {
      return work.run();
    }
    OwnStatements own = session.own();
    try {
      own.execute(SAVEPOINT);
    } catch (SQLException e) {
      if (isOver(e)) {
        return work.run(); // which says so in its own words
      }
      throw e;
    }
    try {
      T answer = work.run();
      own.execute(RELEASE);
      return answer;
    } catch (SQLException | RuntimeException | Error e) {
      if (isUsable(own)) {
        undo(own, e);
        session.deferred().rolledBack();
      }
      throw e;
    }
  }

  /** Back to before the work, which goes on. */
  static void restart(Session session) throws SQLException {
    session.own().execute(ROLLBACK_TO);
    session.deferred().rolledBack();
  }

  /** Whether the transaction has not failed, or no longer. */
  private static boolean isUsable(OwnStatements own) {
    try {
      own.execute("SELECT 1");
      return true;
    } catch (SQLException e) {
      return !isOver(e);
    }
  }

  /** Whether nothing of the transaction can be committed any more. */
  private static boolean isOver(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.equals(FAILED_TRANSACTION) || state.startsWith("08");
  }

  /** An older savepoint of this name may be the one that work around this work goes back to. */
  private static void undo(OwnStatements own, Throwable failure) {
    insist(own, ROLLBACK_TO, failure);
    insist(own, RELEASE, failure);
  }

  /** A cancel that came late hits once. */
  private static void insist(OwnStatements own, String text, Throwable failure) {
    try {
      own.execute(text);
    } catch (SQLException first) {
      failure.addSuppressed(first);
      try {
        own.execute(text);
      } catch (SQLException e) {
        failure.addSuppressed(e); // the transaction has failed, or is gone with the connection
      }
    }
  }
}
