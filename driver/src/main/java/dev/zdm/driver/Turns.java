package dev.zdm.driver;

import dev.zdm.driver.copy.OwnTransactions;
import java.util.function.BooleanSupplier;

/**
 * On SQLite, keeps the relay's transactions apart from those of this instance's application: a
 * transaction there that has read cannot write any more once somebody else has written. The relay
 * begins when the application does nothing, and the application waits the moment that it takes.
 * Safe for use by many threads.
 */
final class Turns implements OwnTransactions.Turn {
  private static final int PATIENCE_MILLIS = 20;

  private final BooleanSupplier idle;
  private volatile boolean relays;

  /**
   * @param idle whether no connection of the application's is in the midst of something
   */
  Turns(BooleanSupplier idle) {
    this.idle = idle;
  }

  /** Whether it is the relay's turn. One who says that he is busy and then asks is never missed. */
  boolean relays() {
    return relays;
  }

  /** Waits until it is the application's turn. */
  synchronized void awaitApplications() {
    boolean interrupted = false;
    while (relays) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true; // the relay is done in a moment, and the driver heeds interrupts
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean take() {
    if (!claim()) {
      return false;
    }
    boolean taken = false;
    try {
      for (int i = 0; i < PATIENCE_MILLIS && !idle.getAsBoolean(); i++) {
        if (!Relay.pause(1)) {
          break;
        }
      }
      taken = idle.getAsBoolean();
      return taken;
    } finally {
      if (!taken) {
        end();
      }
    }
  }

  /** One at a time of those who are not the application. */
  private synchronized boolean claim() {
    boolean free = !relays;
    relays = true;
    return free;
  }

  @Override
  public synchronized void end() {
    relays = false;
    notifyAll();
  }
}
