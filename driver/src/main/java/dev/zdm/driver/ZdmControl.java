package dev.zdm.driver;

import dev.zdm.driver.settings.ConnectionUrl;
import java.time.Duration;

/** What a migration's tools ask of the zdm connections of their own JVM. */
public final class ZdmControl {
  private ZdmControl() {}

  /**
   * Waits until the phase and percentages that are set now are in force: no connection of this JVM
   * to that database has a transaction open that began under others.
   *
   * @param url a {@code jdbc:zdm:} URL; other zdm settings in it do not matter
   * @return false if that did not come to pass in time, or the settings cannot be adopted (the log
   *     says why); true at once if there is no such connection
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static boolean awaitAdopted(String url, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (Database database : Database.of(ConnectionUrl.parse(url))) {
      if (!database.awaitAdopted(Duration.ofNanos(deadline - System.nanoTime()))) {
        return false;
      }
    }
    return true;
  }
}
