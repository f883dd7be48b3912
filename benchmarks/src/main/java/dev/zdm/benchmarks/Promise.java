package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;

/**
 * What zdm promises of one row.
 *
 * @param ratio CPU and wall time to the raw driver's; 0: nothing is promised
 * @param addedNanos CPU time added to a call; 0: nothing is promised
 * @param trips whether there may be no more round trips than without zdm
 */
record Promise(double ratio, double addedNanos, boolean trips) {
  private static final Promise NONE = new Promise(0, 0, false);
  private static final Promise PASS_THROUGH = new Promise(1.05, 500, true);
  private static final Promise UNMIRRORED_BATCH = new Promise(1.05, 0, true);
  private static final Promise ROUTED = new Promise(1.10, 1_000, true);
  private static final Promise ONE_TRIP = new Promise(0, 0, true);
  private static final Promise MIRRORED = new Promise(1.25, 0, true);
  private static final Promise MIRRORED_OR_FAIL = new Promise(1.15, 0, true);

  /** A tenth above the floor that was measured for the policy {@code ledger}. */
  private static final Promise MIRRORED_ASYNC = new Promise(2.1, 0, true);

  /** The same for the policy {@code fail}, whose floor is 1.3 to 1.6. */
  private static final Promise MIRRORED_OR_FAIL_ASYNC = new Promise(1.75, 0, true);

  private static final Promise MIRRORED_BATCH = new Promise(1.5, 0, false);

  static Promise of(Engine engine, Operation operation, Variant variant) {
    if (variant.isRaw()) {
      return NONE;
    }
    if (variant == Variant.OFF || operation.kind() == Operation.Kind.PASS_THROUGH) {
      return operation.kind() == Operation.Kind.BATCH ? UNMIRRORED_BATCH : PASS_THROUGH;
    }
    return switch (operation.kind()) {
      case READ -> ROUTED;
      case BATCH -> MIRRORED_BATCH;
      case WRITE -> written(engine, variant == Variant.MIRROR_FAIL);
      case LITERAL, PASS_THROUGH -> ONE_TRIP;
    };
  }

  private static Promise written(Engine engine, boolean fail) {
    return switch (engine) {
      case POSTGRESQL -> fail ? MIRRORED_OR_FAIL : MIRRORED;
      case POSTGRESQL_ASYNC -> fail ? MIRRORED_OR_FAIL_ASYNC : MIRRORED_ASYNC;
      case SQLITE -> NONE;
    };
  }

  /** In words, for a table. */
  String label() {
    if (ratio == 0) {
      return "-";
    }
    return addedNanos == 0
        ? "%.2fx".formatted(ratio)
        : "%.2fx, %.1f us".formatted(ratio, addedNanos / 1_000);
  }
}
