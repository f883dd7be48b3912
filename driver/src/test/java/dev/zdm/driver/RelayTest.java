package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The relay")
@Timeout(60)
class RelayTest {
  private static final String KEYS = "SELECT row_key FROM zdm_ledger ORDER BY created_at, row_key";

  private String tail;

  private Connection mirrored(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int"
            + " CHECK (plays < 100))");
    return connect(engine, parameters);
  }

  private Connection connect(Engine engine, String parameters) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:"
            + engine.with(
                tail,
                "zdm.phase=mirror&zdm.read.percent=100&zdm.control.interval=20" + parameters));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private void run(Engine engine, String... texts) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      Sql.run(raw, texts);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "trap 41: copies a key from v1's present row once v2 takes it, and reads go back to v2")
  void drains(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "")) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 500), (2, 'b', 2)");
      Await.until(() -> raw(engine, "SELECT id FROM songs_v2").equals(List.of("2")));
      assertThat(raw(engine, KEYS)).singleElement().asString().contains("1");
      run(engine, "UPDATE songs SET title = 'newer', plays = 5 WHERE id = 1");
      Await.until(() -> raw(engine, KEYS).isEmpty());
      assertThat(raw(engine, "SELECT id, title, plays FROM songs_v2 ORDER BY id"))
          .containsExactly("1|newer|5", "2|b|2");
      run(engine, "UPDATE songs_v2 SET title = 'only v2' WHERE id = 2");
      Await.until(() -> Sql.rows(c, "SELECT title FROM songs WHERE id = 2").contains("only v2"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("leaves the ledger alone where zdm.relay is off, and takes it up when it is set on")
  void off(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "&zdm.relay=off")) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 500)");
      run(engine, "UPDATE songs SET plays = 5");
      Thread.sleep(500);
      assertThat(raw(engine, KEYS)).hasSize(1);
      System.setProperty("zdm.relay", "on");
      Await.until(() -> raw(engine, KEYS).isEmpty());
    } finally {
      System.clearProperty("zdm.relay");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("waits where v2's table is gone, and goes on when it is back")
  void tableGone(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "")) {
      run(engine, "ALTER TABLE songs_v2 RENAME TO gone");
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 5)");
      Thread.sleep(200);
      assertThat(raw(engine, KEYS)).hasSize(1);
      run(engine, "ALTER TABLE gone RENAME TO songs_v2");
      Await.until(() -> raw(engine, KEYS).isEmpty());
    }
    assertThat(raw(engine, "SELECT plays FROM songs_v2")).containsExactly("5");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 80: replaces two rows whose unique values were swapped, and is not stuck")
  void swapped(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "")) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a'), (2, 'b'), (3, 'c')");
      run(engine, "CREATE UNIQUE INDEX one_title ON songs_v2(title)");
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET title = 'b' WHERE id = 1");
      Sql.run(c, "UPDATE songs SET title = 'a' WHERE id = 2");
      c.commit();
      Await.until(() -> raw(engine, KEYS).isEmpty());
    }
    assertThat(raw(engine, "SELECT id, title FROM songs_v2 ORDER BY id"))
        .containsExactly("1|b", "2|a", "3|c");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 80: replaces swapped rows that many failing keys lie between in the ledger")
  void swappedFarApart(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "&zdm.relay=off")) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a'), (999, 'b')");
      run(engine, "CREATE UNIQUE INDEX one_title ON songs_v2(title)");
      run(engine, "UPDATE songs SET title = CASE id WHEN 1 THEN 'b' ELSE 'a' END");
      owe(engine, 1);
      for (int id = 2; id < 100; id++) {
        Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (" + id + ", 't" + id + "', 500)");
      }
      owe(engine, 999);
      System.setProperty("zdm.relay", "on");
      Await.until(() -> raw(engine, KEYS).size() == 98);
    } finally {
      System.clearProperty("zdm.relay");
    }
    assertThat(raw(engine, "SELECT id, title FROM songs_v2 ORDER BY id"))
        .containsExactly("1|b", "999|a");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("keeps one entry for a key that fails again and again, and never removes a taint")
  void repeated(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "&zdm.relay=off")) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 500)");
      for (int i = 0; i < 30; i++) {
        Sql.run(c, "UPDATE songs SET plays = plays + 1");
      }
      run(
          engine,
          "INSERT INTO zdm_ledger(table_name, row_key, reason) VALUES ('%s', NULL, 'taint')"
              .formatted(engine.table("songs")));
      System.setProperty("zdm.relay", "on");
      Await.until(() -> raw(engine, KEYS).size() == 2);
      run(engine, "UPDATE songs SET plays = 5");
      Await.until(() -> raw(engine, KEYS).equals(List.of("null")));
      assertThat(raw(engine, "SELECT reason FROM zdm_ledger")).containsExactly("taint");
      run(engine, "UPDATE songs_v2 SET title = 'only v2'");
      Thread.sleep(100);
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("a");
    } finally {
      System.clearProperty("zdm.relay");
    }
  }

  @Test
  @DisplayName("never writes between the reads and the writes of an application on SQLite")
  void noBusySnapshot() throws Exception {
    Engine engine = Engine.SQLITE;
    try (Connection c = mirrored(engine, "");
        Statement reading = c.createStatement()) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 5), (2, 'b', 5)");
      owe(engine, 1);
      c.setAutoCommit(false);
      Sql.rows(c, "SELECT * FROM songs");
      Thread.sleep(300);
      Sql.run(c, "UPDATE songs SET title = 'after a read'");
      assertThat(raw(engine, KEYS)).hasSize(1);
      c.commit();
      Await.until(() -> raw(engine, KEYS).isEmpty());
      c.setAutoCommit(true);
      owe(engine, 2);
      try (ResultSet rows = reading.executeQuery("SELECT * FROM songs")) {
        rows.next();
        Thread.sleep(300);
        Sql.run(c, "UPDATE songs SET title = 'within a read'");
        assertThat(raw(engine, KEYS)).hasSize(1);
      }
      Await.until(() -> raw(engine, KEYS).isEmpty());
      owe(engine, 1);
      assertThat(reading.execute("SELECT * FROM songs")).isTrue();
      Thread.sleep(300);
      try (ResultSet rows = reading.getResultSet()) {
        rows.next();
        Sql.run(c, "UPDATE songs SET title = 'rows asked for late'");
        assertThat(raw(engine, KEYS)).hasSize(1);
      }
      Await.until(() -> raw(engine, KEYS).isEmpty());
    }
    assertThat(raw(engine, "SELECT title FROM songs_v2"))
        .containsExactly("rows asked for late", "rows asked for late");
  }

  private void owe(Engine engine, int id) throws SQLException {
    run(
        engine,
        "INSERT INTO zdm_ledger(table_name, row_key, reason) VALUES ('%s', '{\"id\":%d}', 'test')"
            .formatted(engine.table("songs"), id));
  }

  @Test
  @DisplayName("of one instance works, while others stand by")
  void oneAtATime() throws Exception {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, "");
        Connection other = engine.raw(tail)) {
      other.setAutoCommit(false);
      assertThat(
              Sql.rows(
                  other,
                  "SELECT pg_try_advisory_xact_lock(hashtextextended("
                      + "'zdm relay \"public\".\"zdm_ledger\"', 0))"))
          .containsExactly("t");
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 500)");
      run(engine, "UPDATE songs SET plays = 5");
      Thread.sleep(500);
      assertThat(raw(engine, KEYS)).hasSize(1);
      other.rollback();
      Await.until(() -> raw(engine, KEYS).isEmpty());
    }
  }

  @Test
  @DisplayName("gives way to a transaction that holds a row, and copies the others meanwhile")
  void heldRow() throws Exception {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, "");
        Connection other = engine.raw(tail)) {
      run(engine, "INSERT INTO songs(id, title) SELECT i, 't' || i FROM generate_series(1, 20) i");
      other.setAutoCommit(false);
      Sql.run(other, "UPDATE songs SET title = 'held' WHERE id = 7");
      run(
          engine,
          "INSERT INTO zdm_ledger(table_name, row_key, reason) SELECT 'public.songs',"
              + " '{\"id\":' || i || '}', 'by the test' FROM generate_series(1, 20) i");
      Await.until(() -> raw(engine, "SELECT count(*) FROM songs_v2").equals(List.of("19")));
      assertThat(raw(engine, KEYS)).containsExactly("{\"id\":7}");
      other.commit();
      Await.until(() -> raw(engine, KEYS).isEmpty());
      assertThat(raw(engine, "SELECT title FROM songs_v2 WHERE id = 7")).containsExactly("held");
      assertThat(c.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "C2: reads of a transaction that is older than what was copied to v2 stay on v1 to its end")
  void olderTransaction(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "&zdm.relay=off");
        Connection old = connect(engine, "&zdm.relay=off");
        Connection mending = engine.raw(tail)) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 5)");
      Sql.run(c, "UPDATE songs SET title = 'newer', plays = 500");
      old.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      old.setAutoCommit(false);
      assertThat(Sql.rows(old, "SELECT title FROM songs WHERE id = 1")).containsExactly("newer");
      mending.setAutoCommit(false); // as a repair by somebody else does
      Sql.run(
          mending, "UPDATE songs_v2 SET title = 'copied', plays = 50", "DELETE FROM zdm_ledger");
      mending.commit();
      Await.until(() -> Sql.rows(c, "SELECT title FROM songs WHERE id = 1").contains("copied"));
      assertThat(Sql.rows(old, "SELECT title FROM songs WHERE id = 1")).containsExactly("newer");
      old.commit();
      assertThat(Sql.rows(old, "SELECT title FROM songs WHERE id = 1")).containsExactly("copied");
    }
  }

  @Test
  @DisplayName("copies other keys where v2 fails on one with an error of no constraint's")
  void otherErrors() throws Exception {
    Engine engine = Engine.SQLITE;
    try (Connection c = mirrored(engine, "&zdm.relay=off")) {
      run(
          engine,
          "CREATE TRIGGER reads_json BEFORE INSERT ON songs_v2 BEGIN"
              + " SELECT json_extract(NEW.title, '$.a'); END");
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, '{no'), (2, '{}'), (3, '[]')");
      assertThat(raw(engine, "SELECT * FROM songs_v2")).isEmpty();
      System.setProperty("zdm.relay", "on");
      Await.until(
          () -> raw(engine, "SELECT id FROM songs_v2 ORDER BY id").equals(List.of("2", "3")));
      assertThat(raw(engine, KEYS)).containsExactly("{\"id\":1}");
    } finally {
      System.clearProperty("zdm.relay");
    }
  }

  @Test
  @DisplayName("section 6: does not put an old image over a row that came back while it copied")
  void reinserted() throws Exception {
    Engine engine = Engine.POSTGRESQL;
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection c = mirrored(engine, "")) {
      run(
          engine,
          "CREATE TABLE go(step text)",
          "CREATE SEQUENCE at_delete",
          "CREATE SEQUENCE at_insert",
          "CREATE FUNCTION pause() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " IF current_setting('application_name') = 'zdm relay' THEN"
              + " PERFORM nextval(CAST(TG_ARGV[0] AS regclass));"
              + " WHILE NOT EXISTS (SELECT 1 FROM go WHERE step = TG_ARGV[0]) LOOP"
              + " PERFORM pg_sleep(0.01); END LOOP; END IF; RETURN NEW; END $$",
          "CREATE TRIGGER d BEFORE DELETE ON songs_v2 FOR EACH STATEMENT"
              + " EXECUTE FUNCTION pause('at_delete')",
          "CREATE TRIGGER i BEFORE INSERT ON songs_v2 FOR EACH ROW"
              + " EXECUTE FUNCTION pause('at_insert')");
      owe(engine, 1);
      Await.until(() -> raw(engine, "SELECT is_called FROM at_delete").equals(List.of("t")));
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'old')");
      run(engine, "INSERT INTO go VALUES ('at_delete')");
      Await.until(() -> raw(engine, "SELECT is_called FROM at_insert").equals(List.of("t")));
      Future<?> update =
          thread.submit(
              () -> {
                Sql.run(c, "UPDATE songs SET title = 'new'");
                return null;
              });
      Await.until(
          () ->
              update.isDone()
                  || raw(
                          engine,
                          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                              + " AND datname = current_database()")
                      .equals(List.of("1")));
      run(engine, "INSERT INTO go VALUES ('at_insert')");
      update.get();
      Await.until(() -> raw(engine, KEYS).isEmpty());
    } finally {
      thread.shutdownNow();
    }
    assertThat(raw(engine, "SELECT title FROM songs")).containsExactly("new");
    assertThat(raw(engine, "SELECT title FROM songs_v2")).containsExactly("new");
  }
}
