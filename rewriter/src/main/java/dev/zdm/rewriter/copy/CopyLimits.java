package dev.zdm.rewriter.copy;

/**
 * What v2's half of a write may cost v1's. Beyond it v2's half fails, and v1's is written without
 * it. Immutable.
 *
 * @param lockMillis milliseconds that each of v2's lock waits may last, those of v1 left as they
 *     are; 0 for as long as the application's own lock_timeout allows
 * @param keys how many keys a string may carry from v1's half to v2's
 */
public record CopyLimits(int lockMillis, int keys) {
  /** Where v1's half may not stand without v2's. */
  public static final CopyLimits NONE = new CopyLimits(0, Integer.MAX_VALUE);

  public CopyLimits {
    if (lockMillis < 0 || keys < 1) {
      throw new IllegalArgumentException("limits of " + lockMillis + " ms and " + keys + " keys");
    }
  }

  public boolean boundLocks() {
    return lockMillis > 0;
  }

  boolean boundKeys() {
    return keys < Integer.MAX_VALUE;
  }
}
