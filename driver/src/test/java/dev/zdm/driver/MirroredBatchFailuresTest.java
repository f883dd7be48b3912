package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A prepared batch on PostgreSQL of which a half fails, or is not seen,")
class MirroredBatchFailuresTest extends TwinBatches {
  @Test
  @DisplayName("trap 54: that fails in a transaction fails in the driver's words")
  void failsInTransaction() throws SQLException {
    assertSame(
        false,
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO songs(id, title) VALUES (?, ?)")) {
            String answer = run(p, entry(101, "a"), entry(102, "s1"), entry(103, "b"));
            c.rollback();
            return answer + run(p, entry(101, "a"));
          }
        });
    assertMirrored();
  }

  @Test
  @DisplayName("C2: that fails in autocommit leaves nothing, and says so")
  void failsInAutocommit() throws SQLException {
    try (Connection c = zdm("");
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      assertThat(run(p, entry("a"), entry("s1"), entry("b"))).startsWith("[-3, -3, -3]23505");
      assertThat(c.getAutoCommit()).isTrue();
      assertThat(query("SELECT count(*) FROM songs")).containsExactly("20");
      assertThat(run(p, entry("a"))).isEqualTo("[1]");
    }
    assertMirrored();
  }

  @Test
  @DisplayName("C5: that v2 refuses stands on v1, and the ledger has its keys")
  void refused() throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (Connection c = zdm("");
          PreparedStatement p = c.prepareStatement("UPDATE songs SET plays = ? WHERE title = ?")) {
        c.setAutoCommit(autoCommit);
        assertThat(run(p, entry(900, "s1"), entry(1, "s2"))).isEqualTo("[1, 1]");
        assertThat(run(p, entry(3, "s3"))).isEqualTo("[1]");
        if (!autoCommit) {
          c.commit();
        }
        assertThat(c.getAutoCommit()).isEqualTo(autoCommit);
      }
      assertThat(query("SELECT row_key FROM zdm_ledger ORDER BY 1"))
          .containsExactly("{\"id\":1}", "{\"id\":2}");
      assertThat(query("SELECT plays FROM songs_v2 WHERE id <= 3 ORDER BY id"))
          .containsExactly("0", "0", "3");
      Sql.run(ENGINE.raw(zdmTail), "TRUNCATE zdm_ledger");
    }
  }

  @Test
  @DisplayName("policy fail: that v2 refuses cannot be committed on v1 alone")
  void policyFail() throws SQLException {
    try (Connection c = zdm("&zdm.mirror.failure=fail");
        PreparedStatement p = c.prepareStatement("UPDATE songs SET plays = ? WHERE title = ?")) {
      assertThatThrownBy(() -> run(p, entry(900, "s1"))).hasMessageContaining("wrote nothing");
      c.setAutoCommit(false);
      assertThatThrownBy(() -> run(p, entry(900, "s1"))).hasMessageContaining("wrote nothing");
      assertThatThrownBy(() -> Sql.run(c, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      c.rollback();
      assertThat(run(p, entry(7, "s1"))).isEqualTo("[1]");
      c.commit();
    }
    assertThat(query("SELECT plays FROM songs_v2 WHERE id = 1")).containsExactly("7");
    assertMirrored();
  }

  @Test
  @DisplayName("C2: whose deferred constraint fails at its end fails as a batch")
  void deferredConstraint() throws SQLException {
    both(
        "CREATE TABLE album(id int PRIMARY KEY)",
        "INSERT INTO album VALUES (0)",
        "ALTER TABLE songs ADD FOREIGN KEY (plays) REFERENCES album DEFERRABLE INITIALLY"
            + " DEFERRED");
    Use use =
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
            p.setString(1, "a");
            p.setInt(2, 77);
            p.addBatch();
            p.executeBatch();
            return "nothing";
          } catch (BatchUpdateException e) {
            return Arrays.toString(e.getUpdateCounts()) + e.getSQLState();
          }
        };
    assertSame(true, use);
    assertMirrored();
  }

  @Test
  @DisplayName("C5: holds reads of the table on v1 where a deleted row was not seen on v2")
  void unseen() throws SQLException {
    String reads = "&zdm.read.percent=100&zdm.read.keyless=statement&zdm.control.interval=60000";
    try (Connection c = zdm(reads);
        Connection copier = ENGINE.raw(zdmTail);
        PreparedStatement p = c.prepareStatement("DELETE FROM songs WHERE id = ?")) {
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 4");
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setAutoCommit(false);
      Sql.rows(c, "SELECT 1");
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 4");
      assertThat(run(p, entry(4), entry(5))).isEqualTo("[1, 1]");
      c.commit();
      assertThat(query("SELECT row_key FROM zdm_ledger")).contains("{\"id\":4}");
      assertThat(Sql.rows(c, "SELECT id FROM songs WHERE id = 4")).isEmpty();
    }
  }
}
