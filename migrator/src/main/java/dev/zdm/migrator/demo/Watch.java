package dev.zdm.migrator.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the users do from its beginning on. Safe for use by many threads. */
public final class Watch {
  private final LongAdder requests = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  /**
   * What was seen.
   *
   * @param requests that ended, well or not
   * @param failed of these
   * @param repeated how often a request was sent again because the database asked for it
   * @param longest how long the slowest took, with its repeats
   */
  public record Seen(long requests, long failed, long repeated, Duration longest) {
    String text() {
      return String.format(
          Locale.ROOT,
          "meanwhile %,d requests: %,d failed, %,d repeated, the slowest took %,d ms",
          requests,
          failed,
          repeated,
          longest.toMillis());
    }
  }

  Watch() {}

  /** A request has ended. */
  void ended(boolean well, int repeats, long nanos) {
    requests.increment();
    failed.add(well ? 0 : 1);
    repeated.add(repeats);
    longest.accumulate(nanos);
  }

  Seen seen() {
    return new Seen(requests.sum(), failed.sum(), repeated.sum(), Duration.ofNanos(longest.get()));
  }
}
