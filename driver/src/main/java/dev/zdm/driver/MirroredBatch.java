package dev.zdm.driver;

import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.plan.Plan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The execution of a prepared batch on PostgreSQL: the application's batch, and behind it one copy
 * of all the rows that it touched, in the same transaction. In autocommit that is one of zdm's own,
 * which the driver begins with the batch's first entry and the copy's string ends.
 */
final class MirroredBatch {
  private final Session session;
  private final Epoch epoch;
  private final Plan.Write write;
  private final MappedTable table;
  private final boolean hidden;
  private final boolean fails;

  MirroredBatch(Session session, Epoch epoch, Plan.Write write) {
    this.session = session;
    this.epoch = epoch;
    this.write = write;
    this.table = write.table();
    this.hidden = !session.inTransaction();
    this.fails = epoch.failure(table) == FailurePolicy.FAIL;
  }

  /**
   * @param entries how many were added
   */
  <T> T run(BatchKeys keys, BatchKeys.Runner<T> runner, int entries) throws SQLException {
    if (hidden && DeferredCopy.asks(write)) {
      // the copy is that of a long transaction, which this one then is
      return session
          .hidden()
          .around(() -> new MirroredBatch(session, epoch, write).run(keys, runner, entries));
    }
    return WholeWrite.of(session, () -> both(keys, runner, entries));
  }

  private <T> T both(BatchKeys keys, BatchKeys.Runner<T> runner, int entries) throws SQLException {
    if (hidden) {
      session.hidden().begin();
    }
    Throwable failure = null;
    try {
      T counts = keys.execute(runner);
      copy(keys.touched(), entries);
      return counts;
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      if (hidden) {
        session.hidden().end(failure);
      }
    }
  }

  private void copy(KeyList touched, int entries) throws SQLException {
    if (touched.isEmpty()) {
      if (hidden) {
        session.hidden().commit();
      }
      return;
    }
    Isolation isolation = hidden ? Isolation.SAVEPOINT : session.deferred().next(epoch, write);
    if (isolation == Isolation.DEFERRED || isolation == Isolation.RECORDED) {
      session.own().update(sql().note(), touched.json());
      session.deferred().settle(epoch, write);
      return;
    }
    if (session.skips(epoch, write)) {
      Refusal.skipped(session, table);
      owe(touched, Streaks.NOT_ASKED);
      if (hidden) {
        session.hidden().commit();
      }
      return;
    }
    boolean commits = hidden && !session.sending().apart();
    BehindSavepoint copy = new BehindSavepoint(session, epoch.limits(table), commits);
    long start = System.nanoTime();
    SQLException failure = copy.run(parts(true), 1, touched.json());
    if (failure != null && Blame.isUnseen(failure)) {
      copy.undo(failure);
      Refusal.skipped(session, table);
      failure = copy.run(parts(false), 1, touched.json());
    }
    session
        .database()
        .meters()
        .mirrored(table, write.operation(), System.nanoTime() - start, failure != null);
    if (failure != null) {
      settle(copy, touched, failure, entries);
      return;
    }
    session.database().streaks().succeeded(table);
    if (hidden && !commits) {
      commit(entries);
    }
  }

  /**
   * @param seesAll whether it is an error if a deleted row was not seen on v2
   */
  private List<String> parts(boolean seesAll) {
    if (write.mirroring().keepsRows()) {
      return List.of(sql().upsertGiven());
    }
    BulkCopySql sql = sql();
    List<String> parts = new ArrayList<>();
    parts.add(sql.note());
    parts.addAll(sql.deletes());
    parts.addAll(sql.upserts());
    parts.addAll(sql.forgets());
    if (seesAll) {
      parts.add(sql.noneStays());
    }
    return parts;
  }

  private void owe(KeyList touched, String reason) throws SQLException {
    TableMirror mirror = Objects.requireNonNull(epoch.mirror()).of(table);
    mirror.copier().owe(session.own(), touched.json(), reason);
  }

  private BulkCopySql sql() {
    return BulkCopySql.of(Objects.requireNonNull(epoch.mirror()).mapping(), table);
  }

  private void settle(BehindSavepoint copy, KeyList touched, SQLException failure, int entries)
      throws SQLException {
    if (Blame.isTheApplications(failure)) {
      throw failure;
    }
    if (fails) {
      // the transaction stays failed, so that v1's half cannot be committed alone
      Refusal.byFollower(epoch, table, failure);
    }
    try {
      copy.undo(failure);
    } catch (SQLException e) {
      throw FailedBatch.atCommit(entries, e);
    }
    owe(touched, Reason.of(failure));
    Refusal.inLedger(session, table, failure);
    if (hidden) {
      session.hidden().commit();
    } else {
      copy.release();
    }
  }

  private void commit(int entries) throws SQLException {
    try {
      session.hidden().commit();
    } catch (SQLException e) {
      throw FailedBatch.atCommit(entries, e);
    }
  }
}
