package dev.zdm.migrator;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints progress for people, a line a second at most. Not safe for use by several threads. */
final class ProgressLines implements Consumer<Progress> {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final PrintWriter out;
  private long last = System.nanoTime();

  ProgressLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void accept(Progress progress) {
    long now = System.nanoTime();
    if (now - last < INTERVAL_NANOS) {
      return;
    }
    last = now;
    out.printf(
        "%s: %,d of %,d keys, %,d a second, %d s left%n",
        progress.table(),
        progress.done(),
        progress.total(),
        progress.rate(),
        progress.remaining().toSeconds());
  }
}
