package dev.zdm.driver;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before something that fails is tried again: one second, then twice as long each
 * time up to five minutes, a quarter more or less by chance. Not safe for use by several threads.
 */
final class BackOff {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 300_000;

  private final DoubleSupplier chance;
  private long millis;

  /**
   * @param chance numbers from 0 to 1
   */
  BackOff(DoubleSupplier chance) {
    this.chance = chance;
  }

  void failed() {
    millis = millis == 0 ? FIRST_MILLIS : Math.min(LONGEST_MILLIS, 2 * millis);
  }

  void succeeded() {
    millis = 0;
  }

  /** Milliseconds from the last failure to the next attempt; 0 if the last one succeeded. */
  long millis() {
    return (long) (millis * (0.75 + 0.5 * chance.getAsDouble()));
  }
}
