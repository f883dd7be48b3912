package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("trap 36: many mirrored writes in one transaction on PostgreSQL, where one fails,")
class DeferredCopyFailuresTest extends LongTransaction {
  @Test
  @DisplayName("C5: stand on v1 when v2 refuses one of them, and the ledger has them all")
  void refused() throws SQLException {
    try (Connection c = open()) {
      insert(c, 0, 40);
      Sql.run(c, "UPDATE songs SET plays = 9000 WHERE title = 't39'");
      c.commit();
      assertThat(raw("SELECT count(*) FROM songs")).containsExactly("40");
      assertThat(raw("SELECT count(*), min(reason) LIKE '%23514%' FROM zdm_ledger"))
          .containsExactly("9|t");
      assertThat(Sql.rows(c, "SELECT plays FROM songs WHERE title = 't39'"))
          .containsExactly("9000");
    }
  }

  @Test
  @DisplayName("C5: wait for v2's rows for a bounded time")
  void held() throws SQLException {
    try (Connection c = open();
        Connection other = ENGINE.raw(tail)) {
      insert(c, 0, 40);
      c.commit();
      other.setAutoCommit(false);
      Sql.run(other, "LOCK TABLE songs_v2 IN SHARE ROW EXCLUSIVE MODE", "SELECT 1");
      Sql.run(other, "ROLLBACK");
      for (int i = 0; i < 40; i++) {
        if (i == 39) {
          Sql.run(other, "SELECT * FROM songs_v2 WHERE title = 't39' FOR UPDATE");
        }
        Sql.run(c, "UPDATE songs SET plays = 1 WHERE title = 't" + i + "'");
      }
      c.commit();
      other.rollback();
      assertThat(raw("SELECT DISTINCT reason LIKE '%55P03%' FROM zdm_ledger")).containsExactly("t");
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("0");
    }
  }

  @Test
  @DisplayName("C2: fail with their own error, and the transaction as v1's would")
  void ownError() throws SQLException {
    try (Connection c = open()) {
      insert(c, 0, 40);
      assertThatThrownBy(() -> insert(c, 39, 40))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      assertThatThrownBy(() -> insert(c, 41, 42))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      assertThat(endOfFailed(c)).isEqualTo(endOfFailedRaw());
      insert(c, 0, 1);
      c.commit();
    }
    assertThat(raw("SELECT title FROM songs")).containsExactly("t0");
    assertSame();
  }

  /** What commit() says of a transaction that has failed. */
  private static String endOfFailed(Connection c) {
    try {
      c.commit();
      return "nothing";
    } catch (SQLException e) {
      return e.getClass() + " " + e.getSQLState() + " " + e.getMessage();
    }
  }

  private String endOfFailedRaw() throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      raw.setAutoCommit(false);
      assertThatThrownBy(() -> Sql.run(raw, "SELECT 1 / 0")).isInstanceOf(SQLException.class);
      return endOfFailed(raw);
    }
  }

  @Test
  @DisplayName("C2: surface what fails at COMMIT, a deferred constraint of v1")
  void failsAtCommit() throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE album(id int PRIMARY KEY)",
            "ALTER TABLE songs ADD FOREIGN KEY (plays) REFERENCES album"
                + " DEFERRABLE INITIALLY DEFERRED",
            "INSERT INTO album VALUES (0)")) {
      insert(c, 0, 40);
      Sql.run(c, "UPDATE songs SET plays = 77 WHERE title = 't3'");
      assertThatThrownBy(c::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
      assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly("0");
      insert(c, 0, 40);
      c.commit();
    }
    assertThat(raw("SELECT count(*) FROM songs")).containsExactly("40");
    assertSame();
  }

  @Test
  @DisplayName("policy fail: fail with the transaction, without a savepoint")
  void policyFail() throws SQLException {
    try (Connection c = opened("zdm.phase=mirror&zdm.mirror.failure=fail")) {
      long before = nextTransaction();
      insert(c, 0, 100);
      assertThat(nextTransaction() - before).isBetween(2L, 64L);
      assertThatThrownBy(() -> Sql.run(c, "UPDATE songs SET plays = 9000 WHERE title = 't3'"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
      c.rollback();
      insert(c, 0, 100);
      c.commit();
    }
    assertThat(raw("SELECT count(*) FROM songs_v2")).containsExactly("100");
    assertSame();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("C5: hold reads of a table on v1 where a deleted row was not seen on v2")
  void unseen(boolean deferred) throws SQLException {
    String reads = "zdm.read.percent=100&zdm.read.keyless=statement&zdm.control.interval=60000";
    try (Connection c = opened("zdm.phase=mirror&zdm.relay=off&" + reads);
        Connection copier = ENGINE.raw(tail)) {
      insert(c, 0, 40);
      c.commit();
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 40");
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Sql.rows(c, "SELECT 1");
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 40");
      for (int i = 0; i < (deferred ? 35 : 1); i++) {
        Sql.run(c, "UPDATE songs SET plays = 1 WHERE title = 't" + i + "'");
      }
      Sql.run(c, "DELETE FROM songs WHERE id = 40");
      c.commit();
      assertThat(raw("SELECT row_key FROM zdm_ledger")).contains("{\"id\":40}");
      assertThat(Sql.rows(c, "SELECT id FROM songs WHERE id = 40")).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "stand on v1 when v2 refuses them, with no more rights on the ledger than it asks for")
  void leastRights() throws SQLException {
    try (Connection owner = open();
        Connection raw = ENGINE.raw(tail)) {
      insert(owner, 0, 1);
      owner.commit();
      Sql.run(
          raw,
          "CREATE ROLE least",
          "GRANT SELECT, INSERT, UPDATE, DELETE ON songs, songs_v2 TO least",
          "GRANT SELECT, INSERT, DELETE ON zdm_ledger TO least");
      try (Connection c =
          DriverManager.getConnection(
              "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror&options=-c%20role=least"))) {
        c.setAutoCommit(false);
        for (int i = 0; i < 40; i++) {
          Sql.run(c, "UPDATE songs SET plays = " + 1000 * (i / 8));
        }
        Sql.run(c, "UPDATE songs SET plays = 9000");
        c.commit();
      } finally {
        Sql.run(raw, "DROP OWNED BY least", "DROP ROLE least");
      }
    }
    assertThat(raw("SELECT plays FROM songs")).containsExactly("9000");
  }
}
