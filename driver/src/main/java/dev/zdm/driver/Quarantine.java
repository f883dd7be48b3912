package dev.zdm.driver;

import dev.zdm.rewriter.MappedTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables whose reads are held on the primary, because v2 owes rows of them. Raised at once by
 * the transaction that learns of it, before it commits; lifted only by a reading of the ledger that
 * began after every such transaction of this instance has ended. Safe for use by many threads.
 */
final class Quarantine {
  private volatile Set<String> held = Set.of();
  private int openWriters;
  private long generation;

  boolean holds(MappedTable table) {
    Set<String> tables = held;
    return !tables.isEmpty() && tables.contains(table.v1().toString());
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

  synchronized void raise(MappedTable table) {
    Set<String> tables = new HashSet<>(held);
    tables.add(table.v1().toString());
    held = Set.copyOf(tables);
  }

  /** To be called before the ledger is read; the answer goes into {@link #ledgerRead}. */
  synchronized long beforeLedgerRead() {
    return openWriters == 0 ? generation : -1;
  }

  /** The ledger was read and has entries for these tables. */
  synchronized void ledgerRead(long before, Set<String> owed) {
    if (before == generation && openWriters == 0) {
      held = Set.copyOf(owed);
    } else if (!held.containsAll(owed)) {
      Set<String> tables = new HashSet<>(held);
      tables.addAll(owed);
      held = Set.copyOf(tables);
    }
  }
}
