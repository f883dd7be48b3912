package dev.zdm.migrator.demo;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What zdm's own meters say, over a registry that listens as long as this is open. */
public final class Traffic implements AutoCloseable {
  private static final String STATEMENTS = "zdm.statements";
  private static final double[] PERCENTILES = {0.5, 0.95};

  /**
   * The statements of one kind on one side.
   *
   * @param meanMillis the mean time of one
   * @param p50Millis half of the recent ones took no longer than this
   * @param p95Millis nineteen of twenty recent ones took no longer than this
   */
  public record Latency(long count, double meanMillis, double p50Millis, double p95Millis) {}

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  Traffic() {
    registry.config().meterFilter(merged()).meterFilter(percentiles());
    Metrics.addRegistry(registry);
  }

  /** One timer for all tables, so that percentiles can be had for all of them. */
  private static MeterFilter merged() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        if (!id.getName().equals(STATEMENTS)) {
          return id;
        }
        List<Tag> kept = new ArrayList<>();
        for (Tag tag : id.getTags()) {
          boolean kind = tag.getKey().equals("operation");
          if (!tag.getKey().equals("table")) {
            kept.add(kind && isRead(tag.getValue()) ? Tag.of("operation", "read") : tag);
          }
        }
        return id.replaceTags(kept);
      }
    };
  }

  private static boolean isRead(String operation) {
    return operation.equals("select") || operation.equals("read");
  }

  private static MeterFilter percentiles() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(STATEMENTS)
            ? DistributionStatisticConfig.builder().percentiles(PERCENTILES).build().merge(config)
            : config;
      }
    };
  }

  /** The reads of mapped tables that this side answered. */
  Latency reads(String side) {
    return latency(
        t -> is(t, "side", side) && is(t, "operation", "read") && is(t, "outcome", "success"));
  }

  /** The reads that v2 should have answered and could not, so that v1 did. */
  long failedOnV2() {
    return timers(
            t -> is(t, "side", "v2") && is(t, "operation", "read") && is(t, "outcome", "error"))
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  /** The writes of mapped tables that went to both sides. */
  long mirrored() {
    return timers(t -> is(t, "role", "mirror") && !is(t, "operation", "read")).stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private Latency latency(Predicate<Timer> wanted) {
    Collection<Timer> timers = timers(wanted);
    long count = timers.stream().mapToLong(Timer::count).sum();
    double total = timers.stream().mapToDouble(t -> t.totalTime(TimeUnit.MILLISECONDS)).sum();
    return new Latency(
        count, count == 0 ? 0 : total / count, percentile(timers, 0), percentile(timers, 1));
  }

  /** Of the timer with the most statements: percentiles of several cannot be put together. */
  private static double percentile(Collection<Timer> timers, int index) {
    Timer most = null;
    for (Timer timer : timers) {
      most = most == null || timer.count() > most.count() ? timer : most;
    }
    if (most == null) {
      return 0;
    }
    ValueAtPercentile[] values = most.takeSnapshot().percentileValues();
    return index < values.length ? values[index].value(TimeUnit.MILLISECONDS) : 0;
  }

  private List<Timer> timers(Predicate<Timer> wanted) {
    return registry.find(STATEMENTS).timers().stream().filter(wanted).toList();
  }

  private static boolean is(Timer timer, String tag, String value) {
    return value.equals(timer.getId().getTag(tag));
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
