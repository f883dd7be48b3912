package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;

/**
 * What zdm promises of one row.
 *
 * @param path which line of the budget it is
 * @param ratio CPU and wall time to the raw driver's; 0: nothing is promised
 * @param addedNanos CPU time added to a call; 0: nothing is promised
 * @param trips whether there may be no more round trips than without zdm
 * @param getters of a result set that {@code addedNanos} are for, none of which may allocate; 0:
 *     the row is not about them
 */
record Promise(Path path, double ratio, double addedNanos, boolean trips, int getters) {
  private static final double GETTER_NANOS = 5;

  /** The lines of the budget. */
  enum Path {
    NONE("-"),
    PASS_THROUGH("pass-through statement"),
    ROUTED("statement rewritten or routed, plan in the cache"),
    LITERAL("literal SQL never seen before: no more round trips"),
    GETTER("result set getter"),
    MIRRORED_OR_FAIL("mirrored write, `fail`"),
    MIRRORED("mirrored write, `ledger`"),
    BATCH("batch of 1,000, not mirrored"),
    MIRRORED_BATCH("batch of 1,000, mirrored, the application's own keys");

    private final String label;

    Path(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  private static final Promise NONE = new Promise(Path.NONE, 0, 0, false, 0);
  private static final Promise PASS_THROUGH = new Promise(Path.PASS_THROUGH, 1.05, 500, true, 0);
  private static final Promise UNMIRRORED_BATCH = new Promise(Path.BATCH, 1.05, 0, true, 0);
  private static final Promise ROUTED = new Promise(Path.ROUTED, 1.10, 1_000, true, 0);
  private static final Promise ONE_TRIP = new Promise(Path.LITERAL, 0, 0, true, 0);
  private static final Promise MIRRORED = new Promise(Path.MIRRORED, 1.25, 0, true, 0);
  private static final Promise MIRRORED_OR_FAIL =
      new Promise(Path.MIRRORED_OR_FAIL, 1.15, 0, true, 0);

  /** A tenth above the floor that was measured for the policy {@code ledger}. */
  private static final Promise MIRRORED_ASYNC = new Promise(Path.MIRRORED, 2.1, 0, true, 0);

  /** The same for the policy {@code fail}, whose floor is 1.3 to 1.6. */
  private static final Promise MIRRORED_OR_FAIL_ASYNC =
      new Promise(Path.MIRRORED_OR_FAIL, 1.75, 0, true, 0);

  private static final Promise MIRRORED_BATCH = new Promise(Path.MIRRORED_BATCH, 1.5, 0, false, 0);

  static Promise of(Engine engine, Operation operation, Variant variant) {
    if (!variant.isZdm()) {
      return NONE;
    }
    if (operation.getters() > 0) {
      return new Promise(
          Path.GETTER, 0, GETTER_NANOS * operation.getters(), true, operation.getters());
    }
    if (variant == Variant.OFF
        || variant == Variant.UNMAPPED
        || operation.kind() == Operation.Kind.PASS_THROUGH) {
      return operation.kind() == Operation.Kind.BATCH ? UNMIRRORED_BATCH : PASS_THROUGH;
    }
    return switch (operation.kind()) {
      case READ -> ROUTED;
      case BATCH -> variant == Variant.COMPLETE ? UNMIRRORED_BATCH : MIRRORED_BATCH;
      case WRITE -> variant == Variant.COMPLETE ? ROUTED : written(engine, variant);
      case LITERAL, PASS_THROUGH, SCAN -> ONE_TRIP;
    };
  }

  private static Promise written(Engine engine, Variant variant) {
    boolean fail = variant.failsTogether();
    return switch (engine) {
      case POSTGRESQL -> fail ? MIRRORED_OR_FAIL : MIRRORED;
      case POSTGRESQL_ASYNC -> fail ? MIRRORED_OR_FAIL_ASYNC : MIRRORED_ASYNC;
      case SQLITE -> NONE;
    };
  }

  /** In words, for a table. */
  String label() {
    if (getters > 0) {
      return "%.0f ns a getter, 0 B".formatted(GETTER_NANOS);
    }
    if (ratio == 0) {
      return "-";
    }
    return addedNanos == 0
        ? "%.2fx".formatted(ratio)
        : "%.2fx, %.1f us".formatted(ratio, addedNanos / 1_000);
  }
}
