package dev.zdm.benchmarks;

/**
 * How long is measured.
 *
 * @param rounds how often each variant has its turn
 * @param sliceMillis how long the raw driver's turn is
 * @param warmMillis how long each variant runs unrecorded
 */
record Effort(int rounds, int sliceMillis, int warmMillis) {
  static Effort of(String wish) {
    return switch (wish) {
      case "--short" -> new Effort(15, 8, 300);
      case "--long" -> new Effort(120, 60, 3_000);
      case "--try" -> new Effort(3, 1, 15);
      default ->
          throw new IllegalArgumentException(
              "give --short (the default), --long, or --try, which measures nothing");
    };
  }
}
