package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traps 35 to 37, 43, 45 and 46, beside those of TransactionEdgesTest and RefusedByV2Test. */
@DisplayName("A transaction that v2's half takes part in")
class TrapsOfTransactionsTest {
  private static final String ALL = "id, title, plays";
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int, UNIQUE (title))",
    "INSERT INTO songs VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
    "INSERT INTO songs_v2 VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
  };

  @Test
  @DisplayName("trap 35: in autocommit is one, for each form of write, and autocommit stays on")
  void autocommitIsOneTransaction() throws SQLException {
    Twins twins = Twins.of(Engine.POSTGRESQL, TABLES);
    try (Connection c = twins.zdm();
        Connection behind = twins.behind();
        Statement s = c.createStatement()) {
      Sql.run(
          behind,
          "CREATE TABLE seen(side text, id bigint, xid text)",
          "CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " INSERT INTO seen VALUES (TG_TABLE_NAME, coalesce(NEW.id, OLD.id),"
              + " pg_current_xact_id()::text); RETURN coalesce(NEW, OLD); END $$",
          "CREATE TRIGGER seen BEFORE INSERT OR UPDATE OR DELETE ON songs FOR EACH ROW"
              + " EXECUTE FUNCTION seen()",
          "CREATE TRIGGER seen BEFORE INSERT OR UPDATE OR DELETE ON songs_v2 FOR EACH ROW"
              + " EXECUTE FUNCTION seen()");
      s.addBatch("UPDATE songs SET plays = 8 WHERE id = 3");
      s.addBatch("DELETE FROM songs WHERE id = 3");
      for (String text :
          List.of(
              "INSERT INTO songs(id, title) VALUES (8, 'h')",
              "UPDATE songs SET plays = 9 WHERE id = 1",
              "UPDATE songs SET id = 20 WHERE id = 2",
              "DELETE FROM songs WHERE id = 1",
              "batch")) {
        Sql.run(behind, "DELETE FROM seen");
        if (text.equals("batch")) {
          s.executeBatch();
        } else {
          c.createStatement().executeUpdate(text);
        }
        assertThat(c.getAutoCommit()).isTrue();
        assertThat(Sql.rows(behind, "SELECT count(DISTINCT xid), count(DISTINCT side) FROM seen"))
            .as(text)
            .containsExactly("1|2");
      }
      Sql.run(c, "VACUUM songs"); // what may not be in a transaction still runs
    }
    twins.assertMirrored("songs", ALL);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 36: goes on after any failure of v2, and what it wrote before stands")
  void failureOfV2(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    try (Connection c = twins.zdm();
        Connection behind = twins.behind()) {
      c.setAutoCommit(false);
      Sql.run(c, "UPDATE songs SET plays = 10 WHERE id = 1");
      c.commit();
      Sql.run(behind, "ALTER TABLE songs_v2 RENAME TO hidden");
      Sql.run(
          c, "UPDATE songs SET plays = 20 WHERE id = 2", "INSERT INTO songs VALUES (4, 'd', 4)");
      assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly("4");
      c.commit();
      Sql.run(behind, "ALTER TABLE hidden RENAME TO songs_v2");
      Sql.run(c, "UPDATE songs SET plays = 30 WHERE id = 3");
      c.commit();
      assertThat(Sql.rows(behind, "SELECT " + ALL + " FROM songs ORDER BY id"))
          .containsExactly("1|a|10", "2|b|20", "3|c|30", "4|d|4");
      assertThat(Sql.rows(behind, "SELECT " + ALL + " FROM songs_v2 ORDER BY id"))
          .containsExactly("1|a|10", "2|b|2", "3|c|30");
      assertThat(Sql.rows(behind, "SELECT row_key FROM zdm_ledger"))
          .anyMatch(k -> k.contains("2"))
          .anyMatch(k -> k.contains("4"));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 36: fails as without zdm when v1 fails, and ends as it would")
  void failureOfV1(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "v1 fails",
        c -> {
          c.setAutoCommit(false);
          List<String> told = new ArrayList<>();
          for (String text :
              List.of(
                  "UPDATE songs SET plays = 10 WHERE id = 1",
                  "UPDATE songs SET title = 'b' WHERE id = 1",
                  "UPDATE songs SET plays = 11 WHERE id = 1")) {
            told.add(Twins.told(c, open -> open.createStatement().executeUpdate(text)));
          }
          told.add(Twins.told(c, open -> Sql.rows(open, "SELECT plays FROM songs WHERE id = 1")));
          c.commit();
          return told;
        });
    twins.assertSameRows("songs", ALL);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 37: nested savepoints, released and rolled back to, also twice")
  void savepoints(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    twins.assertSame(
        "savepoints",
        c -> {
          c.setAutoCommit(false);
          Savepoint outer = c.setSavepoint("outer");
          Sql.run(c, "UPDATE songs SET plays = plays + 10", "DELETE FROM songs WHERE id = 2");
          Savepoint inner = c.setSavepoint();
          Sql.run(
              c, "UPDATE songs SET id = 7 WHERE id = 3", "INSERT INTO songs VALUES (2, 'b2', 0)");
          c.rollback(inner);
          Sql.run(c, "INSERT INTO songs VALUES (9, 'i', 9)");
          c.rollback(inner);
          Sql.run(c, "INSERT INTO songs VALUES (10, 'j', 9)");
          c.releaseSavepoint(inner);
          List<String> seen = Sql.rows(c, "SELECT id FROM songs ORDER BY id");
          Savepoint again = c.setSavepoint("zdm"); // a name that zdm uses itself
          Sql.run(c, "DELETE FROM songs");
          c.rollback(again);
          Sql.run(c, "UPDATE songs SET plays = 0 WHERE id = 1");
          c.releaseSavepoint(outer);
          c.commit();
          return seen;
        });
    assertThat(twins.assertSameRows("songs", ALL)).containsExactly("1|a|0", "3|c|13", "10|j|9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40P01", "40001", "55P03"})
  @DisplayName(
      "trap 43: a deadlock, a conflict or a lock that v2's half alone meets is for the ledger")
  void conflictOfV2(String state) throws SQLException {
    Twins twins = Twins.of(Engine.POSTGRESQL, TABLES);
    try (Connection c = twins.zdm();
        Connection behind = twins.behind()) {
      Sql.run(
          behind,
          "CREATE FUNCTION busy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " IF OLD.id = 2 THEN RAISE EXCEPTION 'busy' USING ERRCODE = '"
              + state
              + "';"
              + " END IF; RETURN NEW; END $$",
          "CREATE TRIGGER busy BEFORE UPDATE ON songs_v2 FOR EACH ROW EXECUTE FUNCTION busy()");
      c.setAutoCommit(false);
      assertThat(c.createStatement().executeUpdate("UPDATE songs SET plays = plays + 1"))
          .isEqualTo(3);
      assertThat(c.createStatement().executeUpdate("UPDATE songs SET plays = 0 WHERE id = 1"))
          .isEqualTo(1);
      c.commit();
      assertThat(Sql.rows(behind, "SELECT plays FROM songs ORDER BY id"))
          .containsExactly("0", "3", "4");
      assertThat(Sql.rows(behind, "SELECT row_key FROM zdm_ledger")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOR UPDATE", "FOR SHARE", "FOR NO KEY UPDATE", "FOR UPDATE OF songs"})
  @DisplayName("trap 45: a locking read locks v1's row, wherever reads go, and sees others' locks")
  void lockingReads(String lock) throws SQLException {
    Twins twins = Twins.of(Engine.POSTGRESQL, TABLES);
    try (Connection c = twins.zdm("zdm.phase=mirror&zdm.read.percent=100");
        Connection other = twins.behind()) {
      Sql.run(other, "UPDATE songs_v2 SET title = 'v2' || title");
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1")).containsExactly("v2a");
      c.setAutoCommit(false);
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1 " + lock)).containsExactly("a");
      assertThatThrownBy(() -> Sql.run(other, "SELECT * FROM songs WHERE id = 1 FOR UPDATE NOWAIT"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      c.rollback();
      other.setAutoCommit(false);
      Sql.run(other, "SELECT * FROM songs WHERE id = 1 FOR UPDATE");
      assertThat(Sql.rows(c, "SELECT id FROM songs ORDER BY id " + lock + " SKIP LOCKED"))
          .containsExactly("2", "3");
      c.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 46: reads what it wrote, on v2 too, before and after it ends")
  void readsItsOwnWrites(Engine engine) throws SQLException {
    Twins twins = Twins.of(engine, TABLES);
    try (Connection c = twins.zdm("zdm.phase=mirror&zdm.read.percent=100")) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        c.setAutoCommit(autoCommit);
        Sql.run(
            c, "INSERT INTO songs VALUES (5, 'e', 5)", "UPDATE songs SET plays = 6 WHERE id = 5");
        assertThat(Sql.rows(c, "SELECT plays FROM songs WHERE id = 5")).containsExactly("6");
        assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly("4");
        Sql.run(c, "DELETE FROM songs WHERE id = 5");
        assertThat(Sql.rows(c, "SELECT plays FROM songs WHERE id = 5")).isEmpty();
      }
      c.commit();
    }
    twins.assertMirrored("songs", ALL);
  }
}
