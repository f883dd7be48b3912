package dev.zdm.conformance.races;

import dev.zdm.migrator.Progress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** The keys that are fought for: those where the backfill is just now, and a few hot ones. */
final class Hotspot {
  private static final int HOT = 6;
  private static final int BEHIND = 10;
  private static final int WIDTH = 60;

  private final AtomicInteger frontier = new AtomicInteger();
  private final int rows;

  /**
   * @param rows how many rows v1 has at the start, with ids from 1
   */
  Hotspot(int rows) {
    this.rows = rows;
  }

  int rows() {
    return rows;
  }

  /** The backfill has come so far. */
  void at(Progress progress) {
    if (progress.table().name().equals("items")) {
      frontier.set((int) progress.done());
    }
  }

  /** A key that all threads want. */
  int hot() {
    return 1;
  }

  int id(Random random) {
    if (random.nextInt(6) == 0) {
      return 1 + random.nextInt(HOT);
    }
    return Math.max(1, frontier.get() - BEHIND) + random.nextInt(WIDTH);
  }
}
