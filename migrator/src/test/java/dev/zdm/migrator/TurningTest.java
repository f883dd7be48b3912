package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.migrator.Cutover.Options;
import dev.zdm.migrator.Cutover.Outcome;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("While the roles of v1 and v2 turn round under load,")
class TurningTest {
  private static final int TURNS =
      Integer.getInteger("test.turns", Boolean.getBoolean("test.soak") ? 100 : 6);
  private static final int THREADS = 8;
  private static final int NOTES = 20;
  private static final Options OPTIONS =
      new Options(Duration.ofSeconds(30), Duration.ofSeconds(1), "a test");

  @TempDir Path folder = Path.of("");

  private final AtomicLong added = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("no acknowledged increment is lost, none counts twice, and v1 and v2 agree")
  void nothingIsLost(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(NOTES);
    String url = notes.zdm("");
    Cutover cutover = new Cutover(notes.migration(), OPTIONS);
    assertThat(cutover.to(Phase.MIRROR).done()).isTrue();
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, progress -> {}).run();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> add(url, random), "adds " + i);
      thread.start();
      threads.add(thread);
    }
    try {
      assertThat(cutover.percent(Percentage.HUNDRED).done()).isTrue();
      for (int turn = 0; turn < TURNS; turn++) {
        turn(cutover, turn % 2 == 0 ? Phase.V2_PRIMARY : Phase.MIRROR);
        long until = added.get() + THREADS;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (added.get() < until && failures.isEmpty()) {
          assertThat(System.nanoTime()).as("nothing is written any more").isLessThan(end);
          Thread.sleep(2);
        }
      }
    } finally {
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(failures).isEmpty();
    turn(cutover, Phase.MIRROR); // the gate compares both, and wants the ledger empty
    String expected = String.valueOf(5L * NOTES + added.get());
    assertThat(notes.column("SELECT sum(score) FROM notes")).containsExactly(expected);
    assertThat(notes.column("SELECT sum(score) FROM notes_v2")).containsExactly(expected);
    assertThat(new Verification(notes.migration(), 5).run().differences()).isZero();
    System.out.printf(
        "%s: %d turns, %d increments, %d transactions repeated%n",
        dialect, TURNS, added.get(), repeated.get());
  }

  /** The ledger may hold a key for a moment: then the gate says so, and one asks again. */
  private static void turn(Cutover cutover, Phase phase) throws Exception {
    Outcome outcome = cutover.to(phase);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!outcome.done() && System.nanoTime() < end) {
      Thread.sleep(50);
      outcome = cutover.to(phase);
    }
    assertThat(outcome.done()).as(outcome.toString()).isTrue();
  }

  private void add(String url, Random random) {
    try (Connection connection = DriverManager.getConnection(url)) {
      while (!stopped) {
        try {
          added.addAndGet(add(connection, random));
        } catch (SQLException e) {
          if (!"40001".equals(e.getSQLState())) {
            throw e;
          }
          repeated.incrementAndGet();
          if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
          }
        }
      }
    } catch (SQLException e) {
      failures.add(e);
    }
  }

  private static int add(Connection connection, Random random) throws SQLException {
    int id = 1 + random.nextInt(NOTES - 1);
    if (random.nextInt(3) > 0) {
      return one(connection, id);
    }
    connection.setAutoCommit(false);
    int both = one(connection, id) + one(connection, id + 1); // in the keys' order
    connection.commit();
    connection.setAutoCommit(true);
    return both;
  }

  private static int one(Connection connection, int id) throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement("UPDATE notes SET score = score + 1 WHERE id = ?")) {
      add.setInt(1, id);
      return add.executeUpdate();
    }
  }
}
