package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("trap 35 and 37: where SQLite's transaction ends without the driver's knowledge")
class SqliteTransactionStateTest {
  private static final String[] DDL = {
    "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL)"
  };

  private final String tail = Engine.SQLITE.newDatabase();

  private interface Course {
    void run(Connection connection, List<String> seen) throws SQLException;
  }

  /** What both see must be equal, and v2 must have what v1 has. */
  private void asRaw(Course course) throws SQLException {
    String twin = Engine.SQLITE.newDatabase();
    Engine.SQLITE.create(tail, DDL);
    Engine.SQLITE.create(twin, DDL);
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    try (Connection raw = Engine.SQLITE.raw(twin)) {
      course.run(raw, expected);
    }
    try (Connection zdm =
        DriverManager.getConnection(
            "jdbc:zdm:" + Engine.SQLITE.with(tail, "zdm.phase=mirror&zdm.control.interval=10"))) {
      course.run(zdm, actual);
    }
    assertThat(actual).isEqualTo(expected);
    try (Connection raw = Engine.SQLITE.raw(twin);
        Connection zdm = Engine.SQLITE.raw(tail)) {
      List<String> v1 = Sql.rows(zdm, "SELECT * FROM songs ORDER BY id");
      assertThat(v1).isEqualTo(Sql.rows(raw, "SELECT * FROM songs ORDER BY id"));
      assertThat(Sql.rows(zdm, "SELECT * FROM songs_v2 ORDER BY id")).isEqualTo(v1);
    }
  }

  private static void insert(Connection c, String title, List<String> seen) {
    tried(seen, () -> Sql.run(c, "INSERT INTO songs(title) VALUES ('" + title + "')"));
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static void tried(List<String> seen, Step step) {
    try {
      step.run();
      seen.add("done");
    } catch (SQLException e) {
      seen.add(e.getClass().getName() + " " + e.getMessage());
    }
  }

  @Test
  @DisplayName("the release of a savepoint that was set in autocommit: each write is its own")
  void releasedSavepoint() throws SQLException {
    asRaw(
        (c, seen) -> {
          Savepoint savepoint = c.setSavepoint();
          insert(c, "a", seen);
          c.releaseSavepoint(savepoint);
          insert(c, "b", seen);
          insert(c, "a", seen);
          tried(seen, c::rollback);
          insert(c, "c", seen);
          tried(seen, c::commit);
          Savepoint another = c.setSavepoint();
          insert(c, "d", seen);
          c.rollback(another);
          insert(c, "e", seen);
          c.releaseSavepoint(another);
          seen.add(String.valueOf(c.getAutoCommit()));
        });
  }

  @Test
  @DisplayName("OR ROLLBACK: takes the transaction and its mirror, and the next write has its own")
  void orRollback() throws SQLException {
    asRaw(
        (c, seen) -> {
          c.setAutoCommit(false);
          insert(c, "a", seen);
          c.commit();
          insert(c, "b", seen);
          tried(seen, () -> Sql.run(c, "INSERT OR ROLLBACK INTO songs(title) VALUES ('a')"));
          insert(c, "c", seen);
          tried(seen, c::commit);
          tried(seen, () -> Sql.run(c, "BEGIN"));
          insert(c, "d", seen);
          tried(seen, () -> Sql.run(c, "ROLLBACK"));
          insert(c, "e", seen);
        });
  }

  @Test
  @DisplayName("OR ROLLBACK in autocommit: the connection goes on as if nothing had been")
  void orRollbackAlone() throws SQLException {
    asRaw(
        (c, seen) -> {
          for (String title : new String[] {"a", "a", "b", "a", "c"}) {
            tried(
                seen,
                () -> Sql.run(c, "INSERT OR ROLLBACK INTO songs(title) VALUES ('" + title + "')"));
          }
        });
  }

  @Test
  @DisplayName("COMMIT sent as text out of autocommit")
  void textualCommit() throws SQLException {
    asRaw(
        (c, seen) -> {
          c.setAutoCommit(false);
          insert(c, "a", seen);
          tried(seen, () -> Sql.run(c, "COMMIT"));
          insert(c, "b", seen);
          tried(seen, c::rollback);
          tried(seen, () -> c.setAutoCommit(true));
        });
  }

  @Test
  @DisplayName("a connection without a transaction does not hold a phase")
  void holdsNoPhase() throws SQLException {
    Engine.SQLITE.create(tail, DDL);
    try (Connection c =
        DriverManager.getConnection("jdbc:zdm:" + Engine.SQLITE.with(tail, "zdm.phase=mirror"))) {
      Savepoint savepoint = c.setSavepoint();
      insert(c, "a", new ArrayList<>());
      Session session = ((ZdmConnection) c).session();
      assertThat(session.inTransaction()).isTrue();
      c.releaseSavepoint(savepoint);
      assertThat(session.inTransaction()).isFalse();
      assertThat(c.getAutoCommit()).isFalse();
    }
  }

  @Test
  @DisplayName("setAutoCommit that fails, as it does within a savepoint that was sent as text")
  void autoCommitFails() throws SQLException {
    asRaw(
        (c, seen) -> {
          tried(seen, () -> Sql.run(c, "SAVEPOINT s"));
          tried(seen, () -> c.setAutoCommit(false));
          insert(c, "a", seen);
          tried(seen, c::rollback);
          insert(c, "b", seen);
          tried(seen, c::commit);
          tried(seen, () -> Sql.run(c, "COMMIT"));
          tried(seen, () -> c.setAutoCommit(true));
          insert(c, "c", seen);
          seen.add(String.valueOf(c.getAutoCommit()));
        });
  }

  @Test
  @DisplayName("a phase is entered where the driver is out of autocommit and nothing is open")
  void phaseEnteredAdrift() throws SQLException {
    Engine.SQLITE.create(tail, DDL);
    try (Connection c = DriverManager.getConnection("jdbc:zdm:" + tail)) {
      c.setAutoCommit(false);
      Sql.run(c, "COMMIT");
      System.setProperty("zdm.phase", "mirror");
      Sql.run(c, "INSERT INTO songs(title) VALUES ('a')");
      assertThat(Sql.rows(c, "SELECT title FROM songs_v2")).containsExactly("a");
    } finally {
      System.clearProperty("zdm.phase");
    }
  }
}
