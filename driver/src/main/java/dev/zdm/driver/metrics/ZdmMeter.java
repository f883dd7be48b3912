package dev.zdm.driver.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every meter of zdm: the one place that knows its name, type, unit, tags and description. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are all made by List.of
public enum ZdmMeter {
  /** How long statements took. */
  STATEMENTS(
      "zdm.statements",
      Type.TIMER,
      "seconds",
      List.of("side", "role", "operation", "table", "outcome"),
      "How long statements on mapped tables took in the wrapped driver. `side`: `v1` or `v2`."
          + " `role`: `primary` answers the application, `mirror` repeats its write. `operation`:"
          + " the first word of the statement, as `select`. `table`: the mapped table in v1."
          + " `outcome`: `success` or `error`."),
  /** Halves of writes that failed. */
  MIRROR_FAILURES(
      "zdm.mirror.failures",
      Type.COUNTER,
      null,
      List.of("table", "side"),
      "Mirrored writes of which a half failed. `side`: where, `v1` or `v2`."),
  /** Writes that cannot be mirrored. */
  UNMIRRORED(
      "zdm.unmirrored",
      Type.COUNTER,
      null,
      List.of("table", "outcome"),
      "Statements that may write a mapped table and cannot be mirrored, each time for each table."
          + " `table`: the mapped table in v1, `unknown` where none is named. `outcome`:"
          + " `refused`, or `tainted` where it ran on v1 alone."),
  /** What v2 owes. */
  LEDGER_SIZE(
      "zdm.ledger.size",
      Type.GAUGE,
      "keys",
      List.of("table"),
      "Keys in the ledger, whose rows in v2 must be derived again."),
  /** What the relay cannot copy. */
  LEDGER_WAITING(
      "zdm.ledger.waiting",
      Type.GAUGE,
      "keys",
      List.of("table"),
      "Keys in the ledger that failed when this instance last tried to copy them, and that wait to"
          + " be tried again; the ledger says why."),
  /** The share of reads for v2. */
  READ_PERCENT(
      "zdm.read.percent",
      Type.GAUGE,
      "percent",
      List.of("table"),
      "The share of reads that v2 answers, as it is set now."),
  /** Where plans came from. */
  PLANS(
      "zdm.plans",
      Type.COUNTER,
      null,
      List.of("result"),
      "Statements that were looked up. `result`: `hit` and `miss` of the plan cache, `template`"
          + " where only literals differ from a read seen before, `pass-through` without a mapped"
          + " table, `unsupported` and refused."),
  /** How long planning took. */
  PLANS_PARSE(
      "zdm.plans.parse",
      Type.TIMER,
      "seconds",
      List.of(),
      "How long statements took to be parsed and planned.");

  /** The kinds of meter. */
  public enum Type {
    /** Counts events and their time. */
    TIMER,
    /** Counts events. */
    COUNTER,
    /** Shows a value as it is when somebody looks. */
    GAUGE
  }

  private final String key;
  private final Type type;
  private final @Nullable String unit;
  private final List<String> tags;
  private final String description;

  ZdmMeter(String key, Type type, @Nullable String unit, List<String> tags, String description) {
    this.key = key;
    this.type = type;
    this.unit = unit;
    this.tags = tags;
    this.description = description;
  }

  /** The meter's name in Micrometer. */
  public String key() {
    return key;
  }

  /** What it measures with. */
  public Type type() {
    return type;
  }

  /** The base unit; null where there is none. */
  public @Nullable String unit() {
    return unit;
  }

  /** The tags' names, all of few values. */
  public List<String> tags() {
    return tags;
  }

  /** What it says, in Markdown. */
  public String description() {
    return description;
  }
}
