package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A mirrored write on PostgreSQL of which one half fails")
class AttributionTest {
  private final String tail = TestPostgres.newDatabaseTail();

  @BeforeEach
  void create() throws SQLException {
    Engine.POSTGRESQL.create(
        tail,
        "CREATE TABLE songs(id bigint PRIMARY KEY, title text NOT NULL, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int)",
        "INSERT INTO songs(id, title) VALUES (1, 'a'), (2, 'b')",
        "INSERT INTO songs_v2 TABLE songs");
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

  private void raw(String... texts) throws SQLException {
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      Sql.run(raw, texts);
    }
  }

  private static void assertState(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @Test
  @DisplayName("trap 43: surfaces the serialization failure that dooms its transaction")
  void doomed() throws SQLException {
    try (Connection c = mirrored("");
        Connection other = Engine.POSTGRESQL.raw(tail)) {
      for (Connection each : List.of(c, other)) {
        each.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        each.setAutoCommit(false);
        Sql.rows(each, "SELECT sum(plays) FROM songs");
      }
      Sql.run(other, "UPDATE songs SET plays = 1 WHERE id = 1");
      other.commit();
      assertState("40001", () -> Sql.run(c, "UPDATE songs SET plays = 1 WHERE id = 2"));
      assertState("25P02", () -> Sql.rows(c, "SELECT 1"));
      c.rollback();
    }
    assertThat(raw("SELECT plays FROM songs ORDER BY id")).containsExactly("1", "0");
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("trap 43: surfaces a serialization failure in autocommit, and v1 is not written")
  void serializableAutocommit() throws SQLException {
    raw(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN RAISE 'conflict' USING ERRCODE = '40001'; END$$",
        "CREATE TRIGGER b BEFORE UPDATE ON songs FOR EACH ROW EXECUTE FUNCTION f()");
    try (Connection c = mirrored("")) {
      assertState("40001", () -> Sql.run(c, "UPDATE songs SET plays = 1"));
      assertThat(c.getAutoCommit()).isTrue();
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (3, 'c')");
    }
    assertThat(raw("SELECT id, plays FROM songs_v2 ORDER BY 1"))
        .containsExactly("1|0", "2|0", "3|0");
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("trap 17, C3: names in the ledger the row that a trigger of v2's swallowed")
  void counts() throws SQLException {
    raw(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN IF NEW.plays > 5 THEN RETURN NULL; END IF; RETURN NEW; END$$",
        "CREATE TRIGGER b BEFORE INSERT OR UPDATE ON songs_v2 FOR EACH ROW EXECUTE FUNCTION f()");
    try (Connection c = mirrored("");
        Connection fails = mirrored("&zdm.mirror.failure=fail")) {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO songs VALUES (3, 'c', 5), (4, 'd', 6)", new String[] {"id"})) {
        assertThat(p.executeUpdate()).isEqualTo(2);
        try (ResultSet keys = p.getGeneratedKeys()) {
          assertThat(Sql.rows(keys)).containsExactly("3", "4");
        }
      }
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET plays = 9, id = 11 WHERE id = 1");
      c.commit();
      assertThatThrownBy(() -> Sql.run(fails, "UPDATE songs SET plays = 9"))
          .hasMessageContaining("zdm wrote nothing")
          .hasMessageContaining("v2 took ");
    }
    assertThat(raw("SELECT row_key FROM zdm_ledger"))
        .containsExactlyInAnyOrder("{\"id\":3}", "{\"id\":4}", "{\"id\":1}", "{\"id\":11}");
    assertThat(raw("SELECT DISTINCT reason FROM zdm_ledger"))
        .containsExactlyInAnyOrder(
            "v2 took not all of 2 (SQLState 22P02)", "v2 took 0 of 1 (SQLState 22P02)");
    assertThat(raw("SELECT id, plays FROM songs ORDER BY 1"))
        .containsExactly("2|0", "3|5", "4|6", "11|9");
  }

  @Test
  @DisplayName("of more keys than a string may carry writes v1's and has v2's in the ledger")
  void manyKeys() throws SQLException {
    raw(
        "INSERT INTO songs SELECT i, 'x' FROM generate_series(3, 10001) AS i",
        "INSERT INTO songs_v2 SELECT * FROM songs WHERE id > 2");
    try (Connection c = mirrored("");
        PreparedStatement p = c.prepareStatement("DELETE FROM songs WHERE id > ?")) {
      c.setAutoCommit(false);
      p.setInt(1, 1);
      assertThat(p.executeUpdate()).isEqualTo(10_000);
      assertThat(Sql.rows(c, "SELECT count(*) FROM zdm_ledger")).containsExactly("0");
      c.rollback();
      p.setInt(1, 0);
      assertThat(p.executeUpdate()).isEqualTo(10_001);
      c.commit();
    }
    assertThat(raw("SELECT count(*), count(DISTINCT row_key) FROM zdm_ledger"))
        .containsExactly("10001|10001");
    assertThat(raw("SELECT DISTINCT reason FROM zdm_ledger"))
        .containsExactly("too many keys: 10001 (SQLState 22P02)");
    assertThat(raw("SELECT count(*) FROM songs")).containsExactly("0");
  }

  @Test
  @DisplayName("by a role that may not read v1 is refused with the privileges that it needs")
  void privileges() throws SQLException {
    String role = "zdm_writer_" + tail.replaceAll("\\?.*", "").replaceAll("\\W+", "_");
    raw("CREATE ROLE " + role, "GRANT INSERT ON songs, songs_v2, zdm_ledger TO " + role);
    try (Connection c = mirrored("")) {
      Sql.run(c, "SET ROLE " + role);
      assertThatThrownBy(() -> Sql.run(c, "INSERT INTO songs VALUES (3, 'c', 0)"))
          .hasMessageContaining("SELECT on public.songs")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    } finally {
      raw("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
    assertThat(raw("SELECT count(*) FROM songs")).containsExactly("2");
  }

  @Test
  @DisplayName("C2: says that the server has ended a transaction that was idle for too long")
  void idleForTooLong() throws Exception {
    try (Connection c = mirrored("")) {
      c.setAutoCommit(false);
      Sql.run(c, "SET idle_in_transaction_session_timeout = 50");
      String alive =
          "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"
              + " AND datname = current_database()";
      Await.until(() -> raw(alive).isEmpty());
      assertState("25P03", () -> Sql.run(c, "UPDATE songs SET plays = 3 WHERE id = 1"));
    }
  }

  @Test
  @DisplayName("C5: holds no reads on v1 for what v1 itself refuses at COMMIT")
  void deferredConstraint() throws SQLException {
    raw(
        "CREATE TABLE album(id int PRIMARY KEY)",
        "INSERT INTO album VALUES (0)",
        "ALTER TABLE songs ADD FOREIGN KEY (plays) REFERENCES album DEFERRABLE INITIALLY DEFERRED");
    String reads = "&zdm.read.percent=100&zdm.read.keyless=statement&zdm.control.interval=60000";
    try (Connection c = mirrored(reads)) {
      assertState("23503", () -> Sql.run(c, "UPDATE songs SET plays = 77 WHERE id = 2"));
      raw("UPDATE songs_v2 SET title = 'on v2' WHERE id = 1", "SELECT 1");
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1")).containsExactly("on v2");
    }
  }

  @Test
  @DisplayName("C2: leaves a transaction as it is when the driver itself does not send the text")
  void quoteWithoutEnd() throws SQLException {
    try (Connection c = mirrored("")) {
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET plays = 7 WHERE id = 1");
      assertState("0A000", () -> Sql.run(c, "UPDATE songs SET title = 'it's' WHERE id = 1"));
      assertState("0A000", () -> Sql.run(c, "UPDATE songs SET title = \"id WHERE id = 1"));
      assertState("0A000", () -> Sql.run(c, "DELETE FROM songs WHERE title = $a$b$ WHERE id = 1"));
      c.commit();
    }
    assertThat(raw("SELECT plays FROM songs_v2 WHERE id = 1")).containsExactly("7");
  }

  @Test
  @DisplayName("C2: leaves a transaction as it is when a parameter is missing")
  void missingParameter() throws SQLException {
    try (Connection c = mirrored("");
        PreparedStatement p = c.prepareStatement("UPDATE songs SET title = ? WHERE id = ?")) {
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET plays = 7 WHERE id = 1");
      p.setString(1, "x");
      assertState("22023", p::executeUpdate);
      c.commit();
    }
    assertThat(raw("SELECT plays FROM songs_v2 WHERE id = 1")).containsExactly("7");
  }
}
