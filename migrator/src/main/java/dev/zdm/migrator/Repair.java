package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes the side that follows equal to what the mapping makes of the one that answers: v2 to v1's,
 * and in phase {@code v2-primary} v1 to v2's. First the keys that the ledger lists, then those that
 * a comparison finds, until nothing is left or nothing more can be done. A key that the follower
 * goes on refusing stays in the ledger with its newest reason. Runs beside live writes. Not safe
 * for use by several threads.
 */
public final class Repair {
  private static final int ROUNDS = 10;

  /** Some hundred bytes each. */
  private static final int MOST = 500_000;

  /** An application that has seen v2 refuse its writes asks it again once a second. */
  private static final int PAUSE_MILLIS = 250;

  /** The outcome for all tables. */
  public record Result(List<TableResult> tables, Duration elapsed) {
    /** Whether every key was taken and a last comparison found no difference. */
    public boolean clean() {
      return tables.stream().allMatch(t -> t.refused().isEmpty() && t.differencesLeft() == 0);
    }
  }

  /**
   * The outcome for one table.
   *
   * @param fromLedger the ledger entries that were worked off
   * @param fromComparison the differing keys that were copied
   * @param refused the keys (JSON objects) that are not taken, with the reason
   * @param differencesLeft the keys that the last comparison found to differ
   * @param unequal the first of those that were taken and differ all the same
   */
  public record TableResult(
      TableName table,
      long fromLedger,
      long fromComparison,
      Map<String, String> refused,
      long differencesLeft,
      List<Verification.Difference> unequal) {}

  private final Migration migration;
  private final Consumer<Progress> progress;
  private final int most;

  public Repair(Migration migration) {
    this(migration, progress -> {});
  }

  /**
   * @param progress is told after each transaction that has copied what differs
   */
  public Repair(Migration migration, Consumer<Progress> progress) {
    this(migration, progress, MOST);
  }

  /**
   * @param most how many keys of a table that differ are held at once
   */
  Repair(Migration migration, Consumer<Progress> progress, int most) {
    this.migration = migration;
    this.progress = progress;
    this.most = most;
  }

  /** Repairs every table of the mapping. */
  public Result run() throws SQLException {
    return run(true);
  }

  /**
   * Works off the ledger alone. Keys that differ without being in it stay as they are, and nothing
   * is compared: {@code differencesLeft} is 0.
   */
  public Result drainLedger() throws SQLException {
    return run(false);
  }

  private Result run(boolean compare) throws SQLException {
    long begun = System.nanoTime();
    Roles roles = migration.roles();
    List<TableRepair> tables = new ArrayList<>();
    try (Session session = migration.openToCopy(roles)) {
      for (MappedTable table : migration.mapping().tables()) {
        tables.add(new TableRepair(migration, session, table, roles, progress, most));
      }
      drain(tables);
      if (compare) {
        makeEqual(tables, session);
      }
    }
    return new Result(
        tables.stream().map(TableRepair::result).toList(),
        Duration.ofNanos(System.nanoTime() - begun));
  }

  /** Rounds of comparing and copying, until one of them has nothing to copy. */
  private static void makeEqual(List<TableRepair> tables, Session session) throws SQLException {
    int rounds = 0;
    boolean copied = true;
    while (copied) {
      for (TableRepair table : tables) {
        table.compare();
      }
      copied = rounds < ROUNDS && copy(tables);
      if (copied) {
        drain(tables);
        if (tables.stream().noneMatch(TableRepair::hasMore)) {
          rounds++;
          Session.sleep(PAUSE_MILLIS);
        }
      }
    }
    // only now: what is removed from one table may take rows of another with it
    for (TableRepair table : tables) {
      table.lift(session);
    }
  }

  /**
   * Copies what differs: rows that are to go first, children before their parents, so that neither
   * a foreign key nor a unique value of theirs is in the way of those that come.
   *
   * @return whether there was anything that had not been refused
   */
  private static boolean copy(List<TableRepair> tables) throws SQLException {
    List<TableRepair> childrenFirst = new ArrayList<>(tables);
    Collections.reverse(childrenFirst);
    boolean any = false;
    for (TableRepair table : childrenFirst) {
      any |= table.copyGone();
    }
    for (TableRepair table : tables) {
      any |= table.copyPresent();
    }
    return any;
  }

  /**
   * Works off the ledger. Tries refused keys again as long as that makes them fewer: what was in
   * the way of one, a unique value or a foreign key, another may have given up since.
   */
  private static void drain(List<TableRepair> tables) throws SQLException {
    for (TableRepair table : tables) {
      table.drain();
    }
    long before = Long.MAX_VALUE;
    long refused = refused(tables);
    while (refused > 0 && refused < before) {
      before = refused;
      for (TableRepair table : tables) {
        table.retryRefused();
      }
      refused = refused(tables);
    }
  }

  private static long refused(List<TableRepair> tables) {
    return tables.stream().mapToLong(TableRepair::refused).sum();
  }
}
