package dev.zdm.migrator.demo;

import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.Verification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/** Compares v1 with v2, and remembers what it found. Not safe for use by several threads. */
final class Equality {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAUSE_MILLIS = 100;

  private final Target target;
  private long differences = -1;

  Equality(Target target) {
    this.target = target;
  }

  /** The keys that differed the last time; -1 if they were never compared. */
  long differences() {
    return differences;
  }

  /** Compares once. */
  Verification.Result look() throws SQLException {
    Verification.Result result = new Verification(Migration.open(target), Verification.FIRST).run();
    differences = result.differences();
    return result;
  }

  /** What the ledger lists is on its way to v2; what it does not list differs for good. */
  Verification.Result settled() throws SQLException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Verification.Result result = look();
    while (result.differences() > 0
        && result.differences() == result.inLedger()
        && System.nanoTime() - end < 0) {
      Thread.sleep(PAUSE_MILLIS);
      result = look();
    }
    return result;
  }

  static void demandEqual(Verification.Result result) throws Violated {
    if (!result.clean()) {
      throw new Violated(
          "v1 and v2 differ in " + result.differences() + " keys: " + Differences.text(result));
    }
  }

  /** How many rows were compared, and that they are equal. */
  static String equal(Verification.Result result) throws Violated {
    demandEqual(result);
    long rows = result.tables().stream().mapToLong(Verification.TableResult::v1Rows).sum();
    return String.format(Locale.ROOT, "%,d rows compared, 0 differences", rows);
  }
}
