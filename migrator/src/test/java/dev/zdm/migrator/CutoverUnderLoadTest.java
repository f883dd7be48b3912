package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.migrator.Cutover.Options;
import dev.zdm.migrator.Cutover.Outcome;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
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

@DisplayName("Under load, the control table")
class CutoverUnderLoadTest {
  private static final Options OPTIONS =
      new Options(Duration.ofSeconds(30), Duration.ofSeconds(1), "a test");
  private static final int KEYS = 200;

  @TempDir Path folder = Path.of("");

  /**
   * An application that knows nothing of all this: autocommit and transactions, by zdm. What fails
   * with 40001 it repeats until it is done, as every service has to.
   */
  private static final class Users implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();

    /** What was repeated because of them. */
    private final Queue<SQLException> repeated = new ConcurrentLinkedQueue<>();

    private final AtomicLong written = new AtomicLong();
    private volatile boolean stopped;

    Users(String url, int count) {
      for (int i = 0; i < count; i++) {
        int seed = i;
        Thread thread = new Thread(() -> work(url, new Random(seed)), "user " + i);
        thread.start();
        threads.add(thread);
      }
    }

    private void work(String url, Random random) {
      try (Connection connection = DriverManager.getConnection(url)) {
        long seed = random.nextLong();
        while (!stopped) {
          try {
            request(connection, new Random(seed));
            written.incrementAndGet();
            seed = random.nextLong();
          } catch (SQLException e) {
            boolean again = "40001".equals(e.getSQLState());
            (again ? repeated : failures).add(e);
            seed = again ? seed : random.nextLong();
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

    private static void request(Connection connection, Random random) throws SQLException {
      long id = 1 + random.nextInt(KEYS);
      if (random.nextInt(4) > 0) {
        write(connection, random, id);
        return;
      }
      connection.setAutoCommit(false);
      write(connection, random, id); // in the keys' order, so that no two lock each other out
      write(connection, random, id + 1 + random.nextInt(KEYS));
      connection.commit();
      connection.setAutoCommit(true);
    }

    private static void write(Connection connection, Random random, long id) throws SQLException {
      String sql =
          switch (random.nextInt(3)) {
            case 0 -> "UPDATE notes SET score = score + 1 WHERE id = ?";
            case 1 -> "DELETE FROM notes WHERE id = ?";
            default ->
                "INSERT INTO notes (id, author, body, score) VALUES (?, 'a', 'b', 1)"
                    + " ON CONFLICT (id) DO UPDATE SET body = 'c'";
          };
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setLong(1, id);
        statement.executeUpdate();
      }
    }

    /** Until the instance is known to others: on SQLite it waits for its turn to say so. */
    void known(Notes notes) throws Exception {
      go(20);
      while (notes.column("SELECT id FROM zdm_instances").isEmpty()) {
        go(1);
      }
    }

    void go(int more) throws InterruptedException {
      long until = written.get() + more;
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (written.get() < until) {
        assertThat(System.nanoTime()).as("nothing is written any more").isLessThan(end);
        Thread.sleep(5);
      }
    }

    @Override
    public void close() throws InterruptedException {
      stopped = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "carries an application from off to mirror, every read to v2, and back: nothing differs")
  void thereAndBack(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(KEYS);
    try (Users users = new Users(notes.zdm(""), 4)) {
      users.known(notes);
      Cutover cutover = new Cutover(notes.migration(), OPTIONS);
      Outcome mirror = cutover.to(Phase.MIRROR);
      assertThat(mirror.waitsFor()).isEmpty();
      assertThat(notes.column("SELECT phase FROM zdm_instances")).containsExactly("mirror");
      new Backfill(
              notes.migration(),
              new Backfill.Pace(50, Duration.ofMillis(10), Duration.ofMillis(5)),
              progress -> {})
          .run();
      users.go(100);
      assertThat(cutover.percent(Percentage.HUNDRED).done()).isTrue();
      users.go(100);
      assertThat(verified(notes)).isTrue();

      assertThat(cutover.to(Phase.OFF).done()).isTrue();
      users.go(50);
      assertThat(notes.column("SELECT phase FROM zdm_instances")).containsExactly("off");
      assertThat(cutover.to(Phase.MIRROR).done()).isTrue();
      new Repair(notes.migration()).run();
      users.go(50);
      assertThat(verified(notes)).isTrue();
      assertThat(users.failures).isEmpty();
      assertThat(users.repeated).isEmpty();
    }
    assertThat(new Verification(notes.migration(), 5).run().differences()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "carries an application the whole way, back once, and on: nothing differs, and no request fails"
          + " but those that it is asked to repeat, which are done then")
  void wholeWay(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(KEYS);
    try (Users users = new Users(notes.zdm(""), 4)) {
      users.known(notes);
      Cutover cutover = new Cutover(notes.migration(), OPTIONS);
      assertThat(cutover.to(Phase.MIRROR).done()).isTrue();
      new Backfill(
              notes.migration(),
              new Backfill.Pace(50, Duration.ofMillis(10), Duration.ofMillis(5)),
              progress -> {})
          .run();
      assertThat(cutover.percent(Percentage.HUNDRED).done()).isTrue();
      step(notes, cutover, Phase.V2_PRIMARY, users);
      step(notes, cutover, Phase.MIRROR, users);
      step(notes, cutover, Phase.V2_PRIMARY, users);
      step(notes, cutover, Phase.COMPLETE, users);
      List<String> v1 = notes.column("SELECT sum(score) || ' ' || count(*) FROM notes");
      users.go(50);
      assertThat(notes.column("SELECT sum(score) || ' ' || count(*) FROM notes"))
          .as("v1 is left as it is")
          .isEqualTo(v1);

      Contract contract =
          new Contract(
              notes.target(), new Contract.Options(Duration.ZERO, Duration.ZERO, "a test"));
      Contract.Outcome archived = contract.archive(false);
      for (int i = 0; i < 20 && !archived.done(); i++) {
        Thread.sleep(200); // this test has read v1 itself
        archived = contract.archive(false);
      }
      assertThat(archived.obstacles()).isEmpty();
      users.go(50);
      assertThat(contract.undo(false).done()).isTrue();
      users.go(50);
      assertThat(users.failures).isEmpty();
      System.out.printf("%s: %d requests repeated%n", dialect, users.repeated.size());
    }
  }

  /** The ledger may hold a key for a moment: then the gate says so, and one asks again. */
  private static void step(Notes notes, Cutover cutover, Phase phase, Users users)
      throws Exception {
    Outcome outcome = cutover.to(phase);
    for (int i = 0; i < 100 && !outcome.obstacles().isEmpty(); i++) {
      assertThat(outcome.obstacles())
          .allSatisfy(o -> assertThat(o).containsAnyOf("ledger", "differ"));
      Thread.sleep(100);
      outcome = cutover.to(phase);
    }
    assertThat(outcome.done())
        .as(
            "%s, in the ledger: %s",
            outcome, notes.column("SELECT DISTINCT reason FROM zdm_ledger"))
        .isTrue();
    assertThat(notes.column("SELECT phase FROM zdm_instances")).containsExactly(phase.label());
    users.go(100);
    for (SQLException failure : users.failures) {
      throw new AssertionError("in phase " + phase.label(), failure);
    }
    if (notes.dialect() == Dialect.POSTGRESQL) { // zdm itself repeats what a turn has refused
      assertThat(users.repeated).as("in phase " + phase.label()).isEmpty();
    }
  }

  /** What a live write had to leave to the ledger is on its way. */
  private static boolean verified(Notes notes) throws Exception {
    for (int i = 0; i < 100; i++) {
      if (new Verification(notes.migration(), 5).run().clean()) {
        return true;
      }
      Thread.sleep(100);
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("holds a left-behind application's writes off whole: 40001, and no half of any")
  void leftBehind(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(KEYS);
    Cutover cutover = new Cutover(notes.migration(), OPTIONS);
    cutover.to(Phase.MIRROR);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, progress -> {}).run();
    Mapping mapping = notes.migration().mapping();
    GuardSql guards = GuardSql.of(mapping);
    MappedTable table = mapping.tables().get(0);
    try (Users users = new Users(notes.zdm(""), 4)) {
      for (int i = 0; i < 5; i++) {
        users.go(30);
        guard(notes, guards.follow(table.v1(), table.v2()));
        List<String> v1 = notes.column("SELECT max(id) || ' ' || sum(score) FROM notes");
        Thread.sleep(100);
        assertThat(notes.column("SELECT max(id) || ' ' || sum(score) FROM notes")).isEqualTo(v1);
        guard(notes, guards.drop(table.v1()));
      }
      users.go(30);
      assertThat(users.failures).isEmpty();
      assertThat(users.repeated)
          .isNotEmpty()
          .allSatisfy(e -> assertThat(e.getMessage()).contains(GuardSql.WORDS));
    }
    assertThat(notes.column("SELECT reason FROM zdm_ledger"))
        .as("of what was refused whole, v2 owes nothing")
        .noneMatch(reason -> reason.contains(GuardSql.STATE) || reason.contains(GuardSql.WORDS));
    new Repair(notes.migration()).drainLedger();
    assertThat(new Verification(notes.migration(), 5).run().differences()).isZero();
  }

  private static void guard(Notes notes, List<String> statements) throws SQLException {
    try (Session session = notes.migration().open()) {
      session.write(
          connection -> {
            Session.run(connection, statements);
            return statements;
          });
    }
  }
}
