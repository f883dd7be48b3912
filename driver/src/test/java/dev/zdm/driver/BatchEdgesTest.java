package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A batch")
class BatchEdgesTest {
  private String tail;

  @AfterEach
  void clear() {
    System.clearProperty("zdm.phase");
  }

  private Connection open(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int"
            + " CHECK (plays < 100))",
        "CREATE TABLE other(id ID, note text)");
    return DriverManager.getConnection("jdbc:zdm:" + engine.with(tail, parameters));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private boolean adopted() throws InterruptedException {
    return ZdmControl.awaitAdopted("jdbc:zdm:" + tail, Duration.ofMillis(300));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 54: to which nothing was added writes nothing, before and after a full one")
  void empty(Engine engine) throws SQLException {
    try (Connection c = open(engine, "zdm.phase=mirror");
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      p.setString(1, "a");
      assertThat(p.executeBatch()).isEmpty();
      p.addBatch();
      assertThat(p.executeBatch()).containsExactly(1);
      assertThat(p.executeLargeBatch()).isEmpty();
    }
    assertThat(raw(engine, "SELECT title FROM songs")).containsExactly("a");
    assertThat(raw(engine, "SELECT title FROM songs_v2")).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("traps 48 and 54: that is filled before a commit and run after it keeps its phase")
  void overCommit(Engine engine) throws Exception {
    try (Connection c = open(engine, "zdm.phase=off");
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)");
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      for (String title : List.of("a", "b")) {
        p.setString(1, title);
        p.addBatch();
      }
      s.addBatch("INSERT INTO songs(title) VALUES ('c')");
      c.commit();
      System.setProperty("zdm.phase", "mirror");
      assertThat(adopted()).isFalse();
      assertThat(p.executeBatch()).containsExactly(1, 1);
      assertThat(s.executeBatch()).containsExactly(1);
      c.commit();
      assertThat(adopted()).isTrue();
    }
    assertThat(raw(engine, "SELECT title FROM songs ORDER BY 1")).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 36: of texts that begins a transaction is known to have begun it")
  void begins(Engine engine) throws SQLException {
    try (Connection c = open(engine, "zdm.phase=mirror");
        Statement s = c.createStatement()) {
      s.addBatch("BEGIN");
      s.addBatch("INSERT INTO other(note) VALUES ('x')");
      s.executeBatch();
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 500)", "COMMIT");
    }
    assertThat(raw(engine, "SELECT note FROM other")).containsExactly("x");
    assertThat(raw(engine, "SELECT id FROM songs")).containsExactly("1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of texts that writes a mapped table and begins a transaction is refused whole")
  void beginsAndWrites(Engine engine) throws SQLException {
    try (Connection c = open(engine, "zdm.phase=mirror");
        Statement s = c.createStatement()) {
      s.addBatch("BEGIN");
      s.addBatch("INSERT INTO songs(title) VALUES ('a')");
      assertThatThrownBy(s::executeBatch).hasMessageContaining("controls a transaction");
      assertThat(s.executeBatch()).isEmpty();
      Sql.run(c, "INSERT INTO songs(title) VALUES ('b')");
    }
    assertThat(raw(engine, "SELECT title FROM songs_v2")).containsExactly("b");
  }

  @Test
  @DisplayName("trap 66: is prepared once, however often it is filled")
  void preparedOnce() throws SQLException {
    try (Connection c = open(Engine.POSTGRESQL, "zdm.phase=mirror");
        PreparedStatement p =
            c.prepareStatement(
                "INSERT INTO songs(title) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 0; i < 12; i++) {
        p.setString(1, "a" + i);
        p.addBatch();
        p.setString(1, "b" + i);
        p.addBatch();
        if (i % 3 == 2) {
          p.clearBatch();
        } else {
          assertThat(p.executeBatch()).containsExactly(1, 1);
          assertThat(Sql.rows(p.getGeneratedKeys())).hasSize(2);
        }
      }
      assertThat(
              Sql.rows(c, "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'INSERT%'"))
          .hasSizeLessThan(4);
    }
    assertThat(raw(Engine.POSTGRESQL, "SELECT count(*) FROM songs_v2")).containsExactly("16");
  }
}
