package dev.zdm.driver;

import dev.zdm.rewriter.Plan.TransactionControl.Verb;
import java.sql.SQLException;

/**
 * A transaction of zdm's own on PostgreSQL around several statements of an application that is in
 * autocommit. What runs inside takes it for one of the application's.
 */
final class HiddenTransaction {
  private HiddenTransaction() {}

  /** Runs the work in the transaction that is open, or else in a hidden one. */
  static <T> T around(Session session, Call<T> work) throws SQLException {
    if (session.inTransaction()) {
      return WholeWrite.of(session, work);
    }
    session.hide();
    session.controlled(Verb.BEGIN, true);
    Throwable failure = null;
    try {
      T answer = work.run();
      session.deferred().copyAndCommit();
      session.commitHidden();
      return answer;
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      session.reveal(failure);
      session.controlled(failure == null ? Verb.COMMIT : Verb.ROLLBACK, true);
    }
  }
}
