package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A table some of whose columns are computed")
class ComputedColumnsTest {
  private static final String MAPPING =
      """
      tables:
        jobs:
          to: tasks
          columns:
            has_error: { to: failed, up: "{has_error} = 1", down: "CAST({failed} AS int)" }
            owner:
              to: [first, rest]
              up: { first: "substr({owner}, 1, 1)", rest: "substr({owner}, 2)" }
              down: "{first} || {rest}"
            legacy: { dropped: true }
        spans:
          to: periods
          columns:
            minutes: { to: hours, up: "{minutes} / 60.0", down: "CAST(round({hours} * 60) AS int)" }
            flag: { to: is_on, up: "{flag} = 1", down: "CAST({is_on} AS int)" }
      """;

  @TempDir Path directory;

  private String tail;

  private Connection mirrored(Engine engine) throws SQLException, IOException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE jobs(id int NOT NULL PRIMARY KEY, has_error int, owner text, legacy text, note text)",
        "CREATE TABLE spans(note text, id int NOT NULL PRIMARY KEY, minutes int, flag int)",
        "CREATE TABLE periods(hours numeric(8,4), note text, id int NOT NULL PRIMARY KEY, is_on "
            + (engine == Engine.SQLITE ? "int" : "boolean")
            + ")",
        "CREATE TABLE tasks(note text, first text, rest text, failed "
            + (engine == Engine.SQLITE ? "int" : "boolean")
            + ", id "
            + (engine == Engine.SQLITE ? "int" : "bigint")
            + " NOT NULL PRIMARY KEY)");
    Path mapping = Files.writeString(directory.resolve("zdm.yaml"), MAPPING);
    return DriverManager.getConnection(
        "jdbc:zdm:"
            + engine.with(
                tail,
                "zdm.phase=mirror&zdm.read.percent=100&zdm.relay=off&zdm.mapping=" + mapping));
  }

  private List<String> raw(Engine engine, String sql) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, sql);
    }
  }

  private void plant(Engine engine) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      Sql.run(raw, "UPDATE tasks SET note = 'v2'");
    }
  }

  private static List<String> prepared(Connection c, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement p = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        p.setObject(i + 1, values[i]);
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet r = p.executeQuery()) {
        while (r.next()) {
          rows.add(r.getString(1));
        }
      }
      return rows;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is mirrored by \"up\" and read by \"down\"")
  void bothWays(Engine engine) throws Exception {
    try (Connection c = mirrored(engine)) {
      Sql.run(
          c,
          "INSERT INTO jobs VALUES (1, 1, 'ann', 'x', 'v1'), (2, 0, 'bob', 'y', 'v1'),"
              + " (3, NULL, NULL, NULL, 'v1')",
          "INSERT INTO jobs(id, owner) VALUES (4, 'zoe'), (5, 'zoe')",
          "DELETE FROM jobs WHERE owner = 'zoe' AND id > 3",
          "UPDATE jobs SET owner = 'eve', has_error = 1 - has_error WHERE id = 2");
      plant(engine);
      assertThat(Sql.rows(c, "SELECT id, has_error, owner, note FROM jobs ORDER BY id"))
          .containsExactly("1|1|ann|v2", "2|1|eve|v2", "3|null|null|v2");
      assertThat(raw(engine, "SELECT id, first, rest FROM tasks ORDER BY id"))
          .containsExactly("1|a|nn", "2|e|ve", "3|null|null");
      assertThat(raw(engine, "SELECT * FROM zdm_ledger")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is asked with each parameter in its place")
  void parameters(Engine engine) throws Exception {
    try (Connection c = mirrored(engine)) {
      Sql.run(
          c,
          "INSERT INTO jobs VALUES (1, 1, 'ann', 'x', 'v1'), (2, 0, 'ann', 'y', 'v1'),"
              + " (3, 1, 'bob', 'z', 'v1')");
      plant(engine);
      String sql = "SELECT note || id || ? FROM jobs WHERE owner = ? AND has_error = ? AND id < ?";
      assertThat(prepared(c, sql, "!", "ann", 1, 9L)).containsExactly("v21!");
      assertThat(prepared(c, sql, "?", "bob", 1, 3L)).isEmpty();
      assertThat(prepared(c, "SELECT note || id FROM jobs WHERE id = ?", 3)).containsExactly("v23");
      assertThat(prepared(c, "SELECT note || id FROM jobs WHERE id IN (?, ?)", 3, 7))
          .containsExactly("v23");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is read from v1 where a value does not come back from v2")
  void lossy(Engine engine) throws Exception {
    try (Connection c = mirrored(engine)) {
      Sql.run(
          c,
          "INSERT INTO jobs VALUES (1, 1, 'ann', 'x', 'v1')",
          "INSERT INTO jobs VALUES (2, 2, 'bob', 'y', 'v1')",
          "UPDATE jobs SET has_error = 3 WHERE id = 1");
      assertThat(Sql.rows(c, "SELECT id, has_error FROM jobs WHERE id = 1")).containsExactly("1|3");
      assertThat(Sql.rows(c, "SELECT id, has_error FROM jobs WHERE id = 2")).containsExactly("2|2");
      assertThat(Sql.rows(c, "SELECT id, has_error FROM jobs ORDER BY id"))
          .containsExactly("1|3", "2|2");
      assertThat(raw(engine, "SELECT row_key FROM zdm_ledger ORDER BY row_key"))
          .containsExactly("{\"id\":1}", "{\"id\":2}");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is guarded whatever its first column holds")
  void firstColumnNull(Engine engine) throws Exception {
    try (Connection c = mirrored(engine)) {
      Sql.run(
          c,
          "INSERT INTO spans VALUES (NULL, 1, 60, 7)",
          "INSERT INTO spans VALUES (NULL, 2, 60, 1)");
      assertThat(Sql.rows(c, "SELECT flag FROM spans WHERE id = 1")).containsExactly("7");
      assertThat(raw(engine, "SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
      assertThat(raw(engine, "SELECT id FROM periods")).containsExactly("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is found by a value that v2 stores rounded")
  void rounded(Engine engine) throws Exception {
    try (Connection c = mirrored(engine)) {
      Sql.run(c, "INSERT INTO spans VALUES ('v1', 1, 20, 1), ('v1', 2, 40, 0)");
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "UPDATE periods SET note = 'v2'");
      }
      assertThat(raw(engine, "SELECT * FROM zdm_ledger")).isEmpty();
      assertThat(Sql.rows(c, "SELECT id, note FROM spans WHERE minutes = 20"))
          .containsExactly("1|v2");
      assertThat(prepared(c, "SELECT note || id FROM spans WHERE minutes = ?", 40))
          .containsExactly("v22");
      assertThat(prepared(c, "SELECT note FROM spans WHERE minutes = ?", 40_000_000_000L))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is read from v1 where a column is asked for that v2 has dropped")
  void dropped(Engine engine) throws Exception {
    try (Connection c = mirrored(engine)) {
      Sql.run(c, "INSERT INTO jobs VALUES (1, 1, 'ann', 'x', 'v1')");
      plant(engine);
      assertThat(Sql.rows(c, "SELECT id, note FROM jobs")).containsExactly("1|v2");
      assertThat(Sql.rows(c, "SELECT count(*) FROM jobs")).containsExactly("1");
      assertThat(Sql.rows(c, "SELECT id, note FROM jobs WHERE legacy = 'x'"))
          .containsExactly("1|v1");
      assertThat(Sql.rows(c, "SELECT * FROM jobs")).containsExactly("1|1|ann|x|v1");
      assertThat(Sql.rows(c, "SELECT j.* FROM jobs j")).containsExactly("1|1|ann|x|v1");
    }
  }
}
