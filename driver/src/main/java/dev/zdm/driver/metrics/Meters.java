package dev.zdm.driver.metrics;

import dev.zdm.driver.logging.OptionalLibrary;
import dev.zdm.router.Side;
import java.util.function.DoubleSupplier;

/**
 * Where zdm counts: Micrometer's global registry where Micrometer is on the class path, else
 * nowhere. Safe for use by many threads. {@link ZdmMeter} says what each meter means.
 */
public interface Meters {
  /**
   * The meters of this JVM.
   *
   * @param enabled false for meters that count nothing
   */
  static Meters create(boolean enabled) {
    return enabled && OptionalLibrary.MICROMETER.present()
        ? MicrometerMeters.INSTANCE
        : NoMeters.INSTANCE;
  }

  /**
   * {@link ZdmMeter#STATEMENTS} for one kind of statement.
   *
   * @param role {@code primary} or {@code mirror}
   * @param operation the first word in lower case
   * @param table the mapped table in v1
   */
  StatementTimer statement(Side side, String role, String operation, String table);

  /** Counts one {@link ZdmMeter#MIRROR_FAILURES}. */
  void mirrorFailed(String table, Side side);

  /**
   * Counts one {@link ZdmMeter#UNMIRRORED}.
   *
   * @param outcome {@code refused} or {@code tainted}
   */
  void unmirrored(String table, String outcome);

  /** Counts some {@link ZdmMeter#PLANS}. */
  void planned(PlanResult result, long count);

  /** Adds {@code count} {@link ZdmMeter#PLANS_PARSE} that took {@code nanos} together. */
  void parsed(long count, long nanos);

  /**
   * Shows {@link ZdmMeter#LEDGER_SIZE} of a table, asked when somebody looks; must not block. The
   * newest supplier of a table takes the place of the last one.
   */
  void ledgerSize(String table, DoubleSupplier keys);

  /** Shows {@link ZdmMeter#LEDGER_WAITING} of a table, as {@link #ledgerSize} does. */
  void ledgerWaiting(String table, DoubleSupplier keys);

  /** Shows {@link ZdmMeter#READ_PERCENT} of a table, as {@link #ledgerSize} does. */
  void readPercent(String table, DoubleSupplier percent);
}
