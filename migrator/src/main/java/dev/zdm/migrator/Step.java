package dev.zdm.migrator;

import dev.zdm.router.Phase;

/** One step from phase to phase, forward or back. */
enum Step {
  /** Both sides are written from now on. */
  BEGIN(Phase.OFF, Phase.MIRROR),
  /** v1 alone again: what follows is not on v2. */
  STOP(Phase.MIRROR, Phase.OFF),
  /** v2 becomes primary. */
  TURN(Phase.MIRROR, Phase.V2_PRIMARY),
  /** v1 becomes primary again. */
  TURN_BACK(Phase.V2_PRIMARY, Phase.MIRROR),
  /** v1 is left as it is. */
  COMPLETE(Phase.V2_PRIMARY, Phase.COMPLETE),
  /** v1 has to be made anew from v2. */
  COPY_BACK(Phase.COMPLETE, Phase.V2_PRIMARY);

  private final Phase from;
  private final Phase to;

  Step(Phase from, Phase to) {
    this.from = from;
    this.to = to;
  }

  /**
   * @throws IllegalArgumentException if there is none
   */
  static Step of(Phase from, Phase to) {
    for (Step step : values()) {
      if (step.from == from && step.to == to) {
        return step;
      }
    }
    throw new IllegalArgumentException(
        "there is no step from phase "
            + from.label()
            + " to "
            + to.label()
            + "; go one at a time: off, mirror, v2-primary, complete");
  }

  Phase from() {
    return from;
  }

  Phase to() {
    return to;
  }

  /** Whether another side becomes the one that answers. */
  boolean turnsRoles() {
    return this == TURN || this == TURN_BACK;
  }

  /** Whether every row must be the same on both sides. */
  boolean needsEqual() {
    return turnsRoles() || this == COMPLETE;
  }

  /** Whether everyone must be in the present phase; a way back does not wait for who is left. */
  boolean needsAll() {
    return this == BEGIN || this == TURN || this == COMPLETE;
  }
}
