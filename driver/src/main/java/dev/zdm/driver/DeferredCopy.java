package dev.zdm.driver;

import dev.zdm.driver.copy.ProvidedValues;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.copy.ProvidedSql;
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
import java.util.Optional;
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
    boolean asks = asks(write);
    boolean savepoint = isolated < ISOLATED;
    if (savepoint) {
      isolated++;
    }
    if (savepoint && !asks && tables.isEmpty()) {
      return Isolation.SAVEPOINT;
    }
    boolean fails = epoch.failure(write) == FailurePolicy.FAIL;
    if ((asks || !fails) && !carriesOn(epoch, write)) {
      tables.add(write.table());
      return savepoint ? Isolation.RECORDED : Isolation.DEFERRED;
    }
    copy(); // the rows that it reaches or refers to on v2 must be there
    return fails && !savepoint ? Isolation.NONE : Isolation.SAVEPOINT;
  }

  /** How a write in autocommit is kept apart from what it needs besides. */
  static Isolation alone(Epoch epoch, Plan.Write write) {
    return asks(write) && !carriesOn(epoch, write) ? Isolation.RECORDED : Isolation.SAVEPOINT;
  }

  /** Whether v2's half of the write has to wait for a program's values. */
  static boolean asks(Plan.Write write) {
    return write.mirroring() instanceof KeyedMirroring mirroring && mirroring.asks();
  }

  /** A write has recorded its keys. */
  void record(Plan.Write write) {
    tables.add(write.table());
  }

  /** Copies what a write has recorded at once where v2 may fail it by policy. */
  void settle(Epoch epoch, Plan.Write write) throws SQLException {
    if (epoch.failure(write) == FailurePolicy.FAIL) {
      copy();
    }
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
   *
   * @return whether it has committed
   */
  boolean copyAndCommit() throws SQLException {
    return !tables.isEmpty() && copy(!session.sending().apart());
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

  /**
   * @return whether it has committed
   */
  private boolean copy(boolean commits) throws SQLException {
    Epoch epoch = session.begin();
    Mirror mirror = Objects.requireNonNull(epoch.mirror());
    List<MappedTable> now = mirror.mapping().tables().stream().filter(tables::contains).toList();
    Optional<String> provided;
    try {
      provided = provided(mirror.mapping(), now);
    } catch (SQLException e) {
      if (FAILED_TRANSACTION.equals(e.getSQLState())) {
        return false; // the application's own way to end it says so
      }
      throw e;
    }
    BehindSavepoint copy = new BehindSavepoint(session, epoch.limits(now.get(0)), commits);
    boolean deletesFirst = true;
    SQLException failure = attempt(copy, mirror.mapping(), now, provided, deletesFirst, true);
    if (failure != null && REFERENCE.equals(failure.getSQLState())) {
      copy.undo(failure);
      deletesFirst = false;
      failure = attempt(copy, mirror.mapping(), now, provided, deletesFirst, true);
    }
    if (failure != null && Blame.isUnseen(failure)) {
      copy.undo(failure);
      now.forEach(table -> Refusal.skipped(session, table));
      failure = attempt(copy, mirror.mapping(), now, provided, deletesFirst, false);
    }
    if (failure != null && FAILED_TRANSACTION.equals(failure.getSQLState())) {
      return false; // the application's own way to end it says so
    }
    if (failure != null) {
      // by policy the transaction stays failed, so that v1's half cannot be committed alone
      for (MappedTable table : now) {
        Refusal.byFollower(epoch, table, failure);
      }
      copy.undo(failure);
      left();
      stays(mirror.mapping(), now, failure);
    }
    left();
    return commits && failure == null;
  }

  /** Hands over what programs give for the rows that are recorded; empty if none is asked. */
  private Optional<String> provided(Mapping mapping, List<MappedTable> copied) throws SQLException {
    ProvidedValues values = new ProvidedValues();
    boolean asked = false;
    for (MappedTable table : copied) {
      Optional<String> inputs = BulkCopySql.of(mapping, table).inputs();
      if (inputs.isPresent()) {
        asked = true;
        values.ask(table, session.own().query(inputs.get(), List.of()));
      }
    }
    return asked ? Optional.of(ProvidedSql.hand(values.json())) : Optional.empty();
  }

  private @Nullable SQLException attempt(
      BehindSavepoint copy,
      Mapping mapping,
      List<MappedTable> copied,
      Optional<String> provided,
      boolean deletesFirst,
      boolean seesAll)
      throws SQLException {
    long start = System.nanoTime();
    SQLException failure = copy.run(parts(mapping, copied, provided, deletesFirst, seesAll));
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
      Mapping mapping,
      List<MappedTable> parentsFirst,
      Optional<String> provided,
      boolean deletesFirst,
      boolean seesAll) {
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
    provided.ifPresent(parts::add);
    parts.addAll(deletesFirst ? deletes : upserts);
    parts.addAll(deletesFirst ? upserts : deletes);
    parts.addAll(forgets);
    return parts;
  }
}
