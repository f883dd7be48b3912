package dev.zdm.driver.metrics;

/** Times one kind of statement; made once and kept in the plan. Safe for use by many threads. */
@FunctionalInterface
public interface StatementTimer {
  /** Adds one execution of {@code nanos} nanoseconds. */
  void record(long nanos, boolean failed);
}
