package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.Instance;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.router.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Who of the application is there. Each instance answers a call within its control interval; one
 * that has not been seen for three of them, and for ten seconds, is gone. Not safe for use by
 * several threads.
 */
final class RollCall {
  private static final long PAUSE_MILLIS = 20;

  private final Session session;
  private final ControlTable table;

  RollCall(Session session, ControlTable table) {
    this.session = session;
    this.table = table;
  }

  /** Those who ran this phase when they were last seen, also if that is long ago. */
  List<Instance> left(Phase phase) throws SQLException {
    return listed().stream().filter(i -> i.phase().equals(phase.label())).toList();
  }

  /** Calls, and gives those who are there, as they are now. */
  List<Instance> take() throws SQLException {
    long call = session.write(table::callRoll);
    long start = System.nanoTime();
    List<Instance> listed = listed();
    while (listed.stream().anyMatch(i -> i.rollCall() < call && isAwaited(i, start))) {
      Session.sleep(PAUSE_MILLIS);
      listed = listed();
    }
    for (Instance gone : listed.stream().filter(i -> isGone(i, call)).toList()) {
      if (gone.phase().equals(Phase.COMPLETE.label())) {
        continue; // what it would do if it woke, no guard would see
      }
      session.write(
          connection -> {
            table.leave(connection, gone.id());
            return gone;
          });
    }
    return listed.stream().filter(i -> !isGone(i, call)).toList();
  }

  /**
   * Waits until everyone who is there runs an epoch, or a newer one.
   *
   * @return who still does not
   */
  List<Instance> await(long epoch, Duration patience) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    List<Instance> behind = behind(take(), epoch);
    while (!behind.isEmpty() && System.nanoTime() < end) {
      Session.sleep(PAUSE_MILLIS);
      behind = behind(present(), epoch);
    }
    return behind;
  }

  static List<Instance> behind(List<Instance> live, long epoch) {
    return live.stream().filter(i -> i.epoch() < epoch).toList();
  }

  /** Those who are there as far as is known without asking. */
  List<Instance> present() throws SQLException {
    return listed().stream()
        .filter(i -> session.dialect() == Dialect.SQLITE || i.isRecent())
        .toList();
  }

  private List<Instance> listed() throws SQLException {
    return session.patiently(() -> table.instances(session.connection()));
  }

  /** On SQLite instances write only when something is new, and so may not have been seen lately. */
  private boolean isAwaited(Instance instance, long start) {
    boolean silent = Duration.ofNanos(System.nanoTime() - start).compareTo(instance.patience()) > 0;
    return !silent && (session.dialect() == Dialect.SQLITE || instance.isRecent());
  }

  private boolean isGone(Instance instance, long call) {
    return instance.rollCall() < call
        && (session.dialect() == Dialect.SQLITE || !instance.isRecent());
  }
}
