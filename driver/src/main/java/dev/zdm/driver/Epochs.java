package dev.zdm.driver;

import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The epoch that is in force for one database, and its turning to other settings and another
 * catalog. Safe for use by many threads.
 */
final class Epochs {
  private static final Log LOG = Log.of(Epochs.class);

  /** Where the mirror of an epoch comes from. */
  @FunctionalInterface
  interface Mirrors {
    /**
     * @param own a connection of the application's that is just being opened, or is about to begin
     *     a transaction; null if there is none
     * @return null if these settings mirror nothing, or if it can be read on such a connection only
     * @throws SQLException if these settings and the database do not go together
     */
    @Nullable Mirror mirrorFor(Settings wanted, @Nullable Connection own) throws SQLException;
  }

  private final String name;
  private final Supplier<Settings> settings;
  private final Mirrors mirrors;
  private final Object turning = new Object();
  private volatile Epoch epoch = new Epoch(Settings.off(), null, 0);

  /** Counts each time that the catalog may have changed. */
  private final AtomicInteger catalog = new AtomicInteger();

  private @Nullable Settings rejected;
  private long retryAtNanos;
  private long turnedNanos = System.nanoTime();

  /**
   * @param name of the database, for people
   * @param settings those that are wanted now; the same instance as long as nothing has changed
   */
  Epochs(String name, Supplier<Settings> settings, Mirrors mirrors) {
    this.name = name;
    this.settings = settings;
    this.mirrors = mirrors;
  }

  /** The epoch for a transaction that begins now. */
  Epoch current() {
    Settings wanted = settings.get();
    Epoch now = epoch;
    return now.has(wanted, catalog.get()) ? now : next(wanted);
  }

  /** The last one that was turned to, be it that another is wanted by now. */
  Epoch last() {
    return epoch;
  }

  boolean isLast(Epoch pinned) {
    return pinned == epoch;
  }

  /** Whether its settings are those that are wanted now. */
  boolean isWanted(Epoch current) {
    return current.has(settings.get());
  }

  /** DDL was run: what the catalog says of the ways to a mapped table may be another. */
  void catalogMayHaveChanged() {
    catalog.incrementAndGet();
  }

  /** The first connection, or the first for a while: here a wrong setting is refused. */
  void begin(Connection own) throws SQLException {
    Settings wanted = settings.get();
    synchronized (turning) {
      if (System.nanoTime() - turnedNanos > wanted.controlMillis() * 1_000_000L) {
        catalog.incrementAndGet(); // nobody was here to see what happened meanwhile
      }
      turn(wanted, own);
    }
  }

  /** Gives the epoch its mirror, which can be read on the application's own connection only. */
  void complete(Epoch now, Connection own) throws SQLException {
    synchronized (turning) {
      int newest = catalog.get();
      epoch = new Epoch(now.settings(), mirrors.mirrorFor(now.settings(), own), newest);
    }
  }

  /**
   * Turns to other settings. Where that fails, the last good epoch stays, which is logged, and is
   * tried again after a control interval: an instance that is running is not brought down by a
   * wrong setting.
   */
  private Epoch next(Settings wanted) {
    synchronized (turning) {
      boolean waiting = wanted.equals(rejected) && System.nanoTime() - retryAtNanos < 0;
      if (waiting || epoch.has(wanted, catalog.get())) {
        return epoch;
      }
      try {
        turn(wanted, null);
        rejected = null;
      } catch (SQLException | RuntimeException e) {
        rejected = wanted;
        retryAtNanos = System.nanoTime() + wanted.controlMillis() * 1_000_000L;
        LOG.error(
            "zdm stays in phase "
                + epoch.settings().phase().label()
                + " for "
                + name
                + ", because it cannot turn to phase "
                + wanted.phase().label()
                + ": "
                + e.getMessage(),
            e);
      }
      return epoch;
    }
  }

  private void turn(Settings wanted, @Nullable Connection own) throws SQLException {
    Epoch now = epoch;
    int newest = catalog.get(); // before it is read, so that no change is missed
    if (now.has(wanted, newest)) {
      return;
    }
    turnedNanos = System.nanoTime();
    Mirror mirror =
        now.mirror() != null && now.has(newest) && now.mirrorsLike(wanted)
            ? now.mirror()
            : mirrors.mirrorFor(wanted, own);
    epoch = new Epoch(wanted, mirror, newest);
  }
}
