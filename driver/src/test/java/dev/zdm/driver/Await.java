package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what other threads, or the server, bring about in their own time. */
final class Await {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 10;

  private Await() {}

  /** Waits until it is so; fails if it is not in a time that is long on the slowest machine. */
  static void until(Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      assertThat(System.nanoTime() - start)
          .as("nanoseconds waited for what did not come")
          .isLessThan(AT_MOST.toNanos());
      Thread.sleep(POLL_MILLIS);
    }
  }
}
