package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.migrator.Cutover.Options;
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
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("While v1 is copied back under load,")
class CopyBackUnderLoadTest {
  private static final int CYCLES =
      Integer.getInteger("test.turns", Boolean.getBoolean("test.soak") ? 20 : 2);
  private static final int THREADS = 4;
  private static final int NOTES = 1_500;
  private static final int COUNTERS = 20;
  private static final Options OPTIONS =
      new Options(Duration.ofSeconds(30), Duration.ofSeconds(1), "a test");

  @TempDir Path folder = Path.of("");

  private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private volatile boolean stopped;

  /** Ends a run in its midst, as a kill would. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** One user of the application, who knows what he has written: counters, and notes of his own. */
  private final class User extends Thread {
    private final String url;
    private final Random random;
    private final long first;
    private final Map<Long, String> own = new TreeMap<>();

    User(String url, int number) {
      super("user " + number);
      this.url = url;
      this.random = new Random(number);
      this.first = 10_000L * (number + 1);
    }

    @Override
    public void run() {
      try (Connection connection = DriverManager.getConnection(url)) {
        while (!stopped) {
          try {
            work(connection);
            written.incrementAndGet();
          } catch (SQLException e) {
            if (!"40001".equals(e.getSQLState())) {
              throw e;
            }
            if (!connection.getAutoCommit()) {
              connection.rollback();
              connection.setAutoCommit(true);
            }
          }
        }
      } catch (SQLException | RuntimeException e) {
        failures.add(e);
      }
    }

    private void work(Connection connection) throws SQLException {
      if (random.nextBoolean()) {
        count(connection);
        return;
      }
      boolean together = random.nextInt(3) == 0;
      Map<Long, String> before = new TreeMap<>(own);
      connection.setAutoCommit(!together);
      try {
        write(connection);
        if (together) {
          write(connection);
          connection.commit();
          connection.setAutoCommit(true);
        }
      } catch (SQLException e) {
        own.clear();
        own.putAll(before);
        throw e;
      }
    }

    private void count(Connection connection) throws SQLException {
      String sql = "UPDATE notes SET score = score + 1 WHERE id = ?";
      added.addAndGet(update(connection, sql, 1L + random.nextInt(COUNTERS)));
    }

    private void write(Connection connection) throws SQLException {
      long id = first + random.nextInt(30);
      String body = "b" + random.nextInt(1_000);
      int rows = own.containsKey(id) ? 1 : 0;
      if (random.nextInt(3) == 0) {
        assertThat(update(connection, "DELETE FROM notes WHERE id = ?", id)).isEqualTo(rows);
        own.remove(id);
        return;
      }
      if (rows == 0) {
        update(
            connection,
            "INSERT INTO notes (body, author, score, id) VALUES (?, 'own', 1, ?)",
            body,
            id);
      } else {
        assertThat(update(connection, "UPDATE notes SET body = ? WHERE id = ?", body, id))
            .isEqualTo(1);
      }
      own.put(id, body);
    }

    private static int update(Connection connection, String sql, Object... values)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        return statement.executeUpdate();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("nothing acknowledged is lost, whatever is killed, and mirror has it all on v1")
  void nothingIsLost(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(NOTES);
    Cutover cutover = new Cutover(notes.migration(), OPTIONS);
    assertThat(cutover.to(Phase.MIRROR).done()).isTrue();
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, progress -> {}).run();
    List<User> users = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) { // two instances of the application
      users.add(new User(notes.zdm(i % 2 == 0 ? "" : "&zdm.mirror.lock-timeout=60"), i));
    }
    users.forEach(Thread::start);
    try {
      assertThat(cutover.percent(Percentage.HUNDRED).done()).isTrue();
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        step(cutover, Phase.V2_PRIMARY);
        step(cutover, Phase.COMPLETE);
        go(200);
        notes.sql(
            "UPDATE notes_v2 SET body = 'cycle %02d', size = 8 WHERE id > 50 AND id < 9000"
                .formatted(cycle));
        go(50);
        copyBack(notes, cycle);
        go(50);
        step(cutover, Phase.MIRROR);
        go(50);
      }
    } finally {
      stopped = true;
      for (User user : users) {
        user.join();
      }
    }
    assertThat(failures).isEmpty();
    relayed(notes);
    assertThat(new Verification(notes.migration(), 5).run().differences()).isZero();
    assertThat(notes.column("SELECT sum(score) FROM notes WHERE id <= " + COUNTERS))
        .containsExactly(String.valueOf(5L * COUNTERS + added.get()));
    Map<Long, String> own = new TreeMap<>();
    users.forEach(user -> own.putAll(user.own));
    Map<Long, String> found = new TreeMap<>();
    for (List<String> row : notes.rows("SELECT id, body FROM notes WHERE author = 'own'")) {
      found.put(Long.valueOf(row.get(0)), row.get(1));
    }
    assertThat(found).isEqualTo(own);
    System.out.printf(
        "%s: %d cycles, %d increments, %d writes%n", dialect, CYCLES, added.get(), written.get());
  }

  /** Twice it is killed; then it comes to its end. */
  private static void copyBack(Notes notes, int cycle) throws Exception {
    AtomicInteger killed = new AtomicInteger();
    String last = "";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      AtomicInteger left = new AtomicInteger(killed.get() < 2 ? cycle + killed.get() : 1_000_000);
      try {
        CopyBack.Outcome outcome =
            new CopyBack(
                    notes.target(),
                    OPTIONS,
                    progress -> {
                      if (left.getAndDecrement() == 0) {
                        killed.incrementAndGet();
                        throw new Killed();
                      }
                    })
                .run();
        if (outcome.done()) {
          assertThat(killed).hasPositiveValue();
          return;
        }
        assertThat(outcome.obstacles()).as(outcome.toString()).isEmpty();
        last = outcome.toString();
      } catch (Killed e) {
        continue;
      }
    }
    throw new AssertionError("v1 does not become what v2 is: " + last);
  }

  /** The ledger may hold a key for a moment: then the gate says so, and one asks again. */
  private static void step(Cutover cutover, Phase phase) throws Exception {
    Cutover.Outcome outcome = cutover.to(phase);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!outcome.done() && System.nanoTime() < end) {
      Thread.sleep(50);
      outcome = cutover.to(phase);
    }
    assertThat(outcome.done()).as(outcome.toString()).isTrue();
  }

  private void go(int more) throws InterruptedException {
    long until = written.get() + more;
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (written.get() < until && failures.isEmpty()) {
      assertThat(System.nanoTime()).as("nothing is written any more").isLessThan(end);
      Thread.sleep(2);
    }
  }

  private static void relayed(Notes notes) throws Exception {
    new Repair(notes.migration()).drainLedger();
    assertThat(notes.column("SELECT reason FROM zdm_ledger")).isEmpty();
  }
}
