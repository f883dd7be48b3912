package dev.zdm.driver;

import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mirroring.KeyedMirroring;
import dev.zdm.rewriter.plan.Plan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mirrored writes of one transaction on PostgreSQL beyond those that may take a savepoint each:
 * their keys are in the ledger, and their v2 rows are derived together before the transaction ends.
 * A rollback to a savepoint of the application's forgets the keys by itself, and keys that nothing
 * has copied are left to the ledger's relay.
 */
final class DeferredCopy {
  /** Beyond 64 subtransactions that wrote, the server looks for them on its disk. */
  private static final int ISOLATED = 32;

  private static final String FAILED_TRANSACTION = "25P02";
  private static final String REFERENCE = "23503";

  private final Session session;
  private final Set<MappedTable> tables = new LinkedHashSet<>();

  /** Were copied in this transaction; a rollback to a savepoint takes that back. */
  private final Set<MappedTable> copied = new LinkedHashSet<>();

  private int isolated;

  DeferredCopy(Session session) {
    this.session = session;
  }

  /**
   * How the next write of the transaction that is open is kept apart from it. To be asked once for
   * each write.
   */
  Isolation next(Epoch epoch, Plan.Write write) throws SQLException {
    if (isolated < ISOLATED) {
      isolated++;
      return Isolation.SAVEPOINT;
    }
    boolean fails = epoch.failure(write) == FailurePolicy.FAIL;
    if (!fails && !carriesOn(epoch, write)) {
      tables.add(write.table());
      return Isolation.DEFERRED;
    }
    copy(); // the rows that it reaches or refers to on v2 must be there
    return fails ? Isolation.NONE : Isolation.SAVEPOINT;
  }

  /** Whether the database carries it on into rows that a later copy would not know of. */
  private static boolean carriesOn(Epoch epoch, Plan.Write write) {
    if (!(write.mirroring() instanceof KeyedMirroring mirroring)) {
      return true;
    }
    boolean gone = write.operation() == Operation.DELETE || mirroring.changesKey();
    return gone
        && Objects.requireNonNull(epoch.mirror()).facts().cascading().contains(write.table().v1());
  }

  /**
   * Copies what is recorded and commits, in one string; leaves nothing where it cannot commit.
   * Where COMMIT may not stand in a string, it is left to the caller's own, which follows.
   */
  void copyAndCommit() throws SQLException {
    if (!tables.isEmpty()) {
      copy(!session.sending().apart());
    }
  }

  /** Copies what is recorded; the transaction goes on. */
  void copy() throws SQLException {
    if (!tables.isEmpty()) {
      copy(false);
    }
  }

  /** Whether v2 lacks what this transaction has written to the table. */
  boolean holds(MappedTable table) {
    return !tables.isEmpty() && tables.contains(table);
  }

  /** The transaction has ended. */
  void ended() {
    isolated = 0;
    tables.clear();
    copied.clear();
  }

  /** The transaction may have gone back to a savepoint, and its keys are recorded once more. */
  void rolledBack() {
    tables.addAll(copied);
  }

  private void left() {
    copied.addAll(tables);
    tables.clear();
  }

  private void copy(boolean commits) throws SQLException {
    Epoch epoch = session.begin();
    Mirror mirror = Objects.requireNonNull(epoch.mirror());
    List<MappedTable> now = mirror.mapping().tables().stream().filter(tables::contains).toList();
    BehindSavepoint copy = new BehindSavepoint(session, epoch.limits(now.get(0)), commits);
    boolean deletesFirst = true;
    SQLException failure = attempt(copy, mirror.mapping(), now, deletesFirst, true);
    if (failure != null && REFERENCE.equals(failure.getSQLState())) {
      copy.undo(failure);
      deletesFirst = false;
      failure = attempt(copy, mirror.mapping(), now, deletesFirst, true);
    }
    if (failure != null && Blame.isUnseen(failure)) {
      copy.undo(failure);
      now.forEach(table -> Refusal.skipped(session, table));
      failure = attempt(copy, mirror.mapping(), now, deletesFirst, false);
    }
    if (failure != null && FAILED_TRANSACTION.equals(failure.getSQLState())) {
      return; // the application's own way to end it says so
    }
    if (failure != null) {
      copy.undo(failure);
      left();
      stays(mirror.mapping(), now, failure);
    }
    left();
  }

  private @Nullable SQLException attempt(
      BehindSavepoint copy,
      Mapping mapping,
      List<MappedTable> copied,
      boolean deletesFirst,
      boolean seesAll)
      throws SQLException {
    long start = System.nanoTime();
    SQLException failure = copy.run(parts(mapping, copied, deletesFirst, seesAll));
    long nanos = System.nanoTime() - start;
    for (MappedTable table : copied) {
      session.database().meters().mirrored(table, Operation.OTHER, nanos, failure != null);
    }
    return failure;
  }

  private void stays(Mapping mapping, List<MappedTable> owed, SQLException failure)
      throws SQLException {
    session.own().execute(BulkCopySql.stay(mapping, Reason.of(failure)));
    for (MappedTable table : owed) {
      Refusal.inLedger(session, table, failure);
    }
  }

  /**
   * @param deletesFirst because they may free a value that is unique; last, because a row that is
   *     kept may refer to them until it is written
   * @param seesAll whether it is an error if a deleted row was not seen on v2
   */
  private static List<String> parts(
      Mapping mapping, List<MappedTable> parentsFirst, boolean deletesFirst, boolean seesAll) {
    List<String> deletes = new ArrayList<>();
    List<String> upserts = new ArrayList<>();
    List<String> forgets = new ArrayList<>();
    for (MappedTable table : parentsFirst) {
      BulkCopySql sql = BulkCopySql.of(mapping, table);
      deletes.addAll(0, sql.deletes());
      upserts.addAll(sql.upserts());
      forgets.addAll(sql.forgets());
      if (seesAll) {
        forgets.add(sql.noneStays());
      }
    }
    List<String> parts = new ArrayList<>();
    parts.addAll(deletesFirst ? deletes : upserts);
    parts.addAll(deletesFirst ? upserts : deletes);
    parts.addAll(forgets);
    return parts;
  }
}
