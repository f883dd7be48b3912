package dev.zdm.driver.metrics;

import dev.zdm.router.Side;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** The only class that knows Micrometer, so that the others load without it. */
final class MicrometerMeters implements Meters {
  static final MicrometerMeters INSTANCE = new MicrometerMeters(Metrics.globalRegistry);

  private record GaugeKey(ZdmMeter meter, String table) {}

  /** Micrometer keeps the first gauge of a name for ever, so this one asks whoever is newest. */
  private static final class Newest implements DoubleSupplier {
    private volatile DoubleSupplier supplier;

    Newest(DoubleSupplier supplier) {
      this.supplier = supplier;
    }

    @Override
    public double getAsDouble() {
      return supplier.getAsDouble();
    }
  }

  private final MeterRegistry registry;
  private final Map<PlanResult, Counter> plans = new EnumMap<>(PlanResult.class);
  private final Timer parse;
  private final Map<GaugeKey, Newest> gauges = new ConcurrentHashMap<>();

  MicrometerMeters(MeterRegistry registry) {
    this.registry = registry;
    for (PlanResult result : PlanResult.values()) {
      plans.put(result, counter(ZdmMeter.PLANS, result.label()));
    }
    this.parse = timer(ZdmMeter.PLANS_PARSE);
  }

  @Override
  public StatementTimer statement(Side side, String role, String operation, String table) {
    Timer success = timer(ZdmMeter.STATEMENTS, label(side), role, operation, table, "success");
    Timer error = timer(ZdmMeter.STATEMENTS, label(side), role, operation, table, "error");
    return (nanos, failed) -> (failed ? error : success).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void mirrorFailed(String table, Side side) {
    counter(ZdmMeter.MIRROR_FAILURES, table, label(side)).increment();
  }

  @Override
  public void unmirrored(String table, String outcome) {
    counter(ZdmMeter.UNMIRRORED, table, outcome).increment();
  }

  @Override
  public void planned(PlanResult result, long count) {
    Counter counter = plans.get(result);
    if (counter != null) {
      counter.increment((double) count);
    }
  }

  @Override
  public void parsed(long count, long nanos) {
    for (long i = 0; i < count; i++) {
      parse.record(nanos / count, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void ledgerSize(String table, DoubleSupplier keys) {
    gauge(ZdmMeter.LEDGER_SIZE, table, keys);
  }

  @Override
  public void ledgerWaiting(String table, DoubleSupplier keys) {
    gauge(ZdmMeter.LEDGER_WAITING, table, keys);
  }

  @Override
  public void readPercent(String table, DoubleSupplier percent) {
    gauge(ZdmMeter.READ_PERCENT, table, percent);
  }

  private void gauge(ZdmMeter meter, String table, DoubleSupplier value) {
    gauges.computeIfAbsent(new GaugeKey(meter, table), key -> register(key, value)).supplier =
        value;
  }

  private Newest register(GaugeKey key, DoubleSupplier first) {
    Newest newest = new Newest(first);
    Gauge.builder(key.meter().key(), newest::getAsDouble)
        .description(key.meter().description())
        .baseUnit(key.meter().unit())
        .tags(tags(key.meter(), key.table()))
        .register(registry);
    return newest;
  }

  private Timer timer(ZdmMeter meter, String... values) {
    return Timer.builder(meter.key())
        .description(meter.description())
        .tags(tags(meter, values))
        .register(registry);
  }

  private Counter counter(ZdmMeter meter, String... values) {
    return Counter.builder(meter.key())
        .description(meter.description())
        .tags(tags(meter, values))
        .register(registry);
  }

  private static Tags tags(ZdmMeter meter, String... values) {
    List<String> names = meter.tags();
    if (names.size() != values.length) {
      throw new IllegalArgumentException(meter.key() + " has the tags " + names);
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(names.get(i), values[i]);
    }
    return tags;
  }

  private static String label(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
