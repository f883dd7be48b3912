package dev.zdm.migrator;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.TableName;
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
    try (Session session = migration.open()) {
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
    private final RowCopier copier;
    private final Map<String, String> refused = new LinkedHashMap<>();
    private long fromLedger;
    private long fromComparison;

    TableRepair(Session session, MappedTable table) {
      this.session = session;
      this.table = table;
      this.copier = new RowCopier(migration.mapping(), table);
    }

    TableResult result(int differencesLeft) {
      return new TableResult(
          table.v1(), fromLedger, fromComparison, Map.copyOf(refused), differencesLeft);
    }

    /** Copies what differs until nothing does, or only what v2 refuses; gives how many do. */
    int copyDiffering() throws SQLException {
      Set<String> differing = differing();
      for (int round = 0; round < ROUNDS && !refused.keySet().containsAll(differing); round++) {
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
      while (true) {
        int limit = BATCH + refused.size();
        // read before any row is locked: what is written to the ledger from now on stays there
        List<Ledger.Entry> entries =
            session.snapshot(c -> migration.ledger().oldest(c, table.v1(), limit));
        List<Ledger.Entry> fresh =
            entries.stream().filter(e -> !refused.containsKey(e.key())).toList();
        if (!fresh.isEmpty()) {
          copyListed(fresh);
        } else if (entries.size() < limit || !forgetRepeated(entries)) {
          return;
        }
      }
    }

    /** Of each key keeps the newest of these entries, so that what lies behind them is reached. */
    private boolean forgetRepeated(List<Ledger.Entry> entries) throws SQLException {
      Map<String, Ledger.Entry> newest = new LinkedHashMap<>();
      entries.forEach(e -> newest.put(e.key(), e));
      List<Ledger.Entry> repeated =
          entries.stream().filter(e -> !e.equals(newest.get(e.key()))).toList();
      session.write(
          connection -> {
            migration.ledger().delete(connection, repeated);
            return repeated;
          });
      return !repeated.isEmpty();
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

    private void copyListed(List<Ledger.Entry> entries) throws SQLException {
      Set<String> keys = new LinkedHashSet<>();
      entries.forEach(e -> keys.add(e.key()));
      try {
        session.write(
            connection -> {
              copier.copy(connection, KeyJson.array(keys));
              migration.ledger().delete(connection, entries);
              return keys;
            });
        fromLedger += entries.size();
      } catch (SQLException e) {
        if (Failure.of(session.dialect(), e) != Failure.REFUSED) {
          throw e;
        }
        refuseOrHalve(entries, keys, e);
      }
    }

    private void refuseOrHalve(List<Ledger.Entry> entries, Set<String> keys, SQLException error)
        throws SQLException {
      if (keys.size() == 1) {
        refuse(keys.iterator().next(), Failure.reason(error), entries);
        return;
      }
      Set<String> half = new LinkedHashSet<>(new ArrayList<>(keys).subList(0, keys.size() / 2));
      copyListed(entries.stream().filter(e -> half.contains(e.key())).toList());
      copyListed(entries.stream().filter(e -> !half.contains(e.key())).toList());
    }

    private void copyBatches(List<String> keys) throws SQLException {
      for (int from = 0; from < keys.size(); from += BATCH) {
        copyDirectly(keys.subList(from, Math.min(keys.size(), from + BATCH)));
      }
    }

    private void copyDirectly(List<String> keys) throws SQLException {
      try {
        session.write(
            connection -> {
              copier.copy(connection, KeyJson.array(keys));
              return keys;
            });
        fromComparison += keys.size();
      } catch (SQLException e) {
        if (Failure.of(session.dialect(), e) != Failure.REFUSED) {
          throw e;
        }
        if (keys.size() == 1) {
          refuse(keys.get(0), Failure.reason(e), List.of());
          return;
        }
        copyDirectly(keys.subList(0, keys.size() / 2));
        copyDirectly(keys.subList(keys.size() / 2, keys.size()));
      }
    }

    /** Leaves one entry for the key, with the newest reason, in place of those that were read. */
    private void refuse(String key, String reason, List<Ledger.Entry> read) throws SQLException {
      refused.put(key, reason);
      session.write(
          connection -> {
            migration.ledger().delete(connection, read);
            migration.ledger().add(connection, table, List.of(key), reason);
            return key;
          });
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
