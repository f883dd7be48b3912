package dev.zdm.driver;

import dev.zdm.driver.metrics.Meters;
import dev.zdm.driver.metrics.PlanResult;
import dev.zdm.driver.metrics.StatementTimer;
import dev.zdm.rewriter.PlanCounts;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.router.Side;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The meters of one database, looked up once for each kind of statement. For many threads. */
final class StatementMeters {
  private static final String PRIMARY = "primary";
  private static final String MIRROR = "mirror";

  private final Meters meters;
  private final Map<Kind, StatementTimer> timers = new ConcurrentHashMap<>();

  private @Nullable Mirror counted;
  private PlanCounts seen = PlanCounts.NONE;

  private record Kind(Side side, String role, String operation, String table) {}

  StatementMeters(Meters meters) {
    this.meters = meters;
  }

  /** A read of mapped tables was executed on a side. */
  void read(Plan plan, Side side, long nanos, boolean failed) {
    timer(side, PRIMARY, "select", plan.tables().get(0)).record(nanos, failed);
  }

  /** The application's half of a write was executed. */
  void written(MappedTable table, Operation operation, long nanos, boolean failed) {
    timer(Side.V1, PRIMARY, label(operation), table).record(nanos, failed);
  }

  /** v2's half of a write was executed; where both are one string, the time is the string's. */
  void mirrored(MappedTable table, Operation operation, long nanos, boolean failed) {
    timer(Side.V2, MIRROR, label(operation), table).record(nanos, failed);
  }

  /** v2 refused its half, and v1's stands. */
  void mirrorFailed(MappedTable table) {
    meters.mirrorFailed(table.v1().name(), Side.V2);
  }

  /** A statement that cannot be mirrored was refused. */
  void refused(Plan.Unsupported plan) {
    if (plan.tables().isEmpty()) {
      meters.unmirrored("unknown", "refused");
    }
    plan.tables().forEach(table -> meters.unmirrored(table.v1().name(), "refused"));
  }

  /** What was not mirrored may have written this table. */
  void tainted(MappedTable table) {
    meters.unmirrored(table.v1().name(), "tainted");
  }

  /** Adds what the mirror's planner has done since the last call. */
  synchronized void plans(Mirror mirror) {
    PlanCounts now = mirror.planCounts();
    PlanCounts last = mirror == counted ? seen : PlanCounts.NONE;
    counted = mirror;
    seen = now;
    meters.planned(PlanResult.HIT, now.hits() - last.hits());
    meters.planned(PlanResult.TEMPLATE, now.templates() - last.templates());
    meters.planned(PlanResult.MISS, now.misses() - last.misses());
    meters.planned(PlanResult.PASS_THROUGH, now.passThrough() - last.passThrough());
    meters.planned(PlanResult.UNSUPPORTED, now.unsupported() - last.unsupported());
    meters.parsed(now.misses() - last.misses(), now.parseNanos() - last.parseNanos());
  }

  private StatementTimer timer(Side side, String role, String operation, MappedTable table) {
    return timers.computeIfAbsent(
        new Kind(side, role, operation, table.v1().name()),
        k -> meters.statement(k.side(), k.role(), k.operation(), k.table()));
  }

  private static String label(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
