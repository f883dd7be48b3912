package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A transaction, whichever way it begins and ends,")
class TransactionEdgesTest {
  private String tail;

  @AfterEach
  void clear() {
    System.clearProperty("zdm.phase");
  }

  private Connection open(Engine engine) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int"
            + " CHECK (plays < 100))");
    return DriverManager.getConnection("jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror"));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  /** Whether the connection is known to be in no transaction. */
  private void assertUnpinned() throws InterruptedException {
    System.setProperty("zdm.phase", "off");
    assertThat(ZdmControl.awaitAdopted("jdbc:zdm:" + tail, Duration.ofMillis(500))).isTrue();
  }

  @Test
  @DisplayName("C9: on SQLite ends with the release of the savepoint that began it")
  void released() throws Exception {
    try (Connection c = open(Engine.SQLITE)) {
      Sql.run(c, "SAVEPOINT a", "INSERT INTO songs(title) VALUES ('a')", "SAVEPOINT b");
      Sql.run(c, "RELEASE b", "INSERT INTO songs(title) VALUES ('b')", "ROLLBACK TO a");
      Sql.run(c, "INSERT INTO songs(title) VALUES ('c')", "RELEASE a");
      assertThat(raw(Engine.SQLITE, "SELECT title FROM songs")).containsExactly("c");
      assertThat(raw(Engine.SQLITE, "SELECT title FROM songs_v2")).containsExactly("c");
      assertUnpinned();
    }
  }

  @Test
  @DisplayName("C4 and C9: on SQLite ends with an OR ROLLBACK, and what follows is in autocommit")
  void orRollback() throws Exception {
    try (Connection c = open(Engine.SQLITE)) {
      Sql.run(c, "INSERT INTO songs(title) VALUES ('a')", "BEGIN");
      assertThatThrownBy(() -> Sql.run(c, "INSERT OR ROLLBACK INTO songs(title) VALUES ('a')"))
          .isInstanceOf(SQLException.class);
      Sql.run(c, "INSERT INTO songs(title) VALUES ('b')");
      assertThat(raw(Engine.SQLITE, "SELECT title FROM songs_v2")).containsExactly("a", "b");
      assertUnpinned();
    }
  }

  @Test
  @DisplayName("trap 37: on SQLite begins with setSavepoint, which leaves autocommit")
  void savepointInAutocommit() throws Exception {
    try (Connection c = open(Engine.SQLITE)) {
      Savepoint savepoint = c.setSavepoint();
      assertThat(c.getAutoCommit()).isFalse();
      Sql.run(c, "INSERT INTO songs(title) VALUES ('a')");
      c.rollback(savepoint);
      Sql.run(c, "INSERT INTO songs(title) VALUES ('b')");
      assertThat(raw(Engine.SQLITE, "SELECT title FROM songs")).isEmpty();
      c.commit();
      assertThat(raw(Engine.SQLITE, "SELECT title FROM songs_v2")).containsExactly("b");
      assertUnpinned();
    }
  }

  @Test
  @DisplayName("C9: on PostgreSQL does not begin with a setSavepoint that fails")
  void refusedSavepoint() throws Exception {
    try (Connection c = open(Engine.POSTGRESQL)) {
      assertThatThrownBy(c::setSavepoint).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> c.setSavepoint("s")).isInstanceOf(SQLException.class);
      assertUnpinned();
    }
  }

  @Test
  @DisplayName("trap 36: goes on when commit() is refused because of autocommit")
  void refusedCommit() throws SQLException {
    try (Connection c = open(Engine.POSTGRESQL)) {
      Sql.run(c, "BEGIN", "INSERT INTO songs(title) VALUES ('a')");
      assertThatThrownBy(c::commit).isInstanceOf(SQLException.class);
      Sql.run(c, "INSERT INTO songs(title, plays) VALUES ('b', 500)", "COMMIT");
    }
    assertThat(raw(Engine.POSTGRESQL, "SELECT title FROM songs")).containsExactly("a", "b");
  }

  @Test
  @DisplayName(
      "trap 36: goes on after AND CHAIN, so that v2's failure undoes no more than its half")
  void chained() throws Exception {
    try (Connection c = open(Engine.POSTGRESQL)) {
      Sql.run(c, "BEGIN", "COMMIT WORK AND CHAIN", "INSERT INTO songs(title) VALUES ('a')");
      Sql.run(c, "INSERT INTO songs(title, plays) VALUES ('b', 500)");
      Sql.run(c, "COMMIT AND NO CHAIN");
      assertThat(raw(Engine.POSTGRESQL, "SELECT title FROM songs")).containsExactly("a", "b");
      assertUnpinned();
    }
  }

  @Test
  @DisplayName("C2: is not left open in autocommit when the ledger's half runs out of time")
  void timeoutInLedger() throws SQLException {
    try (Connection c = open(Engine.POSTGRESQL);
        Connection other = Engine.POSTGRESQL.raw(tail);
        Statement s = c.createStatement()) {
      other.setAutoCommit(false);
      Sql.run(other, "LOCK TABLE zdm_ledger IN ACCESS EXCLUSIVE MODE");
      s.setQueryTimeout(1);
      assertThatThrownBy(() -> s.executeUpdate("INSERT INTO songs(title, plays) VALUES ('a', 500)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      other.rollback();
      assertThat(s.executeUpdate("INSERT INTO songs(title) VALUES ('b')")).isEqualTo(1);
    }
    assertThat(raw(Engine.POSTGRESQL, "SELECT title FROM songs")).containsExactly("b");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C9: does not begin with an addBatch that is refused")
  void refusedBatch(Engine engine) throws Exception {
    try (Connection c = open(engine);
        PreparedStatement p = c.prepareStatement("ALTER TABLE songs ADD COLUMN x int");
        Statement s = c.createStatement()) {
      assertThatThrownBy(p::addBatch).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> s.addBatch("ALTER TABLE songs ADD COLUMN x int"))
          .isInstanceOf(SQLException.class);
      assertUnpinned();
    }
  }
}
