package dev.zdm.driver;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.plan.Plan;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A write that cannot be mirrored and that by policy runs on v1 as the application wrote it: what
 * it may write is tainted in the same transaction. On SQLite what the triggers see of it is
 * mirrored nevertheless.
 */
final class UnmirroredWrite {
  private final Session session;
  private final Plan.Unsupported plan;
  private final boolean hidden;
  private final @Nullable TracedWrite traced;

  UnmirroredWrite(Session session, Epoch epoch, Plan.Unsupported plan) {
    this.session = session;
    this.plan = plan;
    this.hidden = !session.inTransaction();
    this.traced =
        session.database().dialect() == Dialect.SQLITE
            ? new TracedWrite(session, epoch, Operation.OTHER)
            : null;
  }

  /** Before the application's own call. */
  void begin() throws SQLException {
    if (traced != null) {
      traced.begin();
    } else if (hidden) {
      session.own().execute("BEGIN");
    }
    try {
      session.taint(plan.reaches(), plan.reason());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Reads the rows that it gave, where they would keep SQLite's transaction open. */
  <T> @Nullable ReturnedRows returned(Ask<T> ask, T answer, Execution execution)
      throws SQLException {
    return traced == null ? null : traced.returned(ask, answer, execution);
  }

  /**
   * After it has succeeded.
   *
   * @return how many rows zdm's triggers wrote beside it
   */
  long complete() throws SQLException {
    if (traced != null) {
      return traced.complete();
    }
    if (hidden) {
      session.own().execute("COMMIT");
    }
    return 0;
  }

  /**
   * After it has failed. In a transaction of the application's the taint stays: a part of the write
   * may.
   *
   * @return the application's error
   */
  SQLException failed(SQLException failure) {
    if (traced != null) {
      return traced.failed(failure);
    }
    undo(failure);
    return failure;
  }

  /** Undoes all of it where the transaction is zdm's. */
  void undo(Throwable failure) {
    if (traced != null) {
      traced.undo(failure);
      return;
    }
    try {
      if (hidden) {
        session.own().execute("ROLLBACK");
      }
    } catch (SQLException e) {
      failure.addSuppressed(e); // the connection is gone, and the transaction with it
    }
  }
}
