package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A write on SQLite: the application's own call runs in a transaction, the triggers note the keys
 * that it touches, and their v2 rows are derived anew before the transaction ends. If v2 refuses
 * them, they go into the ledger, or, by policy, everything is undone.
 */
final class TracedWrite {
  private static final String WHOLE = "zdm_whole";

  private final Session session;
  private final OwnStatements own;
  private final Epoch epoch;
  private final Operation operation;
  private final boolean hidden;
  private long noted;
  private Tracing.@Nullable Counters told;

  TracedWrite(Session session, Epoch epoch, Operation operation) {
    this.session = session;
    this.own = session.own();
    this.epoch = epoch;
    this.operation = operation;
    this.hidden = !session.inTransaction();
  }

  /** What the session's counters are to say in the end, where the statements that ran say else. */
  void tell(Tracing.Counters counters) {
    told = counters;
  }

  /** Before the application's own call. Reads nothing, so that the call is the first to lock. */
  void begin() throws SQLException {
    if (hidden) {
      own.run("BEGIN");
    } else {
      own.run("SAVEPOINT " + WHOLE);
    }
  }

  /** Reads the rows that it gave: left unread they would keep the transaction open. */
  <T> @Nullable ReturnedRows returned(Ask<T> ask, T answer, Execution execution)
      throws SQLException {
    try {
      return ask.returned(answer, execution);
    } catch (SQLException e) {
      undo(e);
      throw e;
    }
  }

  /**
   * After it has succeeded.
   *
   * @return how many rows the triggers wrote
   */
  long complete() throws SQLException {
    try {
      copyTouched();
      end();
      return noted;
    } catch (SQLException e) {
      undo(e);
      throw e;
    }
  }

  /**
   * After it has failed. What it did before it failed may stand (OR FAIL), and is copied.
   *
   * @return the application's error
   */
  SQLException failed(SQLException failure) {
    try {
      copyTouched();
      end();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      undo(failure);
    }
    return failure;
  }

  private void end() throws SQLException {
    own.run(hidden ? "COMMIT" : "RELEASE " + WHOLE);
  }

  /** Undoes all of it after a failure that is no answer of the database's. */
  void undo(Throwable failure) {
    try {
      if (hidden) {
        own.run("ROLLBACK");
      } else {
        own.run("ROLLBACK TO " + WHOLE);
        own.run("RELEASE " + WHOLE);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e); // SQLite has ended the transaction itself
    }
  }

  private void copyTouched() throws SQLException {
    Tracing.Touched touched = session.tracing().touched();
    if (touched == null) {
      if (passes()) {
        session.tracing().keepingCounters(() -> own.run(guard().passed()));
      }
      if (told != null) {
        session.tracing().settle(told);
      }
      return;
    }
    for (TouchedKeys keys : touched.keys()) {
      noted += keys.notes();
      copy(keys);
    }
    if (passes()) {
      own.run(guard().passed());
    }
    session.tracing().settle(told != null ? told : touched.counters());
  }

  /** Whether v1 may be guarded, so that it has to be said that zdm writes it. */
  boolean passes() {
    return epoch.roles() == Roles.V2_FIRST && session.database().control().isOrdered();
  }

  GuardSql guard() {
    return GuardSql.of(Objects.requireNonNull(epoch.mirror()).mapping());
  }

  private void copy(TouchedKeys keys) throws SQLException {
    MappedTable table = keys.table().table();
    if (session.skips(epoch, table)) {
      keys.table().copier().owe(own, keys.json(own), Streaks.NOT_ASKED);
      Refusal.skipped(session, table);
      return;
    }
    long start = System.nanoTime();
    boolean failed = true;
    try {
      keys.copy(own);
      failed = false;
      session.database().streaks().succeeded(table);
    } catch (SQLException e) {
      if (Blame.isTheApplications(e) || session.transactionIsGone()) {
        throw e; // what the ledger were told now would be kept without v1's row
      }
      refused(keys, e);
    } finally {
      session.database().meters().mirrored(table, operation, System.nanoTime() - start, failed);
    }
  }

  private void refused(TouchedKeys keys, SQLException failure) throws SQLException {
    MappedTable table = keys.table().table();
    Refusal.byFollower(epoch, table, failure);
    keys.table().copier().owe(own, keys.json(own), Reason.of(failure));
    Refusal.inLedger(session, table, failure);
  }
}
