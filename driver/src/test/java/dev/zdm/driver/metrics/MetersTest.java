package dev.zdm.driver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.router.Side;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Meters meters = new MicrometerMeters(registry);

  @Test
  @DisplayName("every meter that is registered is as ZdmMeter declares it, and all are")
  void declared() {
    useAll();
    for (ZdmMeter meter : ZdmMeter.values()) {
      assertThat(registry.find(meter.key()).meters())
          .as(meter.key())
          .isNotEmpty()
          .allSatisfy(found -> matches(meter, found));
    }
    assertThat(registry.getMeters().stream().map(m -> m.getId().getName()).distinct())
        .hasSameSizeAs(ZdmMeter.values());
  }

  private static void matches(ZdmMeter declared, Meter found) {
    Meter.Id id = found.getId();
    assertThat(id.getTags().stream().map(t -> t.getKey()).collect(Collectors.toList()))
        .containsExactlyInAnyOrderElementsOf(declared.tags());
    assertThat(id.getType().name()).isEqualTo(declared.type().name());
    assertThat(id.getBaseUnit()).isEqualTo(declared.unit());
  }

  @Test
  @DisplayName("a statement is timed by side, role, operation, table and outcome")
  void statements() {
    StatementTimer timer = meters.statement(Side.V2, "mirror", "insert", "orders");
    timer.record(2_000_000, false);
    timer.record(3_000_000, true);
    timer.record(4_000_000, true);

    var errors = registry.get("zdm.statements").tag("side", "v2").tag("outcome", "error").timer();
    assertThat(errors.count()).isEqualTo(2);
    assertThat(errors.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7.0);
    assertThat(registry.get("zdm.statements").tag("outcome", "success").timer().count()).isOne();
  }

  @Test
  @DisplayName("a gauge asks whoever was named last")
  void gauges() {
    meters.ledgerSize("orders", () -> 3);
    meters.ledgerSize("orders", () -> 5);

    assertThat(registry.get("zdm.ledger.size").tag("table", "orders").gauge().value())
        .isEqualTo(5.0);
  }

  @Test
  @DisplayName("turned off, nothing reaches Micrometer's global registry; turned on, it does")
  void switchedByProperty() {
    assertThat(Meters.create(false)).isSameAs(NoMeters.INSTANCE);
    assertThat(Meters.create(true)).isSameAs(MicrometerMeters.INSTANCE);
  }

  private void useAll() {
    meters.statement(Side.V1, "primary", "select", "t").record(1, false);
    meters.mirrorFailed("t", Side.V2);
    meters.unmirrored("t", "refused");
    meters.planned(PlanResult.HIT, 1);
    meters.parsed(1, 1);
    meters.ledgerSize("t", () -> 0);
    meters.ledgerWaiting("t", () -> 0);
    meters.readPercent("t", () -> 0);
  }
}
