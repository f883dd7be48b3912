package dev.zdm.driver;

import dev.zdm.driver.copy.OwnTransactions.ClaimedException;
import dev.zdm.driver.ledger.Failure;
import dev.zdm.driver.ledger.Ledger.Entry;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.driver.ledger.LedgerDrain.Outcome;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.logging.Log;
import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.MappedTable;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Works off one table's ledger entries, round by round. A key that fails waits longer and longer
 * before it is tried again, and the others go on. Used by the relay's thread.
 */
final class TableRelay {
  private static final Log LOG = Log.of(TableRelay.class);

  private static final int MOST_WAITING = 10_000;
  private static final int SHORTEST_PAUSE_MILLIS = 5;

  /** When one key gets through, all are tried again; not more often than this. */
  private static final long HOPE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final MappedTable table;
  private final LedgerDrain drain;
  private final Dialect dialect;
  private final int batch;
  private final Map<String, Waiting> waiting = new HashMap<>();
  private long hopedNanos = System.nanoTime() - HOPE_NANOS;
  private final Waiting whole = new Waiting();
  private boolean reported;

  /** A key that failed, or, where no key would fare better, the table. */
  private static final class Waiting {
    private final BackOff backOff = new BackOff(ThreadLocalRandom.current()::nextDouble);
    private long dueNanos = System.nanoTime();

    void failed() {
      backOff.failed();
      dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backOff.millis());
    }

    boolean isDue() {
      return System.nanoTime() - dueNanos >= 0;
    }
  }

  TableRelay(MappedTable table, LedgerDrain drain, Dialect dialect) {
    this.table = table;
    this.drain = drain;
    this.dialect = dialect;
    this.batch = dialect == Dialect.SQLITE ? 20 : 50; // SQLite's writers wait for the whole of it
  }

  /** The table's name in the ledger. */
  String name() {
    return table.v1().toString();
  }

  /** How many keys failed when they were last tried. */
  int waiting() {
    return waiting.size();
  }

  /**
   * Goes through the entries once, from the oldest to the newest.
   *
   * @return whether there were any
   * @throws SQLException if nothing can be done by this connection now
   */
  boolean round() throws SQLException {
    if (!whole.isDue()) {
      return true;
    }
    try {
      boolean any = sweep();
      whole.backOff.succeeded();
      return any;
    } catch (SQLException e) {
      if (e instanceof ClaimedException || Blame.isTheApplications(e)) {
        throw e;
      }
      whole.failed(); // v2's table is gone, say, or a right to it
      report(e);
      return true;
    }
  }

  private boolean sweep() throws SQLException {
    long last = 0;
    while (true) {
      List<Entry> entries = drain.after(last, batch);
      if (entries.isEmpty()) {
        break;
      }
      last = entries.get(entries.size() - 1).id();
      long begun = System.nanoTime();
      if (work(entries) && !rest(System.nanoTime() - begun)) {
        return false;
      }
    }
    if (last == 0) {
      waiting.clear(); // somebody else has copied them
      reported = false;
    }
    return last > 0;
  }

  /** As long as the work took, so that others get the locks too. */
  private static boolean rest(long nanos) {
    return Relay.pause(Math.max(SHORTEST_PAUSE_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  /** Whether there was anything to do. */
  private boolean work(List<Entry> entries) throws SQLException {
    List<Entry> due = entries.stream().filter(e -> isDue(e.key())).toList();
    List<Entry> later = entries.stream().filter(e -> !isDue(e.key())).toList();
    drain.forgetRepeated(later);
    if (due.isEmpty()) {
      return false;
    }
    Outcome outcome = drain.copy(due);
    boolean hope = false;
    for (String key : outcome.copied()) {
      hope |= waiting.remove(key) != null;
    }
    for (Map.Entry<String, SQLException> failed : outcome.failed().entrySet()) {
      waiting.computeIfAbsent(failed.getKey(), k -> new Waiting()).failed();
      report(failed.getValue());
    }
    if (hope && System.nanoTime() - hopedNanos >= HOPE_NANOS) {
      hopedNanos = System.nanoTime();
      waiting.values().forEach(w -> w.dueNanos = hopedNanos);
    }
    return true;
  }

  private boolean isDue(String key) {
    Waiting since = waiting.get(key);
    return since == null ? waiting.size() < MOST_WAITING : since.isDue();
  }

  private void report(SQLException failure) {
    if (!reported && Failure.of(dialect, failure) != Failure.TRANSIENT) {
      reported = true;
      LOG.warn(
          "v2 does not take rows of "
              + table.v1()
              + "; their keys stay in the ledger, with the reason, and are tried again: "
              + Reason.of(failure));
    }
  }
}
