package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A call on a thread of its own, which PostgreSQL can be asked about. */
final class Background<T> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CompletableFuture<T> call = new CompletableFuture<>();

  private Background() {}

  static <T> Background<T> start(Callable<T> work) {
    Background<T> background = new Background<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                background.call.complete(work.call());
              } catch (Throwable e) {
                background.call.completeExceptionally(e);
              }
            },
            "background");
    thread.setDaemon(true);
    thread.start();
    return background;
  }

  /** Until some backend of the database waits for this event (type or name). */
  void awaitWait(MirroredDatabase database, String event) throws Exception {
    assertThat(waits(database, event)).as("must wait, and has ended instead").isTrue();
  }

  /** Until some backend waits for a lock, or the call has ended, as v2's waits do by themselves. */
  void awaitLockOrEnd(MirroredDatabase database) throws Exception {
    waits(database, "Lock");
  }

  private boolean waits(MirroredDatabase database, String event) throws Exception {
    String waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND '%s' IN (wait_event_type, wait_event)".formatted(event);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (Connection observer = database.raw()) {
      while (!call.isDone()) {
        if (!MirroredDatabase.rows(observer, waiting).equals(List.of("0"))) {
          return true;
        }
        assertThat(System.nanoTime()).as("comes to wait for %s", event).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
    return false;
  }

  boolean isDone() {
    return call.isDone();
  }

  /**
   * What the call gave.
   *
   * @throws SQLException its own
   */
  T get() throws Exception {
    try {
      return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
