package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oldest-postgresql")
@DisplayName("trap 19: TRUNCATE")
class TruncateTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;

  private String tail;

  @BeforeEach
  void create() throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE people(id int PRIMARY KEY)",
        "CREATE TABLE songs(id ID, who int REFERENCES people)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, who int)",
        "CREATE TABLE plays(id ID, song bigint REFERENCES songs)",
        "CREATE TABLE plays_v2(id bigint PRIMARY KEY, song bigint)",
        "CREATE TABLE other(id int)",
        "INSERT INTO people VALUES (1)",
        "INSERT INTO songs(who) VALUES (1), (1)",
        "INSERT INTO plays(song) VALUES (1), (2)",
        "INSERT INTO songs_v2 SELECT * FROM songs",
        "INSERT INTO plays_v2 SELECT * FROM plays",
        "INSERT INTO other VALUES (1)");
  }

  private Connection mirrored() throws SQLException {
    return DriverManager.getConnection("jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror"));
  }

  private List<String> counts() throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(
          raw,
          "SELECT (SELECT count(*) FROM songs), (SELECT count(*) FROM songs_v2),"
              + " (SELECT count(*) FROM plays), (SELECT count(*) FROM plays_v2),"
              + " (SELECT count(*) FROM zdm_ledger)");
    }
  }

  @Test
  @DisplayName("empties v2's table too, by each way of executing it")
  void empties() throws SQLException {
    try (Connection c = mirrored();
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate("TRUNCATE TABLE ONLY plays -- all of it")).isZero();
      assertThat(counts()).containsExactly("2|2|0|0|0");
      Sql.run(c, "INSERT INTO plays(song) VALUES (1)");
      try (PreparedStatement p =
          c.prepareStatement("TRUNCATE plays, other", Statement.RETURN_GENERATED_KEYS)) {
        assertThat(p.execute()).isFalse();
        assertThat(p.getUpdateCount()).isZero();
        assertThat(p.getGeneratedKeys().next()).isFalse();
        assertThat(p.getMoreResults()).isFalse();
      }
      assertThat(counts()).containsExactly("2|2|0|0|0");
      c.setAutoCommit(false);
      assertThat(s.execute("TRUNCATE songs, plays RESTART IDENTITY")).isFalse();
      c.rollback();
      assertThat(counts()).containsExactly("2|2|0|0|0");
      assertThat(s.executeLargeUpdate("TRUNCATE songs, plays RESTART IDENTITY")).isZero();
      Sql.run(c, "INSERT INTO songs(who) VALUES (1)");
      c.commit();
    }
    assertThat(counts()).containsExactly("1|1|0|0|0");
  }

  @Test
  @DisplayName(
      "with CASCADE empties v2's tables of whatever it reaches, from an unmapped table too")
  void cascade() throws SQLException {
    try (Connection c = mirrored()) {
      Sql.run(c, "TRUNCATE songs CASCADE");
      assertThat(counts()).containsExactly("0|0|0|0|0");
      Sql.run(c, "INSERT INTO songs VALUES (5, 1)", "INSERT INTO plays VALUES (7, 5)");
      assertThat(counts()).containsExactly("1|1|1|1|0");
      Sql.run(c, "TRUNCATE other; SELECT 1", "TRUNCATE people CASCADE");
      assertThat(counts()).containsExactly("0|0|0|0|0");
    }
  }

  @Test
  @DisplayName("hidden in a block or a function is refused where it reaches a mapped one")
  void hidden() throws SQLException {
    try (Connection c = mirrored()) {
      for (String sql :
          List.of(
              "DO $$ BEGIN TRUNCATE people CASCADE; END $$",
              "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ TRUNCATE people CASCADE $$")) {
        assertThatThrownBy(() -> Sql.run(c, sql))
            .as(sql)
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
      Sql.run(c, "DO $$ BEGIN TRUNCATE other; END $$", "SELECT 1; TRUNCATE other");
    }
    assertThat(counts()).containsExactly("2|2|2|2|0");
  }

  @Test
  @DisplayName("fails as without zdm where v1 refuses it")
  void refusedByV1() throws SQLException {
    try (Connection c = mirrored()) {
      assertThatThrownBy(() -> Sql.run(c, "TRUNCATE songs"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cannot truncate a table referenced in a foreign key constraint");
    }
    assertThat(counts()).containsExactly("2|2|2|2|0");
  }

  @Test
  @DisplayName("C5: does not wait for who reads v2; v1's half stands, and the table is tainted")
  void lockedOnV2() throws SQLException {
    try (Connection c = mirrored();
        Connection raw = ENGINE.raw(tail)) {
      raw.setAutoCommit(false);
      Sql.run(raw, "SELECT 1 FROM plays_v2");
      Sql.run(c, "TRUNCATE plays");
      raw.rollback();
      assertThat(counts()).containsExactly("2|2|0|2|1");
      Sql.run(c, "TRUNCATE plays");
      assertThat(counts()).containsExactly("2|2|0|0|1");
    }
  }

  @Test
  @DisplayName("C5: taints the table where v2 refuses it, and v1's half stands")
  void refusedByV2() throws SQLException {
    try (Connection c = mirrored();
        Connection raw = ENGINE.raw(tail)) {
      Sql.run(raw, "CREATE TABLE guard(id bigint REFERENCES plays_v2)");
      Sql.run(c, "TRUNCATE plays");
      assertThat(counts()).containsExactly("2|2|0|2|1");
      assertThat(Sql.rows(raw, "SELECT table_name, row_key FROM zdm_ledger"))
          .containsExactly("public.plays|null");
    }
  }
}
