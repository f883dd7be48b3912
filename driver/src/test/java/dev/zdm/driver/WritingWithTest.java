package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oldest-postgresql")
@DisplayName("trap 12: a statement whose WITH writes")
class WritingWithTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;

  private String tail;

  @BeforeEach
  void create() throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text, plays int)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text, plays int CHECK (plays < 100))",
        "CREATE TABLE plays(song bigint, nr int, PRIMARY KEY (song, nr))",
        "CREATE TABLE plays_v2(song bigint, nr int, PRIMARY KEY (song, nr))",
        "CREATE TABLE gone(id bigint, title text)",
        "INSERT INTO songs(title, plays) VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4)",
        "INSERT INTO songs_v2 SELECT * FROM songs");
  }

  private Connection mirrored() throws SQLException {
    return DriverManager.getConnection("jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror"));
  }

  private List<String> raw(String query) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private void assertEqualSides() throws SQLException {
    assertThat(raw("SELECT * FROM songs_v2 ORDER BY 1"))
        .isEqualTo(raw("SELECT * FROM songs ORDER BY 1"));
    assertThat(raw("SELECT * FROM plays_v2 ORDER BY 1, 2"))
        .isEqualTo(raw("SELECT * FROM plays ORDER BY 1, 2"));
    assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("gives what its SELECT gives, in its order and under its labels")
  void select() throws SQLException {
    try (Connection c = mirrored();
        PreparedStatement p =
            c.prepareStatement(
                "WITH taken(nr, \"What\") AS MATERIALIZED (DELETE FROM songs s WHERE plays > ?"
                    + " RETURNING s.id, title /* last */), old AS (SELECT 1) -- and now\n"
                    + " SELECT nr, nr + ? AS nr, \"What\" FROM taken ORDER BY 1 DESC -- done")) {
      p.setInt(1, 1);
      p.setInt(2, 10);
      try (ResultSet rows = p.executeQuery()) {
        assertThat(rows.getMetaData().getColumnLabel(2)).isEqualTo("nr");
        assertThat(Sql.rows(rows)).containsExactly("4|14|d", "3|13|c", "2|12|b");
      }
      assertThat(p.execute()).isTrue();
    }
    assertThat(raw("SELECT id FROM songs_v2")).containsExactly("1");
    assertEqualSides();
  }

  @Test
  @DisplayName("counts what its main write wrote, elsewhere or in a mapped table")
  void counts() throws SQLException {
    try (Connection c = mirrored();
        Statement s = c.createStatement()) {
      assertThat(
              s.executeUpdate(
                  "WITH d AS (DELETE FROM songs WHERE id < 3 RETURNING *) INSERT INTO gone"
                      + " SELECT id, title FROM d -- moved"))
          .isEqualTo(2);
      assertThat(raw("SELECT * FROM gone ORDER BY 1")).containsExactly("1|a", "2|b");
      assertThat(
              s.executeUpdate(
                  "WITH d AS (DELETE FROM gone RETURNING id), u AS (UPDATE songs SET plays = 0)"
                      + " INSERT INTO plays SELECT id, 1 FROM d"))
          .isEqualTo(2);
      assertEqualSides();
      c.setAutoCommit(false);
      try (PreparedStatement p =
          c.prepareStatement(
              "WITH p AS (INSERT INTO plays VALUES (?, 2), (?, 3) RETURNING nr)"
                  + " UPDATE songs SET plays = nr FROM p WHERE id = nr + 1 RETURNING id AS k, nr")) {
        p.setInt(1, 7);
        p.setInt(2, 7);
        try (ResultSet rows = p.executeQuery()) {
          assertThat(Sql.rows(rows)).containsExactlyInAnyOrder("3|2", "4|3");
        }
      }
      c.commit();
    }
    assertThat(raw("SELECT plays FROM songs_v2 ORDER BY id")).containsExactly("2", "3");
    assertEqualSides();
  }

  @Test
  @DisplayName("C5: is in the ledger where v2 refuses it, and v1's half stands")
  void refused() throws SQLException {
    try (Connection c = mirrored()) {
      Sql.run(
          c,
          "WITH u AS (UPDATE songs SET plays = 200 WHERE id = 1 RETURNING id)"
              + " INSERT INTO plays SELECT id, 1 FROM u");
      assertThat(raw("SELECT table_name, row_key FROM zdm_ledger ORDER BY 1"))
          .containsExactly("public.plays|{\"song\":1,\"nr\":1}", "public.songs|{\"id\":1}");
      assertThatThrownBy(
              () ->
                  Sql.run(
                      c,
                      "WITH u AS (DELETE FROM songs RETURNING id) INSERT INTO plays SELECT 1, 1"
                          + " FROM u"))
          .hasMessageContaining("plays_pkey");
    }
    assertThat(raw("SELECT plays FROM songs WHERE id = 1")).containsExactly("200");
  }
}
