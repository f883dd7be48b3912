package dev.zdm.driver;

import java.time.Duration;

/** Placeholder for the lead's class. */
public final class ZdmControl {
  private ZdmControl() {}

  /** Placeholder. */
  public static boolean awaitAdopted(String zdmUrl, Duration timeout) {
    return true;
  }
}
