package dev.zdm.benchmarks;

/** How a measured figure stands to what was promised. */
enum Verdict {
  MET("met"),
  MISSED("missed"),
  CANNOT_TELL("cannot tell"),
  NO_PROMISE("-");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /**
   * Against a limit that lies a margin above {@code truth}, which is what raw against raw would
   * show if nothing disturbed it. Where the noise is wider than half the margin, nothing is said.
   */
  static Verdict of(Interval measured, Interval noise, double truth, double limit) {
    if (noise.spreadAround(truth) > (limit - truth) / 2) {
      return CANNOT_TELL;
    }
    return measured.median() <= limit ? MET : MISSED;
  }

  /** Both have to hold. */
  Verdict and(Verdict other) {
    if (this == NO_PROMISE) {
      return other;
    }
    if (other == NO_PROMISE) {
      return this;
    }
    if (this == MISSED || other == MISSED) {
      return MISSED;
    }
    return this == MET ? other : this;
  }
}
