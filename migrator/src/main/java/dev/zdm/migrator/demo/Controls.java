package dev.zdm.migrator.demo;

import dev.zdm.driver.ZdmControl;
import java.time.Duration;

/**
 * The migration's two handles, moved as an operator moves them while the application runs: by
 * system properties. Puts back what was there when closed.
 */
final class Controls implements AutoCloseable {
  private static final String PHASE = "zdm.phase";
  private static final String PERCENT = "zdm.read.percent";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String url;

  Controls(String url) {
    this.url = url;
    System.setProperty(PHASE, "off");
    System.setProperty(PERCENT, "0");
  }

  /** Changes the phase and waits until every connection has adopted it. */
  void phase(String phase) throws Exception {
    System.setProperty(PHASE, phase);
    adopted("phase " + phase);
  }

  /** Changes the share of reads for v2 and waits until every connection has adopted it. */
  void percent(int percent) throws Exception {
    System.setProperty(PERCENT, Integer.toString(percent));
    adopted(percent + " %");
  }

  private void adopted(String what) throws Exception {
    if (!ZdmControl.awaitAdopted(url, PATIENCE)) {
      throw new Violated(
          what + " was not adopted by every connection within " + PATIENCE.toSeconds() + " s");
    }
  }

  @Override
  public void close() {
    System.clearProperty(PHASE);
    System.clearProperty(PERCENT);
  }
}
