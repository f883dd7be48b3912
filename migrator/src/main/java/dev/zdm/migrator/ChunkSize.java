package dev.zdm.migrator;

import java.time.Duration;

/**
 * How many keys the next transaction takes: fewer after a slow one or one that was refused, more
 * again, up to the most allowed, while they are quick. Not safe for use by several threads.
 */
final class ChunkSize {
  /** Below this a transaction's own cost decides, and fewer keys would not make it quicker. */
  private static final int FEWEST_BY_TIME = 50;

  private final int most;
  private final Duration target;
  private int current;

  ChunkSize(int most, Duration target) {
    this.most = most;
    this.target = target;
    this.current = most;
  }

  int current() {
    return current;
  }

  /** A transaction of the current size was committed. */
  void took(Duration elapsed) {
    if (elapsed.compareTo(target) > 0) {
      double share = (double) target.toNanos() / elapsed.toNanos();
      int fewer = (int) (current * Math.max(share, 0.1));
      current = Math.max(Math.min(FEWEST_BY_TIME, most), fewer);
    } else if (elapsed.compareTo(target.dividedBy(2)) < 0) {
      current = (int) Math.min(most, 2L * current);
    }
  }

  /** A transaction of this many keys was refused. */
  void halve(int keys) {
    current = Math.max(1, keys / 2);
  }
}
