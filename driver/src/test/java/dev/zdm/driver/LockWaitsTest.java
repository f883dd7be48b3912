package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C5, trap 44: a mirrored write on PostgreSQL that meets a lock")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockWaitsTest {
  private static final String UPDATE = "UPDATE songs SET plays = plays + 1 WHERE id = 1";
  private static final String DELETE = "DELETE FROM songs WHERE id = 1";
  private static final String REKEY = "UPDATE songs SET id = 11 WHERE id = 1";

  private final String tail = TestPostgres.newDatabaseTail();
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private Connection holder;

  @BeforeEach
  void create() throws SQLException {
    Engine.POSTGRESQL.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL UNIQUE, plays int)",
        "INSERT INTO songs(id, title) VALUES (1, 'a'), (2, 'b')",
        "INSERT INTO songs_v2 TABLE songs");
    holder = Engine.POSTGRESQL.raw(tail);
    holder.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    background.shutdownNow();
    holder.close();
  }

  private Connection mirrored(String parameters) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + Engine.POSTGRESQL.with(tail, "zdm.phase=mirror" + parameters));
  }

  private List<String> raw(String query) throws SQLException {
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private void assertSame() throws SQLException {
    assertThat(raw("SELECT * FROM songs_v2 ORDER BY 1"))
        .isEqualTo(raw("SELECT * FROM songs ORDER BY 1"));
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  private Future<Integer> inBackground(Connection c, String write) {
    return background.submit(
        () -> {
          try (PreparedStatement p = c.prepareStatement(write)) {
            return p.executeUpdate();
          }
        });
  }

  /** Waits until somebody has waited for a lock for longer than v2's half may. */
  private void awaitLongWait() throws Exception {
    String waits =
        "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted"
            + " AND d.datname = current_database() AND waitstart < clock_timestamp() - interval"
            + " '150 ms'";
    String rows =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname ="
            + " current_database() AND query_start < clock_timestamp() - interval '150 ms'";
    Await.until(() -> !raw(waits).equals(List.of("0")) || !raw(rows).equals(List.of("0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {UPDATE, DELETE, REKEY})
  @DisplayName("waits for v1's row as long as it takes, and is mirrored")
  void hotRow(String write) throws Exception {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (Connection c = mirrored("")) {
        c.setAutoCommit(autoCommit);
        Sql.run(holder, "UPDATE songs SET plays = plays + 100 WHERE id = 1");
        Future<Integer> written = inBackground(c, write);
        awaitLongWait();
        holder.rollback();
        assertThat(written.get()).isEqualTo(1);
        if (!autoCommit) {
          c.rollback();
          c.setAutoCommit(true);
        }
        assertSame();
        Sql.run(
            c, "DELETE FROM songs WHERE id <> 2", "INSERT INTO songs(id, title) VALUES (1, 'a')");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {UPDATE, DELETE, REKEY})
  @DisplayName("waits for v1's table as long as it takes, and is mirrored")
  void lockedTable(String write) throws Exception {
    try (Connection c = mirrored("")) {
      Sql.run(holder, "LOCK TABLE songs IN SHARE MODE");
      Future<Integer> written = inBackground(c, write);
      awaitLongWait();
      holder.commit();
      assertThat(written.get()).isEqualTo(1);
    }
    assertSame();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM songs_v2 FOR UPDATE",
        "LOCK TABLE songs_v2 IN SHARE MODE",
        "LOCK TABLE songs_v2 IN ACCESS EXCLUSIVE MODE"
      })
  @DisplayName(
      "does not wait for whoever holds v2, keeps v1's half and names the key in the ledger")
  void heldV2(String hold) throws SQLException {
    try (Connection c = mirrored("")) {
      Sql.run(holder, hold);
      Sql.run(c, UPDATE, "UPDATE songs SET id = 22 WHERE id = 2");
      c.setAutoCommit(false);
      Sql.run(c, "SAVEPOINT own", DELETE, "ROLLBACK TO own");
      Sql.run(c, "UPDATE songs SET plays = 50 WHERE id = 1");
      c.commit();
      holder.rollback();
    }
    assertThat(raw("SELECT id, plays FROM songs ORDER BY 1")).containsExactly("1|50", "22|0");
    assertThat(raw("SELECT id, plays FROM songs_v2 ORDER BY 1")).containsExactly("1|0", "2|0");
    assertThat(raw("SELECT DISTINCT row_key FROM zdm_ledger"))
        .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}", "{\"id\":22}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1 FROM bands_v2 FOR UPDATE", "LOCK TABLE bands_v2"})
  @DisplayName("does not wait for whoever holds what v2 refers to by a foreign key")
  void heldParent(String hold) throws Exception {
    bands();
    try (Connection c = mirrored("")) {
      Sql.run(holder, hold);
      Sql.run(c, "INSERT INTO songs VALUES (3, 'c', 7)");
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET plays = 7 WHERE id = 2");
      c.commit();
      holder.rollback();
    }
    assertThat(raw("SELECT plays FROM songs WHERE id > 1")).containsExactly("7", "7");
    assertThat(raw("SELECT row_key FROM zdm_ledger"))
        .containsExactlyInAnyOrder("{\"id\":2}", "{\"id\":3}");
  }

  @Test
  @DisplayName("waits for what v1 refers to by a foreign key as long as it takes, and is mirrored")
  void hotParent() throws Exception {
    bands();
    try (Connection c = mirrored("")) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        c.setAutoCommit(autoCommit);
        Sql.run(holder, "SELECT 1 FROM bands FOR UPDATE");
        Future<Integer> written =
            inBackground(
                c, "INSERT INTO songs VALUES (" + (autoCommit ? 3 : 4) + ", 'x' || random(), 7)");
        awaitLongWait();
        holder.rollback();
        assertThat(written.get()).isEqualTo(1);
      }
      c.commit();
    }
    assertSame();
  }

  /** The column plays refers to a band, on v1 and on v2. */
  private void bands() throws SQLException {
    Engine.POSTGRESQL.create(
        tail,
        "CREATE TABLE bands(id int PRIMARY KEY)",
        "INSERT INTO bands VALUES (0), (7)",
        "CREATE TABLE bands_v2(id int PRIMARY KEY)",
        "INSERT INTO bands_v2 TABLE bands",
        "ALTER TABLE songs ADD FOREIGN KEY (plays) REFERENCES bands",
        "ALTER TABLE songs_v2 ADD FOREIGN KEY (plays) REFERENCES bands_v2");
  }

  @Test
  @DisplayName("waits for v2 where its waits are not bounded")
  void unbounded() throws Exception {
    try (Connection c = mirrored("&zdm.mirror.lock-timeout=0");
        Connection fails = mirrored("&zdm.mirror.failure=fail")) {
      for (Connection each : List.of(c, fails)) {
        Sql.run(holder, "LOCK TABLE songs_v2 IN SHARE MODE");
        Future<Integer> written = inBackground(each, UPDATE);
        awaitLongWait();
        holder.rollback();
        assertThat(written.get()).isEqualTo(1);
        assertSame();
      }
    }
  }

  @Test
  @DisplayName("trap 43: a deadlock over v2 alone is tried again, and nothing is lost")
  void deadlock() throws Exception {
    try (Connection c = mirrored("&zdm.mirror.lock-timeout=30000")) {
      Sql.run(c, "SET deadlock_timeout = '10ms'");
      Sql.run(holder, "SET deadlock_timeout = '60s'", "UPDATE songs_v2 SET plays = 9 WHERE id = 1");
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET plays = 7 WHERE id = 2");
      Future<Integer> crossed = inBackground(holder, "UPDATE songs_v2 SET plays = 9 WHERE id = 2");
      awaitLongWait();
      Sql.run(c, UPDATE); // who waits last finds the circle
      c.commit();
      crossed.get();
      holder.rollback();
    }
    assertThat(raw("SELECT id, plays FROM songs ORDER BY 1")).containsExactly("1|1", "2|7");
    assertThat(raw("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
  }

  @Test
  @DisplayName("leaves the application's lock_timeout as it was, whatever happens")
  void timeoutIsKept() throws SQLException {
    try (Connection c = mirrored("")) {
      Sql.run(c, UPDATE, DELETE);
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("0");
      Sql.run(c, "SET lock_timeout = '7s'", "INSERT INTO songs VALUES (1, 'a', 1)");
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("7s");
      c.setAutoCommit(false);
      Sql.run(c, "SET LOCAL lock_timeout = '8s'", UPDATE, DELETE, "SAVEPOINT own");
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("8s");
      Sql.run(holder, "SELECT 1 FROM songs_v2 WHERE id = 2 FOR UPDATE");
      Sql.run(c, "UPDATE songs SET plays = 3", "SET LOCAL lock_timeout = '9s'");
      assertThatThrownBy(() -> Sql.run(c, "UPDATE songs SET title = NULL"))
          .isInstanceOf(SQLException.class);
      Sql.run(c, "ROLLBACK TO own");
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("8s");
      Sql.run(c, "SET lock_timeout = '6s'", UPDATE);
      c.commit();
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("6s");
    }
  }

  @Test
  @DisplayName("fails by the application's own lock_timeout where that is over, and not before")
  void ownTimeout() throws SQLException {
    try (Connection c = mirrored("")) {
      Sql.run(holder, "UPDATE songs SET plays = 100 WHERE id = 1");
      Sql.run(c, "SET lock_timeout = '200ms'");
      for (String write : List.of(UPDATE, DELETE)) {
        assertThatThrownBy(() -> Sql.run(c, write))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      }
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs VALUES (3, 'c', 0)", "SAVEPOINT own");
      assertThatThrownBy(() -> Sql.run(c, UPDATE)).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> Sql.rows(c, "SELECT 1"))
          .as("the transaction is failed as it would have been")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      Sql.run(c, "ROLLBACK TO own");
      c.commit();
      holder.rollback();
    }
    assertThat(raw("SELECT id FROM songs ORDER BY 1")).containsExactly("1", "2", "3");
    assertSame();
  }

  @Test
  @DisplayName("reads go to v1 while v2's table is locked against them, within an interval")
  void lockedAgainstReaders() throws Exception {
    Sql.run(holder, "UPDATE songs_v2 SET title = 'of v2' WHERE id = 1");
    holder.commit();
    String read = "SELECT title FROM songs WHERE id = 1";
    try (Connection c = mirrored("&zdm.read.percent=100&zdm.control.interval=50")) {
      assertThat(Sql.rows(c, read)).containsExactly("of v2");
      for (String ddl :
          List.of("LOCK TABLE songs_v2", "ALTER TABLE songs_v2 ADD COLUMN more int")) {
        Sql.run(holder, ddl);
        TimeUnit.SECONDS.sleep(1); // twenty intervals
        assertThat(Sql.rows(c, read)).containsExactly("a");
        holder.rollback();
        Await.until(() -> Sql.rows(c, read).contains("of v2"));
      }
    }
  }

  @Test
  @DisplayName("holds reads on v1 for a row that its second try could not see on v2")
  void unseenInSecondTry() throws Exception {
    try (Connection c =
            mirrored(
                "&zdm.mirror.lock-timeout=3000&zdm.relay=off&zdm.read.percent=100"
                    + "&zdm.read.keyless=statement&zdm.control.interval=60000");
        Connection copier = Engine.POSTGRESQL.raw(tail)) {
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 1");
      c.setAutoCommit(false);
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Sql.run(c, "SELECT 1");
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 1");
      Sql.run(holder, "SELECT 1 FROM songs_v2 WHERE id = 2 FOR UPDATE");
      Future<Integer> written = inBackground(c, "DELETE FROM songs");
      List<String> first = awaitWaiting(List.of());
      awaitWaiting(first);
      holder.rollback();
      assertThat(written.get()).isEqualTo(2);
      c.commit();
      assertThat(Sql.rows(c, "SELECT id FROM songs")).isEmpty();
    }
    assertThat(raw("SELECT id FROM songs_v2")).containsExactly("1");
    assertThat(raw("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
  }

  /** Since when somebody waits for a lock, once that is another wait than the one given. */
  private List<String> awaitWaiting(List<String> earlier) throws Exception {
    List<String> since = List.of();
    while (since.isEmpty() || since.equals(earlier)) {
      TimeUnit.MILLISECONDS.sleep(5);
      since = raw("SELECT waitstart FROM pg_locks WHERE NOT granted AND waitstart IS NOT NULL");
    }
    return since;
  }
}
