package dev.zdm.driver;

import dev.zdm.driver.PostgresText.Frame;
import dev.zdm.driver.copy.RowCopier;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a write on PostgreSQL whose string has failed: v1's half is written for itself,
 * and its keys go into the ledger, or, by policy, neither is written. A lock that could not be had
 * in time is tried for once more, by v1 alone first.
 */
final class Settlement {
  private static final Log LOG = Log.of(Settlement.class);
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final EmbeddedWrite halves;
  private final Execution execution;
  private final Session session;
  private final Epoch epoch;
  private final Plan.Write write;
  private final Call<?> alone;
  private final boolean inTransaction;
  private final Sending sending;
  private boolean mirrored;

  /**
   * @param halves runs v1's half, with what else is asked of its rows
   * @param alone the application's own call, which writes v1 only
   */
  Settlement(
      EmbeddedWrite halves,
      Execution execution,
      Epoch epoch,
      Plan.Write write,
      Call<?> alone,
      boolean inTransaction,
      Sending sending) {
    this.halves = halves;
    this.execution = execution;
    this.session = execution.session();
    this.epoch = epoch;
    this.write = write;
    this.alone = alone;
    this.inTransaction = inTransaction;
    this.sending = sending;
  }

  /** Whether v2's half was written in the end. */
  boolean mirrored() {
    return mirrored;
  }

  /** The string failed and left nothing; now v1's half is written for itself. */
  Outcome settle(SQLException failure) throws SQLException {
    undoString();
    if (epoch.failure(write) == FailurePolicy.FAIL) {
      throwItsOwnError(failure);
      for (MappedTable table : write.tables()) {
        Refusal.byFollower(epoch, table, failure);
      }
    }
    Outcome outcome = Blame.isContention(failure) ? again() : null;
    if (outcome == null) {
      outcome = inLedger(failure);
      checkConstraints();
      hold(failure);
      if (!inTransaction) {
        session.own().execute("COMMIT");
      }
    }
    return outcome;
  }

  private void undoString() throws SQLException {
    if (inTransaction && sending.apart()) {
      WholeWrite.restart(session);
    } else {
      undo();
    }
  }

  /**
   * v1's half was to record its keys, and has failed.
   *
   * @return why, where it is not the application's own doing
   * @throws SQLException the application's own error
   */
  SQLException unrecorded(SQLException e) throws SQLException {
    if (LeftBehind.is(e)) {
      endOwnTransaction(e);
      return e;
    }
    surface(e);
    undoString();
    throwItsOwnError(e);
    return notRecorded(e, e);
  }

  /** What v1 would refuse at COMMIT it refuses now: then v2 has refused nothing that stands. */
  private void checkConstraints() throws SQLException {
    if (!inTransaction) {
      try {
        session.own().execute("SET CONSTRAINTS ALL IMMEDIATE");
      } catch (SQLException e) {
        endOwnTransaction(e);
        throw e;
      }
    }
  }

  /** v2 is not asked; its half is the ledger's. */
  Outcome skip() throws SQLException {
    write.tables().forEach(table -> Refusal.skipped(session, table));
    try {
      return halves.run(Half.LEDGER, sending.frame(inTransaction));
    } catch (SQLException e) {
      surface(e);
      undo();
      throwItsOwnError(e);
      throw notRecorded(e, e);
    }
  }

  /**
   * A lock could not be had, and the error does not say whose: v1's half once more, which waits for
   * as long as the application would, and only then v2's, by its keys.
   *
   * @return null if that is not possible; nothing of it stays then
   */
  private @Nullable Outcome again() throws SQLException {
    session.own().execute(inTransaction ? PostgresText.SAVEPOINT : "BEGIN");
    Outcome outcome;
    try {
      outcome = halves.run(Half.KEYS, Frame.NONE);
    } catch (SQLException e) {
      if (Blame.isContention(e)) {
        endOwnTransaction(e);
        throw e; // nobody but v1 was asked
      }
      surface(e);
      undo();
      return null;
    }
    copyKeys();
    try {
      session.own().execute(inTransaction ? PostgresText.RELEASE : "COMMIT");
      return outcome;
    } catch (SQLException e) {
      surface(e);
      undo();
      return null; // a constraint of v2's that is checked at the end, for all that is known
    }
  }

  /** v2's half by the keys that v1's left behind; or, if v2 refuses, the keys to the ledger. */
  private void copyKeys() throws SQLException {
    String copy = write.mirroring().copyOfKeys(epoch.limits(write));
    try {
      long unseen = sending.behindSavepoint(session.own(), copy);
      mirrored = true;
      if (unseen > 0) {
        write.tables().forEach(table -> Refusal.skipped(session, table));
      }
    } catch (SQLException e) {
      if (Blame.isTheApplications(e)) {
        endOwnTransaction(e);
        throw e;
      }
      undoToSavepoint();
      oweKeys(e);
      hold(e);
    }
  }

