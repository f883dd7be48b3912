package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PGobject;

@Tag("oldest-postgresql")
@DisplayName("A computed column on PostgreSQL")
class ComputedColumnEdgesTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;

  @TempDir Path directory;

  private String tail;

  private Connection mirrored(String mapping, String... ddl) throws SQLException, IOException {
    tail = ENGINE.newDatabase();
    ENGINE.create(tail, ddl);
    Path file = Files.writeString(directory.resolve("zdm.yaml"), mapping);
    return DriverManager.getConnection(
        "jdbc:zdm:"
            + ENGINE.with(
                tail, "zdm.phase=mirror&zdm.read.percent=100&zdm.relay=off&zdm.mapping=" + file));
  }

  private List<String> raw(String sql) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, sql);
    }
  }

  @Test
  @DisplayName("trap 21: is computed anew where v2's own foreign key sets what it is made of")
  void twinOfForeignKey() throws Exception {
    String mapping =
        """
        tables:
          bonuses:
            to: bonuses_v2
            added:
              owner_text: { up: "CAST({owner} AS text)" }
        """;
    String people = "CREATE TABLE %s(id int PRIMARY KEY)";
    String bonuses =
        "CREATE TABLE %s(id int PRIMARY KEY, owner int REFERENCES %s ON DELETE SET NULL"
            + " ON UPDATE CASCADE%s)";
    try (Connection c =
        mirrored(
            mapping + "  people: { to: people_v2 }\n",
            people.formatted("people"),
            people.formatted("people_v2"),
            bonuses.formatted("bonuses", "people", ""),
            bonuses.formatted("bonuses_v2", "people_v2", ", owner_text text"))) {
      Sql.run(
          c,
          "INSERT INTO people VALUES (1), (2), (3)",
          "INSERT INTO bonuses VALUES (10, 1), (20, 2), (30, 3)",
          "DELETE FROM people WHERE id = 1");
      assertThat(raw("SELECT id, owner, owner_text FROM bonuses_v2 ORDER BY id"))
          .containsExactly("10|null|null", "20|2|2", "30|3|3");
      assertThat(raw("SELECT * FROM zdm_ledger")).isEmpty();
    }
    try (Connection c =
        mirrored(
            mapping,
            people.formatted("people"),
            bonuses.formatted("bonuses", "people", ""),
            bonuses.formatted("bonuses_v2", "people", ", owner_text text"))) {
      Sql.run(c, "INSERT INTO people VALUES (1)", "INSERT INTO bonuses VALUES (10, 1)");
      assertThatThrownBy(() -> Sql.run(c, "DELETE FROM people"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("cascades into public.bonuses")
          .hasMessageContaining("computed");
    }
  }

  @Test
  @DisplayName("is not looked up by an index where a parameter ignores trailing blanks")
  void blanks() throws Exception {
    String mapping =
        """
        tables:
          codes:
            to: codes_v2
            columns:
              code:
                to: [first, rest]
                up: { first: "substr({code}, 1, 1)", rest: "substr({code}, 2)" }
                down: "{first} || {rest}"
        """;
    try (Connection c =
        mirrored(
            mapping,
            "CREATE TABLE codes(id int PRIMARY KEY, code varchar(5), note text)",
            "CREATE TABLE codes_v2(id int PRIMARY KEY, first text, rest text, note text)")) {
      Sql.run(c, "INSERT INTO codes VALUES (1, 'ab', 'v1'), (2, 'ab ', 'v1'), (3, 'abc', 'v1')");
      try (Connection behind = ENGINE.raw(tail)) {
        Sql.run(behind, "UPDATE codes_v2 SET note = 'v2'");
      }
      PGobject padded = new PGobject();
      padded.setType("bpchar");
      padded.setValue("ab");
      List<String> rows = new ArrayList<>();
      try (PreparedStatement p =
          c.prepareStatement("SELECT note || id FROM codes WHERE code = ? ORDER BY id")) {
        p.setObject(1, padded);
        try (ResultSet found = p.executeQuery()) {
          while (found.next()) {
            rows.add(found.getString(1));
          }
        }
      }
      assertThat(rows).containsExactly("v21", "v22");
    }
  }

  @Test
  @DisplayName("trap 10: is guarded to the last bit, however few digits the session shows")
  void digits() throws Exception {
    String mapping =
        """
        tables:
          samples:
            to: samples_v2
            columns:
              n: { to: n, up: "CAST({n} AS numeric)", down: "CAST({n} AS double precision)" }
        """;
    try (Connection c =
        mirrored(
            mapping,
            "CREATE TABLE samples(id int PRIMARY KEY, n double precision)",
            "CREATE TABLE samples_v2(id int PRIMARY KEY, n numeric)")) {
      Sql.run(
          c,
          "SET extra_float_digits = 0",
          "INSERT INTO samples VALUES (1, 0.25), (3, 'infinity')",
          "INSERT INTO samples VALUES (2, 0.1::double precision + 0.2)");
      assertThat(raw("SELECT row_key FROM zdm_ledger ORDER BY row_key"))
          .containsExactly("{\"id\":2}");
      assertThat(Sql.rows(c, "SELECT n = 0.1::double precision + 0.2 FROM samples WHERE id = 2"))
          .containsExactly("t");
    }
  }
}
