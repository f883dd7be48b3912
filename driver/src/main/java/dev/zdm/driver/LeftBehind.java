package dev.zdm.driver;

import dev.zdm.rewriter.copy.GuardSql;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

/**
 * A statement that a guard in the database has refused, because this instance ran an older phase
 * than the database. It is repeated under the new one where nothing but itself was done; else its
 * transaction has to be repeated, as after a serialization failure.
 */
final class LeftBehind {
  private static final String STATE = "40001";

  private final Session session;
  private final Epoch epoch;
  private final boolean first;
  private final SQLException refused;

  /**
   * @param epoch under which the statement was refused
   * @param first whether nothing was done before it in its transaction
   */
  LeftBehind(Session session, Epoch epoch, boolean first, SQLException refused) {
    this.session = session;
    this.epoch = epoch;
    this.first = first;
    this.refused = refused;
  }

  /** Whether a guard has refused it. */
  static boolean is(SQLException e) {
    return GuardSql.STATE.equals(e.getSQLState())
        || (e.getSQLState() == null && String.valueOf(e.getMessage()).contains(GuardSql.WORDS));
  }

  /** The error of a batch, which is not repeated; but the next one runs in the newer phase. */
  static SQLException ofBatch(Session session, SQLException e) {
    Epoch epoch = session.running();
    if (!is(e) || epoch == null) {
      return e;
    }
    try {
      new LeftBehind(session, epoch, false, e).catchUp();
      return e;
    } catch (SQLException surfaced) {
      return surfaced;
    }
  }

  /**
   * Turns this instance to the phase that the database is in, so that the statement can be
   * repeated.
   *
   * @throws SQLException if it cannot be; the application may repeat its transaction
   */
  void catchUp() throws SQLException {
    boolean newer;
    try {
      newer = session.database().control().catchUp(epoch);
    } catch (SQLException e) {
      refused.addSuppressed(e);
      throw surfaced(refused, "and the control table cannot be read");
    }
    if (!newer) {
      throw surfaced(
          refused, "this instance has not been able to adopt the database's phase; see its log");
    }
    if (!first || !session.restarts()) {
      throw surfaced(refused, "its transaction has to be repeated");
    }
  }

  private static SQLException surfaced(SQLException e, String what) {
    String message =
        "the phase of the migration has changed since this transaction began: "
            + what
            + " ("
            + Refusal.firstLine(e)
            + ")";
    return e instanceof BatchUpdateException batch
        ? new BatchUpdateException(
            message, STATE, batch.getErrorCode(), batch.getUpdateCounts(), batch)
        : new SQLTransactionRollbackException(message, STATE, e.getErrorCode(), e);
  }
}
