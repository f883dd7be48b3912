package dev.zdm.driver.metrics;

import dev.zdm.router.Side;
import java.util.function.DoubleSupplier;

/** Counts nothing. */
enum NoMeters implements Meters {
  INSTANCE;

  private static final StatementTimer TIMER = (nanos, failed) -> {};

  @Override
  public StatementTimer statement(Side side, String role, String operation, String table) {
    return TIMER;
  }

  @Override
  public void mirrorFailed(String table, Side side) {}

  @Override
  public void unmirrored(String table, String outcome) {}

  @Override
  public void planned(PlanResult result, long count) {}

  @Override
  public void parsed(long count, long nanos) {}

  @Override
  public void ledgerSize(String table, DoubleSupplier keys) {}

  @Override
  public void ledgerWaiting(String table, DoubleSupplier keys) {}

  @Override
  public void readPercent(String table, DoubleSupplier percent) {}
}
