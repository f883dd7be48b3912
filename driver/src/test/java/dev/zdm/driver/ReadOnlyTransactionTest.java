package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("On a connection of PostgreSQL's that is read-only")
class ReadOnlyTransactionTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final List<String> WRITES =
      List.of(
          "INSERT INTO songs(title) VALUES ('x')",
          "UPDATE songs SET title = 'y' WHERE id = 1",
          "DELETE FROM songs WHERE title = 'x'",
          "UPDATE songs SET title = 'z' WHERE id = 1; SELECT 1");

  private String tail;

  @BeforeEach
  void create() throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text UNIQUE)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
        "INSERT INTO songs(title) VALUES ('a')",
        "INSERT INTO songs_v2 SELECT * FROM songs");
  }

  private Connection open(String more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror&zdm.relay=off" + more));
  }

  private List<String> raw(String query) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&zdm.mirror.failure=fail"})
  @DisplayName("trap 51: a mirrored write in a transaction fails as v1's, and leaves no trace")
  void inTransaction(String more) throws SQLException {
    try (Connection c = open(more);
        PreparedStatement batch = c.prepareStatement("DELETE FROM songs WHERE id = ?")) {
      c.setReadOnly(true);
      c.setAutoCommit(false);
      for (String sql : WRITES) {
        assertRefused(c, () -> Sql.run(c, sql));
      }
      batch.setLong(1, 1);
      batch.addBatch();
      assertRefused(c, batch::executeBatch);
      c.setReadOnly(false);
      Sql.run(c, "UPDATE songs SET title = 'b'");
      c.commit();
    }
    assertThat(raw("SELECT title FROM songs_v2")).containsExactly("b");
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  private static void assertRefused(Connection c, ThrowingCallable call) throws SQLException {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    c.rollback();
  }

  @Test
  @DisplayName("C2: a write in autocommit passes, as it does with the raw driver")
  void inAutocommit() throws SQLException {
    try (Connection c = open("");
        PreparedStatement batch = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      c.setReadOnly(true);
      for (String sql : WRITES) {
        Sql.run(c, sql);
      }
      batch.setString(1, "b");
      batch.addBatch();
      assertThat(batch.executeBatch()).containsExactly(1);
      batch.setString(1, "b");
      batch.addBatch();
      assertThatThrownBy(batch::executeBatch).isInstanceOf(SQLException.class);
      assertThat(c.getAutoCommit()).isTrue();
      assertThat(c.isReadOnly()).isTrue();
    }
    assertThat(raw("SELECT title FROM songs ORDER BY 1")).containsExactly("b", "z");
    assertThat(raw("SELECT title FROM songs_v2 ORDER BY 1")).containsExactly("b", "z");
  }
}
