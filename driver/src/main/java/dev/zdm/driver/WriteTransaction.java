package dev.zdm.driver;

import dev.zdm.driver.PostgresText.Frame;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import java.sql.SQLException;

/**
 * A transaction of zdm's own on PostgreSQL around one write in autocommit for whose v2 rows a
 * program has to be asked. The driver stays in autocommit, so that the rows that the write gives
 * are all read before COMMIT.
 */
final class WriteTransaction {
  private final Session session;

  WriteTransaction(Session session) {
    this.session = session;
  }

  /** v1's half, in the frame that begins the transaction. */
  @FunctionalInterface
  interface Recording {
    Outcome run(Frame frame) throws SQLException;
  }

  /** Writes v1's half, which records its keys, and then copies them. */
  Outcome recorded(Plan.Write write, Recording recording) throws SQLException {
    boolean apart = session.sending().beginsApart();
    if (apart) {
      session.own().execute("BEGIN");
    }
    Outcome outcome;
    try {
      outcome = recording.run(apart ? Frame.NONE : Frame.BEGIN);
    } catch (SQLException | RuntimeException | Error e) {
      undo(e);
      throw e;
    }
    session.controlled(Verb.BEGIN, true);
    session.deferred().record(write);
    return committed(() -> outcome);
  }

  /** Does all of it inside. */
  Outcome around(Call<Outcome> work) throws SQLException {
    session.own().execute("BEGIN");
    session.controlled(Verb.BEGIN, true);
    return committed(work);
  }

  private Outcome committed(Call<Outcome> work) throws SQLException {
    boolean succeeded = false;
    try {
      Outcome outcome = work.run();
      if (!session.deferred().copyAndCommit()) {
        session.own().execute("COMMIT");
      }
      succeeded = true;
      return outcome;
    } catch (SQLException | RuntimeException | Error e) {
      undo(e);
      throw e;
    } finally {
      session.controlled(succeeded ? Verb.COMMIT : Verb.ROLLBACK, true);
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
