package dev.zdm.driver.worlds;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Which side has answered the reads of mapped tables since this was made, by zdm's own meters. */
final class ReadsBySide {
  private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();

  static {
    Metrics.addRegistry(REGISTRY);
  }

  private final long v2 = count("v2", "success");
  private final long v2Failed = count("v2", "error");
  private final long v1 = count("v1", "success");

  /** The share of answered reads that v2 answered. */
  double onV2() {
    long rewritten = count("v2", "success") - v2;
    long all = rewritten + count("v1", "success") - v1;
    return all == 0 ? 0 : 100.0 * rewritten / all;
  }

  private static long count(String side, String outcome) {
    return REGISTRY
        .find("zdm.statements")
        .tags("side", side, "role", "primary", "operation", "select", "outcome", outcome)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Override
  public String toString() {
    return "reads of mapped tables: %.1f %% rewritten for v2, the others kept on v1; v2 failed %d times"
        .formatted(onV2(), count("v2", "error") - v2Failed);
  }
}
