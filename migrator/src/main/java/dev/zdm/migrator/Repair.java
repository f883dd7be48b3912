package dev.zdm.migrator;

import dev.zdm.driver.ledger.Failure;
import dev.zdm.driver.ledger.Ledger.Entry;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.driver.ledger.LedgerDrain.Outcome;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes v2 equal to what the mapping makes of v1: first the keys that the ledger lists, then those
 * that a comparison finds, until nothing is left or nothing more can be done. A key that v2 goes on
 * refusing stays in the ledger with its newest reason. Runs beside live writes. Not safe for use by
 * several threads.
 */
public final class Repair {
  private static final int BATCH = 200;
  private static final int ROUNDS = 10;

  /** An application that has seen v2 refuse its writes asks it again once a second. */
  private static final int PAUSE_MILLIS = 250;

  /** The outcome for all tables. */
  public record Result(List<TableResult> tables, Duration elapsed) {
    /** Whether v2 took every key and a last comparison found no difference. */
    public boolean clean() {
      return tables.stream().allMatch(t -> t.refused().isEmpty() && t.differencesLeft() == 0);
    }
  }

  /**
   * The outcome for one table.
   *
   * @param fromLedger the ledger entries that were worked off
   * @param fromComparison the differing keys that were copied
   * @param refused the keys (JSON objects) that v2 does not take, with the reason
   * @param differencesLeft the keys that the last comparison found to differ
   */
  public record TableResult(
      TableName table,
      long fromLedger,
      long fromComparison,
      Map<String, String> refused,
      long differencesLeft) {}

  private final Migration migration;

  public Repair(Migration migration) {
    this.migration = migration;
  }

  /** Repairs every table of the mapping, one after the other. */
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
    List<TableResult> results = new ArrayList<>();
    try (Session session = migration.openToCopy()) {
      for (MappedTable table : migration.mapping().tables()) {
        TableRepair repair = new TableRepair(session, table);
        repair.drain();
        repair.retryRefused();
        results.add(repair.result(compare ? repair.copyDiffering() : 0));
      }
    }
    return new Result(results, Duration.ofNanos(System.nanoTime() - begun));
  }

  private final class TableRepair {
    private final Session session;
    private final MappedTable table;
    private final LedgerDrain drain;
    private final Map<String, String> refused = new LinkedHashMap<>();
    private long fromLedger;
    private long fromComparison;

    TableRepair(Session session, MappedTable table) {
      this.session = session;
      this.table = table;
      this.drain =
          new LedgerDrain(migration.mapping(), table, Roles.V1_FIRST, session.transactions());
    }

    TableResult result(int differencesLeft) {
      return new TableResult(
          table.v1(), fromLedger, fromComparison, Map.copyOf(refused), differencesLeft);
    }

    /** Copies what differs until nothing does, or only what v2 refuses; gives how many do. */
    int copyDiffering() throws SQLException {
      Set<String> differing = differing();
      for (int round = 0; round < ROUNDS && !refused.keySet().containsAll(differing); round++) {
        if (round > 0) {
          Session.sleep(PAUSE_MILLIS);
        }
        differing.removeAll(refused.keySet());
        copyBatches(new ArrayList<>(differing));
        drain();
        retryRefused();
        differing = differing();
      }
      return differing.size();
    }

    /** Works off the ledger until it holds nothing but keys that v2 refused in this run. */
    void drain() throws SQLException {
      long last = LedgerDrain.START;
      while (true) {
        List<Entry> entries = drain.after(last, BATCH);
        if (entries.isEmpty()) {
          return;
        }
        last = entries.get(entries.size() - 1).id();
        copyListed(entries.stream().filter(e -> !refused.containsKey(e.key())).toList());
      }
    }

    /**
     * Tries the refused keys again as long as that makes them fewer: a unique value may have been
     * in the way of one that another key has given up since.
     */
    void retryRefused() throws SQLException {
      int before = Integer.MAX_VALUE;
      while (!refused.isEmpty() && refused.size() < before) {
        before = refused.size();
        refused.clear();
        drain(); // each refused key has an entry
      }
    }

    private void copyListed(List<Entry> entries) throws SQLException {
      List<Entry> left = new ArrayList<>(entries);
      session.patiently(
          () -> {
            Outcome outcome = drain.copy(left);
            int before = left.size();
            left.removeIf(e -> outcome.copied().contains(e.key()));
            fromLedger += before - left.size();
            return refuse(outcome);
          });
    }

    private void copyBatches(List<String> keys) throws SQLException {
      for (int from = 0; from < keys.size(); from += BATCH) {
        List<String> left =
            new ArrayList<>(keys.subList(from, Math.min(keys.size(), from + BATCH)));
        session.patiently(
            () -> {
              Outcome outcome = drain.copyKeys(left);
              left.removeAll(outcome.copied());
              fromComparison += outcome.copied().size();
              return refuse(outcome);
            });
      }
    }

    /** Remembers what v2 refuses; what met a lock is thrown, to be done again. */
    private int refuse(Outcome outcome) throws SQLException {
      for (Map.Entry<String, SQLException> failure : outcome.failed().entrySet()) {
        if (Failure.of(session.dialect(), failure.getValue()) != Failure.REFUSED) {
          throw failure.getValue();
        }
        refused.put(failure.getKey(), Reason.of(failure.getValue()));
      }
      return refused.size();
    }

    private Set<String> differing() throws SQLException {
      Verification verification = new Verification(migration, 0);
      Taints taints = new Taints(migration, table);
      Set<String> differing =
          session.snapshot(
              connection -> {
                taints.read(connection);
                Set<String> keys = new LinkedHashSet<>();
                verification.differences(connection, table, d -> keys.add(d.key()));
                return keys;
              });
      if (differing.isEmpty()) {
        taints.lift(session);
      }
      return differing;
    }
  }
}
