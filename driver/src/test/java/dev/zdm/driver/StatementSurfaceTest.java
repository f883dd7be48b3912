package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A statement of a mapped table gives what the driver's own would give")
class StatementSurfaceTest {
  private String tail;

  @AfterEach
  void clear() {
    System.clearProperty("zdm.phase");
    System.clearProperty("zdm.read.percent");
  }

  private Connection open(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int)");
    return DriverManager.getConnection("jdbc:zdm:" + engine.with(tail, parameters));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C2: the next execution closes the result set of the last, on whichever side")
  void closesTheLastResult(Engine engine) throws SQLException {
    try (Connection c = open(engine, "zdm.phase=mirror&zdm.read.percent=100");
        PreparedStatement p = c.prepareStatement("SELECT title FROM songs WHERE id = ?")) {
      p.setInt(1, 1);
      ResultSet fromV2 = p.executeQuery();
      System.setProperty("zdm.read.percent", "0");
      ResultSet fromV1 = p.executeQuery();
      assertThat(fromV2.isClosed()).isTrue();
      System.setProperty("zdm.read.percent", "100");
      p.executeQuery();
      assertThat(fromV1.isClosed()).isTrue();
    }
  }

  @Test
  @DisplayName("traps 15 and 59: RETURNING is the generated keys where these were asked for")
  void returningAsGeneratedKeys() throws SQLException {
    try (Connection c = open(Engine.POSTGRESQL, "zdm.phase=mirror");
        Connection raw = Engine.POSTGRESQL.raw(tail)) {
      assertThat(returned(c, "a")).containsExactly("a");
      assertThat(returned(raw, "b")).containsExactly("b");
      assertThat(Sql.rows(raw, "SELECT title FROM songs_v2")).containsExactly("a");
    }
  }

  private static List<String> returned(Connection c, String title) throws SQLException {
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO songs(title) VALUES (?) RETURNING title",
            Statement.RETURN_GENERATED_KEYS)) {
      p.setString(1, title);
      assertThat(p.executeUpdate()).isEqualTo(1);
      assertThat(p.getResultSet()).isNull();
      return Sql.rows(p.getGeneratedKeys());
    }
  }

  @Test
  @DisplayName("trap 63: the warnings that v1's triggers raise")
  void warnings() throws SQLException {
    try (Connection c = open(Engine.POSTGRESQL, "zdm.phase=off")) {
      Sql.run(
          c,
          "CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS"
              + " $$ BEGIN RAISE WARNING 'careful'; RETURN NEW; END $$",
          "CREATE TRIGGER warn BEFORE INSERT ON songs FOR EACH ROW EXECUTE FUNCTION warn()");
      System.setProperty("zdm.phase", "mirror");
      try (PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES ('a')")) {
        p.executeUpdate();
        SQLWarning warning = p.getWarnings();
        assertThat((Throwable) warning).hasMessage("careful");
        p.clearWarnings();
        assertThat((Throwable) p.getWarnings()).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 54: the exception of a batch of texts, its counts and its chain")
  void batchException(Engine engine) throws SQLException {
    try (Connection c = open(engine, "zdm.phase=mirror");
        Connection raw = engine.raw(tail)) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a')");
      assertThat(failingBatch(c)).isEqualTo(failingBatch(raw));
    }
  }

  private static String failingBatch(Connection c) throws SQLException {
    c.setAutoCommit(false);
    try (Statement s = c.createStatement()) {
      s.addBatch("INSERT INTO songs(id, title) VALUES (2, 'b')");
      s.addBatch("INSERT INTO songs(id, title) VALUES (3, 'a')");
      s.addBatch("INSERT INTO songs(id, title) VALUES (4, 'd')");
      s.executeBatch();
      return "no exception";
    } catch (BatchUpdateException e) {
      return String.join(
          "|",
          e.getMessage(),
          e.getSQLState(),
          Arrays.toString(e.getUpdateCounts()),
          String.valueOf(e.getNextException()));
    } finally {
      c.rollback();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 55: also where another mapping puts another key in a table's place")
  void otherMapping(Engine engine) throws SQLException {
    try (Connection c = open(engine, "zdm.phase=mirror")) {
      Sql.run(c, "INSERT INTO songs(title) VALUES ('a')");
      System.setProperty("zdm.phase", "off");
      Sql.run(c, "SELECT 1");
      engine.create(
          tail,
          "CREATE TABLE albums(a text NOT NULL, b text NOT NULL, PRIMARY KEY (a, b))",
          "CREATE TABLE albums_v2(a text NOT NULL, b text NOT NULL, PRIMARY KEY (a, b))");
      System.setProperty("zdm.phase", "mirror");
      Sql.run(c, "INSERT INTO albums VALUES ('a', 'b')", "INSERT INTO songs(title) VALUES ('b')");
      try (Connection raw = engine.raw(tail)) {
        assertThat(Sql.rows(raw, "SELECT a FROM albums_v2")).containsExactly("a");
        assertThat(Sql.rows(raw, "SELECT title FROM songs_v2")).containsExactly("a", "b");
      }
    }
  }
}
