package dev.zdm.driver;

import dev.zdm.driver.copy.OwnTransactions.ClaimedException;
import dev.zdm.driver.ledger.Failure;
import dev.zdm.driver.ledger.Ledger.Entry;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.driver.ledger.LedgerDrain.Outcome;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.logging.Log;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Works off one table's ledger entries, round by round. A key that fails waits longer and longer
 * before it is tried again, and the others go on. Used by the relay's thread.
 */
final class TableRelay {
  private static final Log LOG = Log.of(TableRelay.class);

  private static final int PAGE = 500;
  private static final int MOST_WAITING = 10_000;
  private static final int SHORTEST_PAUSE_MILLIS = 5;

  /** Half of the time for which v2's half of a write waits for a lock. */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** When one key gets through, all are tried again; not more often than this. */
  private static final long HOPE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final MappedTable table;
  private final String follower;
  private final LedgerDrain drain;
  private final Dialect dialect;
  private final BooleanSupplier wanted;
  private final int most;
  private int batch;
  private final Map<String, Waiting> waiting = new HashMap<>();
  private long hopedNanos = System.nanoTime() - HOPE_NANOS;
  private final Waiting whole = new Waiting();
  private boolean reported;

  /** A key that failed, or, where no key would fare better, the table. */
  private static final class Waiting {
    private final BackOff backOff = new BackOff(ThreadLocalRandom.current()::nextDouble);
    private long dueNanos = System.nanoTime();

    /** Whether it may stand in another key's way, and that in its. */
    private boolean tangled;

    void failed() {
      backOff.failed();
      dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backOff.millis());
    }

    boolean isDue() {
      return System.nanoTime() - dueNanos >= 0;
    }
  }

  /**
   * @param follower the side that is written, in words
   * @param wanted whether to go on; asked before each transaction
   */
  TableRelay(
      MappedTable table,
      LedgerDrain drain,
      Dialect dialect,
      String follower,
      BooleanSupplier wanted) {
    this.table = table;
    this.follower = follower;
    this.drain = drain;
    this.dialect = dialect;
    this.wanted = wanted;
    this.most = dialect == Dialect.SQLITE ? 20 : 50; // SQLite's writers wait for the whole of it
    this.batch = most;
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
   * Goes through the entries once.
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
    Set<String> seen = new HashSet<>();
    List<Entry> tangled = new ArrayList<>();
    List<Entry> page = drain.after(LedgerDrain.START, PAGE);
    boolean any = !page.isEmpty();
    while (!page.isEmpty()) {
      page.forEach(e -> seen.add(e.key()));
      page.stream().filter(e -> isTangled(e.key())).forEach(tangled::add);
      if (!worked(page.stream().filter(e -> !isTangled(e.key())).toList())) {
        return false;
      }
      // what is written meanwhile has its turn in the next round
      page = page.size() < PAGE ? List.of() : drain.after(page.get(PAGE - 1).id(), PAGE);
    }
    if (tangled.stream().anyMatch(e -> isDue(e.key()))) {
      rested(tangled);
    }
    waiting.keySet().retainAll(seen); // of the others somebody else has taken care
    reported = reported && any;
    return any;
  }

  /** Works on some entries after the other; whether the thread may go on. */
  private boolean worked(List<Entry> entries) throws SQLException {
    for (int from = 0; from < entries.size(); ) {
      List<Entry> some = entries.subList(from, Math.min(entries.size(), from + batch));
      from += some.size();
      if (!wanted.getAsBoolean() || !rested(some)) {
        return false;
      }
    }
    return true;
  }

  /** Does what is to be done, and rests as long, so that others get the locks too. */
  private boolean rested(List<Entry> entries) throws SQLException {
    long begun = System.nanoTime();
    if (!work(entries)) {
      return true;
    }
    long nanos = System.nanoTime() - begun;
    batch = nanos > LONGEST_NANOS ? Math.max(1, batch / 2) : Math.min(most, 2 * batch);
    return Relay.pause(Math.max(SHORTEST_PAUSE_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  /** Whether there was anything to do. Keys that stand in each other's way are tried together. */
  private boolean work(List<Entry> entries) throws SQLException {
    Predicate<Entry> ready = e -> isDue(e.key()) || isTangled(e.key());
    List<Entry> due = entries.stream().filter(ready).toList();
    if (due.isEmpty()) {
      return false;
    }
    Outcome outcome = drain.copy(due);
    boolean hope = false;
    for (String key : outcome.copied()) {
      hope |= waiting.remove(key) != null;
    }
    for (Map.Entry<String, SQLException> failed : outcome.failed().entrySet()) {
      Waiting key = waiting.computeIfAbsent(failed.getKey(), k -> new Waiting());
      key.failed();
      key.tangled = drain.mayBeTangled(failed.getValue());
      report(failed.getValue());
    }
    if (hope && System.nanoTime() - hopedNanos >= HOPE_NANOS) {
      hopedNanos = System.nanoTime();
      waiting.values().forEach(w -> w.dueNanos = hopedNanos);
    }
    return true;
  }

  private boolean isTangled(String key) {
    Waiting since = waiting.get(key);
    return since != null && since.tangled;
  }

  private boolean isDue(String key) {
    Waiting since = waiting.get(key);
    return since == null ? waiting.size() < MOST_WAITING : since.isDue();
  }

  private void report(SQLException failure) {
    if (!reported && Failure.of(dialect, failure) != Failure.TRANSIENT) {
      reported = true;
      LOG.warn(
          follower
              + " does not take rows of "
              + table.v1()
              + "; their keys stay in the ledger, with the reason, and are tried again: "
              + Reason.of(failure));
    }
  }
}
