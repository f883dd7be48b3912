package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Plan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

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
  private final Mirror mirror;
  private final Plan.TracedWrite write;
  private final boolean hidden;
  private final boolean undoable;
  private long noted;

  TracedWrite(Session session, Epoch epoch, Plan.TracedWrite write) {
    this.session = session;
    this.own = session.own();
    this.epoch = epoch;
    this.mirror = Objects.requireNonNull(epoch.mirror());
    this.write = write;
    this.hidden = !session.inTransaction();
    this.undoable = !hidden && epoch.settings().mayFailWhole();
  }

  /** Before the application's own call. Reads nothing, so that the call is the first to lock. */
  void begin() throws SQLException {
    if (hidden) {
      own.run("BEGIN");
    } else if (undoable) {
      own.run("SAVEPOINT " + WHOLE);
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
      if (hidden) {
        own.run("COMMIT");
      } else if (undoable) {
        own.run("RELEASE " + WHOLE);
      }
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
      if (hidden) {
        own.run("COMMIT");
      } else if (undoable) {
        own.run("RELEASE " + WHOLE);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
      undo(failure);
    }
    return failure;
  }

  private void undo(SQLException failure) {
    try {
      if (hidden) {
        own.run("ROLLBACK");
      } else if (undoable) {
        own.run("ROLLBACK TO " + WHOLE);
        own.run("RELEASE " + WHOLE);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e); // SQLite has ended the transaction itself
    }
  }

  private void copyTouched() throws SQLException {
    Tracing.Counters counters = session.tracing().counters();
    boolean touched = false;
    for (TableMirror table : mirror.tables()) {
      touched |= copyTouched(table);
    }
    if (touched) {
      session.tracing().restore(counters);
    }
  }

  private boolean copyTouched(TableMirror table) throws SQLException {
    String keys;
    PreparedStatement touched = own.prepare(table.touched());
    try (ResultSet row = touched.executeQuery()) {
      if (!row.next() || row.getLong(2) == 0) {
        return false;
      }
      keys = row.getString(1);
      noted += row.getLong(3);
    }
    own.prepare(table.forget()).executeUpdate();
    own.run("SAVEPOINT zdm");
    long start = System.nanoTime();
    boolean failed = true;
    try {
      table.copier().copyLocked(own, keys);
      failed = false;
    } catch (SQLException e) {
      if (Blame.isTheApplications(e)) {
        throw e; // an interrupt has ended the transaction, and the savepoint with it
      }
      own.run("ROLLBACK TO zdm");
      refused(table, keys, e);
    } finally {
      session
          .database()
          .meters()
          .mirrored(table.table(), write.operation(), System.nanoTime() - start, failed);
    }
    own.run("RELEASE zdm");
    return true;
  }

  private void refused(TableMirror mirrored, String keys, SQLException failure)
      throws SQLException {
    MappedTable table = mirrored.table();
    Refusal.byV2(epoch, table, failure);
    mirrored.copier().owe(own, keys, Reason.of(failure));
    Refusal.inLedger(session, table, failure);
  }
}