  private void hold(SQLException failure) {
    for (MappedTable table : write.tables()) {
      Refusal.inLedger(session, table, failure);
    }
  }

  private void oweKeys(SQLException failure) throws SQLException {
    try {
      boolean all = foundMore();
      for (Mirroring.Owed owed : write.mirroring().owed()) {
        if (owed.setting() != null) {
          owe(owed.table(), owed.setting(), Reason.of(failure));
        }
        if (owed.setting() == null || (owed.partial() && !all)) {
          session.taint(List.of(owed.table()), Reason.of(failure));
        }
      }
    } catch (SQLException e) {
      surface(e);
      undo();
      throw notRecorded(e, failure);
    }
  }

  private void owe(MappedTable table, String setting, String reason) throws SQLException {
    RowCopier copier = Objects.requireNonNull(epoch.mirror()).of(table).copier();
    String keys = "SELECT current_setting('" + setting + "')";
    try (ResultSet left = session.own().prepare(keys).executeQuery()) {
      left.next();
      copier.owe(session.own(), left.getString(1), reason);
    }
  }

  /** Whether all keys are known, those among them that only v2 can tell. */
  private boolean foundMore() throws SQLException {
    String more = write.mirroring().moreKeys(epoch.limits(write));
    if (more.isEmpty()) {
      return true;
    }
    try {
      sending.behindSavepoint(session.own(), more);
      return true;
    } catch (SQLException e) {
      if (Blame.isTheApplications(e)) {
        throw e;
      }
      undoToSavepoint();
      LOG.debug("v2 could not tell which rows a cascade touches: " + Reason.of(e));
      return false;
    }
  }

  private Outcome inLedger(SQLException failure) throws SQLException {
    try {
      if (!inTransaction) {
        session.own().execute("BEGIN");
      }
      Refusal.giveReason(session, failure);
      return halves.run(Half.LEDGER, inTransaction ? sending.frame(true) : Frame.NONE);
    } catch (SQLException e) {
      surface(e);
      undo();
      throwItsOwnError(e);
      throw notRecorded(e, failure);
    }
  }

  /**
   * Throws what is the application's to know, whatever v2 does. A transaction whose snapshot no
   * longer serves is one of them, once v1 alone has met it.
   */
  private void surface(SQLException e) throws SQLException {
    if (Blame.isTheApplications(e) || Blame.isSerialization(e)) {
      endOwnTransaction(e);
      throw e;
    }
  }

  private SQLException notRecorded(SQLException e, SQLException failure) {
    String why =
        INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
            ? "because this role lacks a privilege that mirroring needs: SELECT on "
                + write.table().v1()
                + " (its rows are read by RETURNING), SELECT, INSERT, UPDATE and DELETE on "
                + write.table().v2()
                + ", or INSERT on "
            : "because %s refused its half and its keys could not be recorded in "
                .formatted(epoch.roles().follower());
    return new SQLException(
        "zdm wrote nothing, "
            + why
            + execution.mapping(epoch).ledger()
            + ": "
            + Refusal.firstLine(e),
        e.getSQLState(),
        failure);
  }

  /** The application is in autocommit and must not find itself in a transaction. */
  void endOwnTransaction(Throwable failure) {
    if (!inTransaction) {
      try {
        undo();
      } catch (SQLException e) {
        failure.addSuppressed(e); // the connection is gone, and the transaction with it
      }
    }
  }

  /** Back to before the write. */
  private void undo() throws SQLException {
    if (inTransaction) {
      undoToSavepoint();
    } else {
      session.own().execute("ROLLBACK"); // outside a transaction, a warning and nothing else
    }
  }

  private void undoToSavepoint() throws SQLException {
    sending.undo(session.own());
  }

  /**
   * Runs the application's own call where nothing of it can stay. If it fails, that is what the
   * application would have seen, and a transaction of its own is failed as it would have been.
   */
  void throwItsOwnError(SQLException other) throws SQLException {
    session.own().execute(inTransaction ? PostgresText.SAVEPOINT : "BEGIN");
    execution.running(execution.own());
    try {
      alone.run();
    } catch (SQLException e) {
      endOwnTransaction(e);
      throw e;
    }
    undo();
    LOG.debug("the write passes alone; what failed beside it: " + Reason.of(other));
  }
}
