package dev.zdm.conformance.corpora;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;

/** How many reads of some tables v2 has answered since this was made, by zdm's own meters. */
final class V2Answers {
  private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();

  static {
    Metrics.addRegistry(REGISTRY);
  }

  private final List<String> tables;
  private final long answered;
  private final long failed;

  V2Answers(List<String> tables) {
    this.tables = tables;
    this.answered = count("success");
    this.failed = count("error");
  }

  /** What is wrong if v2 should have answered that many reads, and none should have failed. */
  Optional<String> unlike(int reads) {
    long more = count("success") - answered;
    long errors = count("error") - failed;
    return more == reads && errors == 0
        ? Optional.empty()
        : Optional.of(
            "v2 has answered %d of %d reads, and failed %d times".formatted(more, reads, errors));
  }

  private long count(String outcome) {
    return REGISTRY
        .find("zdm.statements")
        .tags("side", "v2", "role", "primary", "operation", "select", "outcome", outcome)
        .timers()
        .stream()
        .filter(timer -> tables.contains(timer.getId().getTag("table")))
        .mapToLong(Timer::count)
        .sum();
  }
}
