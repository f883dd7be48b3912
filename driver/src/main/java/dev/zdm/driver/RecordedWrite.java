package dev.zdm.driver;

import dev.zdm.driver.PostgresText.Frame;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import java.sql.SQLException;

/**
 * A write on PostgreSQL in autocommit whose v2 rows need values that a program gives: it has to see
 * v1's rows as they have become. In one transaction of zdm's own v1's half is written and its keys
 * are recorded; then, as at the end of a long one, what was recorded is copied.
 */
final class RecordedWrite {
  private final Session session;
  private final Plan.Write write;

  /** v1's half, in the frame that begins the transaction. */
  @FunctionalInterface
  interface Recording {
    Outcome run(Frame frame) throws SQLException;
  }

  RecordedWrite(Session session, Plan.Write write) {
    this.session = session;
    this.write = write;
  }

  Outcome run(Recording recording) throws SQLException {
    boolean apart = session.sending().beginsApart();
    if (apart) {
      session.own().execute("BEGIN");
    }
    boolean written = false;
    boolean succeeded = false;
    try {
      Outcome outcome = recording.run(apart ? Frame.NONE : Frame.BEGIN);
      written = true;
      session.controlled(Verb.BEGIN, true);
      session.deferred().record(write);
      if (!session.deferred().copyAndCommit()) {
        session.own().execute("COMMIT");
      }
      succeeded = true;
      return outcome;
    } catch (SQLException | RuntimeException | Error e) {
      undo(e);
      throw e;
    } finally {
      if (written) {
        session.controlled(succeeded ? Verb.COMMIT : Verb.ROLLBACK, true);
      }
    }
  }

  private void undo(Throwable failure) {
    try {
      session.own().execute("ROLLBACK"); // outside a transaction, a warning and nothing else
    } catch (SQLException e) {
      failure.addSuppressed(e); // the connection is gone, and the transaction with it
    }
  }
}
