package dev.zdm.migrator;

import dev.zdm.driver.ledger.Failure;
import dev.zdm.driver.ledger.Ledger.Entry;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.driver.ledger.LedgerDrain.Outcome;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.migrator.Verification.Difference;
import dev.zdm.migrator.Verification.Kind;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The {@link Repair} of one table, step by step. Not safe for use by several threads. */
final class TableRepair {
  private static final int BATCH = 200;

  /** Half of the time for which the follower's half of a write waits for a lock. */
  private static final Duration LONGEST = Duration.ofMillis(25);

  private static final long SHORTEST_REST_MILLIS = 5;
  private static final long LONGEST_REST_MILLIS = 100;

  private final Session session;
  private final MappedTable table;
  private final Verification verification;
  private final Taints taints;
  private final LedgerDrain drain;
  private final Consumer<Progress> progress;
  private final int most;

  /** What a difference is whose row the follower has and the side that answers has not. */
  private final Kind gone;

  private final Map<String, String> refused = new LinkedHashMap<>();
  private final Map<String, Difference> differing = new LinkedHashMap<>();
  private long fromLedger;
  private long fromComparison;
  private boolean more;

  /**
   * @param most how many keys that differ are held at once
   */
  TableRepair(
      Migration migration,
      Session session,
      MappedTable table,
      Roles roles,
      Consumer<Progress> progress,
      int most) {
    this.session = session;
    this.table = table;
    this.verification = new Verification(migration, 0);
    this.taints = new Taints(migration, table);
    this.drain = new LedgerDrain(migration.mapping(), table, roles, session.transactions());
    this.progress = progress;
    this.most = most;
    this.gone = roles.turned() ? Kind.MISSING : Kind.EXTRA;
  }

  Repair.TableResult result() {
    return new Repair.TableResult(
        table.v1(),
        fromLedger,
        fromComparison,
        Map.copyOf(refused),
        differing.size(),
        differing.values().stream()
            .filter(d -> !refused.containsKey(d.key()))
            .limit(Verification.FIRST)
            .toList());
  }

  int refused() {
    return refused.size();
  }

  /** Whether the last comparison was ended before it had found all, and most of it was new. */
  boolean hasMore() {
    return more;
  }

  /** Works off the ledger until it holds nothing but keys that were refused in this run. */
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

  void retryRefused() throws SQLException {
    if (!refused.isEmpty()) {
      refused.clear();
      drain(); // each refused key has an entry
    }
  }

  /** Finds what differs. */
  void compare() throws SQLException {
    Set<String> before = new HashSet<>(differing.keySet());
    session.snapshot(
        connection -> {
          differing.clear();
          taints.read(connection);
          verification.differences(connection, table, most, d -> differing.put(d.key(), d));
          return differing;
        });
    long again = differing.keySet().stream().filter(before::contains).count();
    more = differing.size() >= most && again < most / 2;
  }

  /** The last comparison stands for all that was done since. */
  void lift(Session own) throws SQLException {
    if (differing.isEmpty()) {
      taints.lift(own);
    }
  }

  /** Removes what the side that answers has no longer; whether there was any that may go. */
  boolean copyGone() throws SQLException {
    return copy(difference -> difference.kind() == gone);
  }

  /** Copies the rest; whether there was any that may be taken. */
  boolean copyPresent() throws SQLException {
    return copy(difference -> difference.kind() != gone);
  }

  private boolean copy(Predicate<Difference> some) throws SQLException {
    List<String> keys =
        differing.values().stream()
            .filter(some)
            .map(Difference::key)
            .filter(key -> !refused.containsKey(key))
            .toList();
    long begun = System.nanoTime();
    ChunkSize size = new ChunkSize(BATCH, LONGEST);
    for (int done = 0; done < keys.size(); ) {
      int from = done;
      done = Math.min(keys.size(), from + size.current());
      long start = System.nanoTime();
      copy(new ArrayList<>(keys.subList(from, done)));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      size.took(took);
      rest(took);
      progress.accept(
          new Progress(table.v1(), done, keys.size(), Duration.ofNanos(System.nanoTime() - begun)));
    }
    return !keys.isEmpty();
  }

  /** SQLite's writers wait for the whole of each transaction, and have to get in between two. */
  private void rest(Duration took) {
    if (session.dialect() == Dialect.SQLITE) {
      Session.sleep(Math.max(SHORTEST_REST_MILLIS, Math.min(LONGEST_REST_MILLIS, took.toMillis())));
    }
  }

  private void copy(List<String> left) throws SQLException {
    session.patiently(
        () -> {
          Outcome outcome = drain.copyKeys(left);
          left.removeAll(outcome.copied());
          fromComparison += outcome.copied().size();
          return refuse(outcome);
        });
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

  /** Remembers what is refused; what met a lock is thrown, to be done again. */
  private int refuse(Outcome outcome) throws SQLException {
    for (Map.Entry<String, SQLException> failure : outcome.failed().entrySet()) {
      if (Failure.of(session.dialect(), failure.getValue()) != Failure.REFUSED) {
        throw failure.getValue();
      }
      refused.put(failure.getKey(), Reason.of(failure.getValue()));
    }
    return refused.size();
  }
}
