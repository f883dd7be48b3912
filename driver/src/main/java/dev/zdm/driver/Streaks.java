package dev.zdm.driver;

import dev.zdm.rewriter.mapping.MappedTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How often in a row v2 has refused writes to a table. From the third time on, and as long as the
 * table is in quarantine, v2 is asked by one write a second; of the others only the keys are
 * recorded. Safe for use by many threads.
 */
final class Streaks {
  /** Why the keys of a write that did without v2 are in the ledger. */
  static final String NOT_ASKED = "v2 was not asked, for it had refused writes before";

  private static final int SKIPPED_AFTER = 3;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Quarantine quarantine;
  private final LongSupplier nanos;
  private final Map<String, Streak> streaks = new ConcurrentHashMap<>();

  private record Streak(int failures, long nextNanos) {}

  /**
   * @param nanos the time in nanoseconds
   */
  Streaks(Quarantine quarantine, LongSupplier nanos) {
    this.quarantine = quarantine;
    this.nanos = nanos;
  }

  /** v2 has refused a write. */
  void failed(MappedTable table) {
    long next = nanos.getAsLong() + SECOND_NANOS;
    streaks.merge(
        table.v1().toString(),
        new Streak(1, next),
        (before, one) -> new Streak(Math.min(before.failures() + 1, SKIPPED_AFTER), next));
  }

  /** v2 has taken a write. */
  void succeeded(MappedTable table) {
    if (!streaks.isEmpty()) {
      streaks.remove(table.v1().toString());
    }
  }

  /** Whether the next write does without v2; to be asked once for each, for some are to try it. */
  boolean skips(MappedTable table) {
    if (streaks.isEmpty()) {
      return false;
    }
    String name = table.v1().toString();
    Streak streak = streaks.get(name);
    if (streak == null || streak.failures() < SKIPPED_AFTER) {
      return false;
    }
    if (!quarantine.holds(table)) {
      streaks.remove(name);
      return false;
    }
    long now = nanos.getAsLong();
    return now - streak.nextNanos() < 0
        || !streaks.replace(name, streak, new Streak(SKIPPED_AFTER, now + SECOND_NANOS));
  }
}
