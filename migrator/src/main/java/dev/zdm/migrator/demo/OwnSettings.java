package dev.zdm.migrator.demo;

/**
 * What the instance is told by its own settings: nothing, whatever the environment says. All that
 * happens is ordered by the control table. Takes its settings back when closed.
 */
final class OwnSettings implements AutoCloseable {
  private static final String PHASE = "zdm.phase";
  private static final String PERCENT = "zdm.read.percent";

  void silence() {
    System.setProperty(PHASE, "off");
    System.setProperty(PERCENT, "0");
  }

  @Override
  public void close() {
    System.clearProperty(PHASE);
    System.clearProperty(PERCENT);
  }
}
