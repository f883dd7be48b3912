package dev.zdm.driver;

import dev.zdm.rewriter.mapping.MappedTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The tables whose reads are held on the primary, because v2 owes rows of them. Raised at once by
 * the transaction that learns of it, before it commits; lifted only by a reading of the ledger that
 * began after every such transaction of this instance has ended. A table that is raised again soon
 * after it was lifted is held until it was quiet for a while, so that its reads do not swing to and
 * fro. Safe for use by many threads.
 */
final class Quarantine {
  private static final long SECOND_NANOS = 1_000_000_000;

  /** Raised again within this time, a quarantine was lifted too soon. */
  private static final long CALM_NANOS = 120 * SECOND_NANOS;

  /** Two, four, ... up to 64 seconds of quiet. */
  private static final int MOST_AGAIN = 6;

  /** How long a server may take to commit for a client that has lost it. */
  private static final long UNCERTAIN_NANOS = 60 * SECOND_NANOS;

  private volatile Set<String> held = Set.of();

  /** The number that {@link #liftings} had become when a table was last lifted. */
  private volatile Map<String, Long> lifted = Map.of();

  private volatile long liftings;
  private final LongSupplier nanos;
  private final Map<String, Spell> spells = new HashMap<>();
  private int openWriters;
  private long generation;
  private long certainNanos;

  /**
   * How often a table was raised again soon after it was lifted, and how long it is held for it.
   */
  private static final class Spell {
    private int again;
    private long quietNanos;
    private long liftedNanos;

    Spell(long liftedNanos) {
      this.liftedNanos = liftedNanos;
    }

    void raised(long now, boolean news) {
      if (news) {
        again = now - liftedNanos < CALM_NANOS ? Math.min(again + 1, MOST_AGAIN) : 0;
      }
      quietNanos = again == 0 ? now : now + (SECOND_NANOS << again);
    }
  }

  Quarantine() {
    this(System::nanoTime);
  }

  /**
   * @param nanos the time in nanoseconds
   */
  Quarantine(LongSupplier nanos) {
    this.nanos = nanos;
    this.certainNanos = nanos.getAsLong();
  }

  boolean holds(MappedTable table) {
    Set<String> tables = held;
    return !tables.isEmpty() && tables.contains(table.v1().toString());
  }

  /**
   * Whether a transaction is to read the table from the primary. What it sees of v2 may be as old
   * as itself, so that a lifting acts on later ones only.
   *
   * @param since what {@link #liftings} was when the transaction began
   */
  boolean holds(MappedTable table, long since) {
    return holds(table) // first, for what is lifted is noted before it is let go
        || (liftings != since && lifted.getOrDefault(table.v1().toString(), 0L) > since);
  }

  /** Grows with each lifting. */
  long liftings() {
    return liftings;
  }

  /** Whether any table is held. */
  boolean any() {
    return !held.isEmpty();
  }

  /** A transaction is about to write its first ledger entry. */
  synchronized void writerBegins() {
    openWriters++;
    generation++;
  }

  /** That transaction has ended, in whichever way. */
  synchronized void writerEnds() {
    openWriters--;
    generation++;
  }

  /** It is not known whether a transaction that wrote to the ledger has been committed. */
  synchronized void outcomeUnknown() {
    certainNanos = nanos.getAsLong() + UNCERTAIN_NANOS;
  }

  synchronized void raise(MappedTable table) {
    raise(table.v1().toString());
  }

  private void raise(String table) {
    boolean news = !held.contains(table);
    spells
        .computeIfAbsent(table, t -> new Spell(nanos.getAsLong() - CALM_NANOS))
        .raised(nanos.getAsLong(), news);
    if (news) {
      Set<String> tables = new HashSet<>(held);
      tables.add(table);
      held = Set.copyOf(tables);
    }
  }

  /** To be called before the ledger is read; the answer goes into {@link #ledgerRead}. */
  synchronized long beforeLedgerRead() {
    return openWriters == 0 ? generation : -1;
  }

  /** The ledger was read and has entries for these tables. */
  synchronized void ledgerRead(long before, Set<String> owed) {
    for (String table : owed) {
      if (!held.contains(table)) {
        raise(table);
      }
    }
    long now = nanos.getAsLong();
    if (before == generation && openWriters == 0 && now - certainNanos >= 0) {
      lift(held.stream().filter(t -> !owed.contains(t) && lifts(t, now)).toList());
    }
  }

  private void lift(List<String> tables) {
    if (tables.isEmpty()) {
      return;
    }
    long number = liftings + 1;
    Map<String, Long> numbers = new HashMap<>(lifted);
    tables.forEach(table -> numbers.put(table, number));
    lifted = Map.copyOf(numbers);
    liftings = number;
    Set<String> left = new HashSet<>(held);
    tables.forEach(left::remove);
    held = Set.copyOf(left);
  }

  private boolean lifts(String table, long now) {
    Spell spell = Objects.requireNonNull(spells.get(table)); // it was raised
    if (now - spell.quietNanos < 0) {
      return false;
    }
    spell.liftedNanos = now;
    return true;
  }
}
