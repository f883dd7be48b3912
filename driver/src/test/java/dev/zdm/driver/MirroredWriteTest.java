package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A write of a mapped table")
class MirroredWriteTest {
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int, genre text"
        + " DEFAULT 'none', UNIQUE(title))",
    "CREATE TABLE other(id ID, note text)",
  };

  private String tail;

  private Connection mirrored(Engine engine, String... more) throws SQLException {
    tail = engine.newDatabase();
    engine.create(tail, TABLES);
    return connect(engine, "zdm.phase=mirror" + String.join("", more));
  }

  private Connection connect(Engine engine, String parameters) throws SQLException {
    return DriverManager.getConnection("jdbc:zdm:" + engine.with(tail, parameters));
  }

  private void assertEqualSides(Engine engine, String... v1Rows) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      List<String> v1 = Sql.rows(raw, "SELECT id, title, plays FROM songs ORDER BY id");
      assertThat(v1).containsExactly(v1Rows);
      assertThat(Sql.rows(raw, "SELECT id, title, plays FROM songs_v2 ORDER BY id")).isEqualTo(v1);
      assertThat(Sql.rows(raw, "SELECT * FROM zdm_ledger")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C4: reaches both sides in autocommit, by each way of executing it")
  void autocommit(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine);
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate("INSERT INTO songs(title) VALUES ('a'), ('b')")).isEqualTo(2);
      assertThat(s.execute("UPDATE songs SET plays = plays + 1 WHERE title = 'a'")).isFalse();
      assertThat(s.getUpdateCount()).isEqualTo(1);
      assertThat(s.getMoreResults()).isFalse();
      assertThat(s.getUpdateCount()).isEqualTo(-1);
      assertThat(s.executeLargeUpdate("DELETE FROM songs WHERE title = 'b'")).isEqualTo(1);
      assertThat(s.executeUpdate("DELETE FROM songs WHERE title = 'nobody'")).isZero();
      try (PreparedStatement p =
          c.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
        for (int i = 0; i < 8; i++) {
          p.setString(1, "p" + i);
          p.setInt(2, i);
          assertThat(p.executeUpdate()).isEqualTo(1);
        }
      }
      try (PreparedStatement p = c.prepareStatement("DELETE FROM songs WHERE plays > ?")) {
        p.setInt(1, 1);
        assertThat(p.executeUpdate()).isEqualTo(6);
        assertThat(p.executeUpdate()).isZero();
      }
      assertThat(c.getAutoCommit()).isTrue();
    }
    assertEqualSides(engine, "1|a|1", "3|p0|0", "4|p1|1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "traps 1 and 2: has the generated key on both sides, and gives it to the application")
  void generatedKeys(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine)) {
      Sql.run(engineRaw(engine), "INSERT INTO songs(title) VALUES ('before')");
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO songs(title) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
        p.setString(1, "x");
        assertThat(p.executeUpdate()).isEqualTo(1);
        assertThat(firstKeys(p)).containsExactly(2L);
      }
      try (PreparedStatement p =
          c.prepareStatement("INSERT INTO songs(title) VALUES (?)", new String[] {"id"})) {
        p.setString(1, "y");
        assertThat(p.execute()).isFalse();
        assertThat(p.getUpdateCount()).isEqualTo(1);
        assertThat(firstKeys(p)).containsExactly(3L);
      }
      try (Statement s = c.createStatement()) {
        s.executeUpdate("INSERT INTO songs(title) VALUES ('z')", Statement.RETURN_GENERATED_KEYS);
        assertThat(firstKeys(s)).containsExactly(4L);
      }
    }
    try (Connection raw = engine.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT id, title FROM songs_v2 ORDER BY id"))
          .containsExactly("2|x", "3|y", "4|z");
    }
  }

  private Connection engineRaw(Engine engine) throws SQLException {
    return engine.raw(tail);
  }

  private static List<Long> firstKeys(Statement s) throws SQLException {
    List<Long> keys = new ArrayList<>();
    try (ResultSet rows = s.getGeneratedKeys()) {
      while (rows.next()) {
        keys.add(rows.getLong(1));
      }
    }
    return keys;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("traps 35 to 37: follows the application's transactions, savepoints and their ends")
  void transactions(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine)) {
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(title) VALUES ('a')");
      c.rollback();
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (10, 'b')");
      Savepoint savepoint = c.setSavepoint();
      Sql.run(c, "UPDATE songs SET plays = 5", "INSERT INTO songs(id, title) VALUES (11, 'c')");
      c.rollback(savepoint);
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (12, 'd')");
      c.commit();
      c.setAutoCommit(true);
      Sql.run(c, "BEGIN", "DELETE FROM songs", "ROLLBACK");
      Sql.run(c, "BEGIN", "UPDATE songs SET plays = 7 WHERE id = 12", "COMMIT");
    }
    assertEqualSides(engine, "10|b|0", "12|d|7");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 54: in a batch reaches both sides, and gives the counts and keys of v1")
  void batches(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine)) {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO songs(title) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
        for (String title : List.of("a", "b", "c")) {
          p.setString(1, title);
          p.addBatch();
        }
        assertThat(p.executeBatch()).containsExactly(1, 1, 1);
        if (engine == Engine.POSTGRESQL) {
          assertThat(firstKeys(p)).containsExactly(1L, 2L, 3L);
        }
      }
      try (PreparedStatement p = c.prepareStatement("UPDATE songs SET plays = ? WHERE id >= ?")) {
        for (int i = 1; i <= 3; i++) {
          p.setInt(1, i * 10);
          p.setInt(2, i);
          p.addBatch();
        }
        assertThat(p.executeLargeBatch()).containsExactly(3, 2, 1);
      }
      try (Statement s = c.createStatement()) {
        s.addBatch("INSERT INTO songs(title) VALUES ('d')");
        s.addBatch("INSERT INTO other(note) VALUES ('n')");
        s.addBatch("DELETE FROM songs WHERE id = 1");
        assertThat(s.executeBatch()).containsExactly(1, 1, 1);
      }
    }
    assertEqualSides(engine, "2|b|20", "3|c|30", "4|d|0");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "C2: that fails on v1 gives the driver's own error, and leaves nothing on either side")
  void v1Errors(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine)) {
      Sql.run(c, "INSERT INTO songs(title) VALUES ('a')");
      String bad = "INSERT INTO songs(id, title) VALUES (9, 'a')";
      SQLException raw = null;
      try (Connection r = engine.raw(tail)) {
        Sql.run(r, bad);
      } catch (SQLException e) {
        raw = e;
      }
      SQLException expected = raw;
      assertThatThrownBy(() -> Sql.run(c, bad))
          .hasMessage(expected.getMessage())
          .isExactlyInstanceOf(expected.getClass())
          .satisfies(
              e -> assertThat(((SQLException) e).getSQLState()).isEqualTo(expected.getSQLState()));
      Sql.run(c, "UPDATE songs SET plays = 1");
    }
    assertEqualSides(engine, "1|a|1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 13: that inserts or updates carries the outcome over")
  void upserts(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine)) {
      String upsert =
          "INSERT INTO songs(id, title, plays) VALUES (%d, '%s', 1)"
              + " ON CONFLICT (title) DO UPDATE SET plays = songs.plays + 1";
      Sql.run(c, upsert.formatted(1, "a"), upsert.formatted(2, "a"), upsert.formatted(3, "b"));
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (7, 'b') ON CONFLICT DO NOTHING");
    }
    assertEqualSides(engine, "1|a|2", "3|b|1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 53: carries streams and values that change after they were bound")
  void parameters(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine);
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      p.setCharacterStream(1, new java.io.StringReader("from a reader"), 13);
      p.executeUpdate();
    }
    assertEqualSides(engine, "1|from a reader|0");
  }
}
