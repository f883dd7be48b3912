package dev.zdm.rewriter.copy;

/**
 * How PostgreSQL's {@code lock_timeout} is lent to v2's half of a string and given back. Every
 * change is local to the transaction, and is undone with the savepoint that it was made behind.
 *
 * @param millis for v2's half
 */
public record LockTimeoutSql(int millis) {
  /** The application's own value; readable once {@link #lend()} was executed. */
  static final String OWN = "current_setting('zdm.lock_timeout')";

  /** An expression that puts the application's own value back. Never null. */
  public static final String GIVE_BACK = "set_config('lock_timeout', " + OWN + ", true)";

  /**
   * A statement of its own, because the next one locks its tables before anything in it runs: keeps
   * the application's value, then sets v2's. One row, of no interest.
   */
  public String lend() {
    return "SELECT set_config('lock_timeout', CASE WHEN set_config('zdm.lock_timeout',"
        + " current_setting('lock_timeout'), true) IS NOT NULL THEN '"
        + millis
        + "' END, true)";
  }

  /** A string of v2's half alone, within what its lock waits may last. */
  public static String bounded(CopyLimits limits, String v2Half) {
    return limits.boundLocks()
        ? String.join("; ", new LockTimeoutSql(limits.lockMillis()).lend(), v2Half, giveBack())
        : v2Half;
  }

  /** An expression that sets v2's value once more. Never null. */
  public String lendAgain() {
    return "set_config('lock_timeout', '" + millis + "', true)";
  }

  /** A statement that puts the application's own value back. */
  public static String giveBack() {
    return "SELECT " + GIVE_BACK;
  }
}
