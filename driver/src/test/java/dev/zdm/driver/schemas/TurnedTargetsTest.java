package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.testdatabases.OldSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oldest-postgresql")
@DisplayName("A table that goes to several, where v2 answers")
class TurnedTargetsTest {
  private static final int THREADS = 8;
  private static final int EACH = 25;
  private static final String ONE =
      "INSERT INTO content (id, title, platform, url, duration, metadata, download_info) VALUES (1, 'one', 'tube', 'u1', 5, '{\"a\":1}', '{\"path\":\"/\",\"size\":1,\"state\":\"ok\"}')";
  private static final List<String> ALL =
      List.of(
          "SELECT id, title, platform_id, url, state, seconds FROM content_v2 ORDER BY id",
          "SELECT content_id, name, value FROM content_metadata ORDER BY 1, 2",
          "SELECT * FROM downloads ORDER BY 1",
          "SELECT id, title, url FROM content ORDER BY id",
          "SELECT row_key FROM zdm_ledger ORDER BY 1");

  @TempDir Path directory;

  static Stream<Arguments> turns() {
    return Stream.of(Engine.values())
        .flatMap(
            engine ->
                Stream.of("v2-primary", "complete").map(phase -> Arguments.of(engine, phase)));
  }

  private Migrated content(Engine engine) throws Exception {
    return Migrated.of(OldSchema.CONTENT, engine, directory);
  }

  private static List<String> all(Migrated migrated) throws SQLException {
    List<String> all = new ArrayList<>();
    for (String sql : ALL) {
      all.addAll(migrated.behind(sql));
    }
    return all;
  }

  private static void refused(Migrated migrated, String state, ThrowingCallable call)
      throws SQLException {
    List<String> before = all(migrated);
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class,
            e ->
                assertThat(e.getSQLState() == null ? "" + e.getErrorCode() : e.getSQLState())
                    .isEqualTo(state));
    assertThat(all(migrated)).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("loses no update to another")
  void concurrent(Engine engine, String phase) throws Exception {
    Migrated migrated = content(engine);
    try (Connection zdm = migrated.turned(phase)) {
      Sql.run(zdm, ONE, "UPDATE content SET duration = 0");
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(threads.submit(() -> count(migrated, phase)));
      }
      int counted = 0;
      for (Future<Integer> each : all) {
        counted += each.get(2, TimeUnit.MINUTES);
      }
      assertThat(counted).isEqualTo(THREADS * EACH);
    } finally {
      threads.shutdownNow();
    }
    assertThat(migrated.behind("SELECT seconds FROM content_v2"))
        .containsExactly(String.valueOf(THREADS * EACH));
    if (phase.equals("v2-primary") && migrated.behind("SELECT 1 FROM zdm_ledger").isEmpty()) {
      assertThat(migrated.wrong()).isEmpty();
    }
  }

  private static int count(Migrated migrated, String phase) throws SQLException {
    try (Connection zdm = migrated.turned(phase);
        PreparedStatement add =
            zdm.prepareStatement("UPDATE content SET duration = duration + 1 WHERE id = ?")) {
      int counted = 0;
      for (int i = 0; i < EACH; i++) {
        add.setLong(1, 1);
        counted += add.executeUpdate();
      }
      return counted;
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("takes a key, and any other unique value, once")
  void twice(Engine engine, String phase) throws Exception {
    Migrated migrated = content(engine);
    String unique = engine == Engine.POSTGRESQL ? "23505" : "19";
    try (Connection zdm = migrated.turned(phase)) {
      Sql.run(zdm, ONE);
      for (String again :
          List.of(
              "INSERT INTO content (id, title, platform) VALUES (1, 'again', 'new')",
              "INSERT INTO content (id, title, platform, url) VALUES (2, 'again', 'tube', 'u1')",
              "INSERT INTO content (id, title, platform) VALUES (3, 'a', 'new'), (3, 'b', 'new')")) {
        refused(migrated, unique, () -> Sql.run(zdm, again));
      }
      assertThat(migrated.behind("SELECT name FROM platforms")).containsExactly("tube");
      assertThat(Sql.rows(zdm, "SELECT id, title FROM content")).containsExactly("1|one");
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("refuses what it cannot give back or v1 takes not, and leaves nothing of it")
  void impossible(Engine engine, String phase) throws Exception {
    Migrated migrated = content(engine);
    boolean postgres = engine == Engine.POSTGRESQL;
    try (Connection zdm = migrated.turned(phase)) {
      Sql.run(zdm, ONE);
      refused(
          migrated,
          postgres ? "23502" : "19",
          () -> Sql.run(zdm, "UPDATE content SET title = NULL, platform = 'new'"));
      refused(
          migrated,
          postgres ? "23502" : "19",
          () -> Sql.run(zdm, "INSERT INTO content (id, title, platform) VALUES (2, 't', NULL)"));
      refused(
          migrated,
          postgres ? "22P02" : "1",
          () -> Sql.run(zdm, "UPDATE content SET download_info = '{\"lost\":1}'"));
      if (postgres) {
        refused(
            migrated,
            "23502",
            () ->
                Sql.run(zdm, "INSERT INTO content (id, title, platform) VALUES (NULL, 't', 'x')"));
        refused(
            migrated,
            "22001",
            () -> Sql.run(zdm, "UPDATE content SET status = repeat('x', 21), platform = 'new'"));
      }
      assertThat(migrated.behind("SELECT name FROM platforms")).containsExactly("tube");
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("refuses the forms that it has not, and does none by half")
  void forms(Engine engine, String phase) throws Exception {
    Migrated migrated = content(engine);
    try (Connection zdm = migrated.turned(phase)) {
      Sql.run(zdm, ONE);
      for (String sql :
          List.of(
              "INSERT INTO content (id, title, platform) VALUES (1, 'x', 'y') ON CONFLICT (id) DO UPDATE SET title = 'x'",
              "INSERT INTO content (id, title, platform) VALUES (1, 'x', 'y') ON CONFLICT DO NOTHING",
              "UPDATE content SET id = 2",
              "UPDATE content SET title = 'x' FROM (SELECT 1 AS i) AS v WHERE v.i = id RETURNING title",
              "UPDATE content SET title = 'x' WHERE id = 1 RETURNING (SELECT 1)")) {
        refused(migrated, "0A000", () -> Sql.run(zdm, sql));
      }
      if (engine == Engine.SQLITE) {
        for (String sql :
            List.of(
                "INSERT OR REPLACE INTO content (id, title, platform) VALUES (1, 'x', 'y')",
                "INSERT OR IGNORE INTO content (id, title, platform) VALUES (1, 'x', 'y')",
                "REPLACE INTO content (id, title, platform) VALUES (1, 'x', 'y')",
                "UPDATE OR FAIL content SET title = 'x'")) {
          refused(migrated, "0A000", () -> Sql.run(zdm, sql));
        }
      }
      if (engine == Engine.POSTGRESQL) {
        for (String sql :
            List.of(
                "UPDATE content SET title = 'x' WHERE random() < 0.5",
                "DELETE FROM content WHERE id = (SELECT id FROM content ORDER BY random() LIMIT 1)",
                "UPDATE content AS c SET title = 'x' FROM (VALUES (1)) AS v(i) WHERE v.i = c.id RETURNING title",
                "INSERT INTO content (id, title, platform) SELECT i, 't', 'p' FROM generate_series(10, 20010) AS i",
                "TRUNCATE content")) {
          refused(migrated, "0A000", () -> Sql.run(zdm, sql));
        }
        Sql.run(
            zdm,
            "INSERT INTO content (id, title, platform) SELECT i, 't', 'p' FROM generate_series(1001, 9000) AS i",
            "INSERT INTO content (id, title, platform) SELECT i, 't', 'p' FROM generate_series(9001, 15000) AS i");
        refused(migrated, "0A000", () -> Sql.run(zdm, "UPDATE content SET duration = 1"));
        refused(migrated, "0A000", () -> Sql.run(zdm, "DELETE FROM content"));
        Sql.run(zdm, "DELETE FROM content WHERE id > 9000");
        Sql.run(zdm, "DELETE FROM content WHERE id > 1");
      }
      assertThat(Sql.rows(zdm, "SELECT id, title FROM content")).containsExactly("1|one");
      if (phase.equals("v2-primary")) {
        assertThat(migrated.wrong()).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("is refused a deletion where foreign keys lead to it")
  void referenced(Engine engine, String phase) throws Exception {
    List<String> ddl = new ArrayList<>(OldSchema.CONTENT.v1(name(engine)));
    ddl.addAll(OldSchema.CONTENT.v2(name(engine)));
    ddl.add(
        "CREATE TABLE marks (id integer PRIMARY KEY, content_id bigint REFERENCES content (id))");
    Migrated migrated =
        Migrated.of(
            engine, directory, OldSchema.CONTENT.mapping(name(engine)), ddl.toArray(String[]::new));
    try (Connection zdm = migrated.turned(phase)) {
      Sql.run(zdm, ONE, "UPDATE content SET title = 'uno'");
      refused(migrated, "0A000", () -> Sql.run(zdm, "DELETE FROM content"));
    }
  }

  private static String name(Engine engine) {
    return engine.name().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("finds its parameters wherever they stand")
  void parameters(Engine engine, String phase) throws Exception {
    Migrated migrated = content(engine);
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.turned(phase)) {
      for (String sql :
          List.of(
              "INSERT INTO content (title, platform, id, duration) VALUES (?, ?, ?, ?)",
              "INSERT INTO content (title, platform, id, duration) VALUES ('x', ?, ? + 9, 2), (?, 'disc', 4, ?)",
              "WITH x AS (SELECT CAST(? AS integer) AS i) UPDATE content SET title = ?, duration = ? + (SELECT i FROM x) WHERE id < ? + 9",
              "UPDATE content SET duration = duration + ? WHERE platform = ? AND id > ? RETURNING id, CAST(? AS text) AS word",
              "DELETE FROM content WHERE id = ? RETURNING CAST(? AS integer) AS n, title")) {
        assertThat(given(zdm, sql)).as(sql).isEqualTo(given(raw, sql));
        TurnedSchemasTest.assertSame(migrated, phase, "after " + sql);
      }
    }
  }

  private static List<String> given(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int types = statement.getParameterMetaData().getParameterCount();
      for (int i = 1; i <= types; i++) {
        boolean text =
            connection.getMetaData().getDatabaseProductName().startsWith("Postgre")
                && statement.getParameterMetaData().getParameterTypeName(i).equals("text");
        if (text) {
          statement.setString(i, "tube");
        } else {
          statement.setInt(i, i);
        }
      }
      List<String> told = new ArrayList<>();
      if (statement.execute()) {
        told.addAll(Sql.rows(statement.getResultSet()));
      } else {
        told.add("" + statement.getUpdateCount());
      }
      return told;
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("gives v1's generated keys")
  void generated(Engine engine, String phase) throws Exception {
    Migrated migrated = content(engine);
    try (Connection zdm = migrated.turned(phase);
        Statement statement = zdm.createStatement()) {
      statement.executeUpdate(ONE, Statement.RETURN_GENERATED_KEYS);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        assertThat(keys.getLong(1)).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2-primary", "complete"})
  @DisplayName("has SQLite's counters speak of v1's rows")
  void counters(String phase) throws Exception {
    Migrated migrated = content(Engine.SQLITE);
    String two =
        "INSERT INTO content (title, platform, metadata) VALUES ('a', 'p', '{\"a\":1,\"b\":2}'), ('b', 'q', NULL)";
    for (boolean autocommit : new boolean[] {true, false}) {
      try (Connection raw = migrated.twins().raw();
          Connection zdm = migrated.turned(phase)) {
        raw.setAutoCommit(autocommit);
        zdm.setAutoCommit(autocommit);
        for (String sql :
            List.of(
                two,
                "UPDATE content SET metadata = '{}' WHERE id > 0",
                "INSERT INTO content (id, title, platform) VALUES (70, 'c', 'r')",
                two,
                "UPDATE content SET title = 'x' WHERE id < 0",
                "DELETE FROM content")) {
          assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(Migrated.told(raw, sql));
          String counters = "SELECT last_insert_rowid(), changes()";
          assertThat(Sql.rows(zdm, counters)).as(sql).isEqualTo(Sql.rows(raw, counters));
          assertThat(Sql.rows(zdm, "SELECT id, title FROM content ORDER BY id"))
              .isEqualTo(Sql.rows(raw, "SELECT id, title FROM content ORDER BY id"));
        }
        if (!autocommit) {
          raw.commit();
          zdm.commit();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "simple", "extended&autosave=always"})
  @DisplayName("is written whole or not at all, however the driver sends it")
  void sending(String mode) throws Exception {
    Migrated migrated = content(Engine.POSTGRESQL);
    for (String phase : List.of("v2-primary", "complete")) {
      for (boolean autocommit : new boolean[] {true, false}) {
        try (Connection zdm = migrated.turned(phase + "&preferQueryMode=" + mode)) {
          zdm.setAutoCommit(autocommit);
          Sql.run(zdm, ONE, "UPDATE content SET platform = 'disc', metadata = '{\"b\":2}'");
          assertThat(Sql.rows(zdm, "SELECT platform, metadata FROM content"))
              .containsExactly("disc|{\"b\": 2}");
          if (autocommit) {
            refused(
                migrated,
                "23505",
                () ->
                    Sql.run(
                        zdm, "INSERT INTO content (id, title, platform) VALUES (1, 'x', 'radio')"));
            assertThat(migrated.behind("SELECT name FROM platforms")).doesNotContain("radio");
          }
          Sql.run(zdm, "DELETE FROM content");
          if (!autocommit) {
            zdm.commit();
          }
        }
        assertThat(all(migrated)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2-primary", "complete"})
  @DisplayName("keeps JSON's own null, and what no JSON number says")
  void values(String phase) throws Exception {
    Migrated migrated =
        Migrated.of(
            Engine.POSTGRESQL,
            directory,
            """
            tables:
              old:
                to:
                  - { table: head, by: [id], rows: "SELECT id, j, f, n, t, b, c FROM {source}" }
                  - { table: tail, by: [id], rows: "SELECT id, a, i, v FROM {source}" }
                read: "SELECT h.id, h.j, h.f, h.n, h.t, h.b, h.c, t.a, t.i, t.v FROM {head} AS h JOIN {tail} AS t ON t.id = h.id"
            """,
            "CREATE TABLE old (id bigint PRIMARY KEY, j jsonb, f double precision, n numeric, t timestamptz, b bytea, c char(5), a text[], i interval, v bit(3))",
            "CREATE TABLE head (id bigint PRIMARY KEY, j jsonb, f double precision, n numeric, t timestamptz, b bytea, c char(5))",
            "CREATE TABLE tail (id bigint PRIMARY KEY, a text[], i interval, v bit(3))");
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.turned(phase)) {
      for (String sql :
          List.of(
              "INSERT INTO old VALUES (1, 'null', 'NaN', 'NaN', '2024-01-01 00:00:00.123456+03', '\\x00ff', 'ab', '{\"a,\\\"\",NULL}', '1 mon -1 day', B'101'), (9007199254740993, NULL, 1e-320, 1.10, 'infinity', '', '', '{}', '0', NULL)",
              "UPDATE old SET n = n",
              "UPDATE old SET c = c || 'x', a = a || ARRAY['{}'] WHERE id > 0 RETURNING *",
              "SELECT id, j IS NULL, jsonb_typeof(j), n, c, octet_length(b) FROM old",
              "DELETE FROM old WHERE n = 'NaN' RETURNING *")) {
        assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(Migrated.told(raw, sql));
        TurnedSchemasTest.assertSame(migrated, phase, "after " + sql);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2-primary", "complete"})
  @DisplayName("is written once of a row that a join finds twice")
  void joined(String phase) throws Exception {
    Migrated migrated = content(Engine.POSTGRESQL);
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.turned(phase)) {
      for (String sql :
          List.of(
              ONE,
              "INSERT INTO content (id, title, platform) VALUES (2, 'two', 'disc')",
              "UPDATE content AS c SET title = 'x' FROM (VALUES (1, 'a'), (1, 'b'), (3, 'c')) AS v(i, w) WHERE v.i = c.id",
              "UPDATE content SET title = d.title FROM content AS d WHERE d.id <> content.id",
              "DELETE FROM content AS c USING (VALUES (2), (2)) AS v(i) WHERE v.i = c.id")) {
        assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(Migrated.told(raw, sql));
        TurnedSchemasTest.assertSame(migrated, phase, "after " + sql);
      }
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("turns")
  @DisplayName("is written though v1 refuses it, which the ledger says")
  void followerRefuses(Engine engine, String phase) throws Exception {
    List<String> ddl = new ArrayList<>();
    OldSchema.CONTENT.v1(name(engine)).stream()
        .map(sql -> sql.replace("duration integer", "duration integer CHECK (duration < 100)"))
        .map(sql -> sql.replace("duration INTEGER", "duration INTEGER CHECK (duration < 100)"))
        .forEach(ddl::add);
    ddl.addAll(OldSchema.CONTENT.v2(name(engine)));
    Migrated migrated =
        Migrated.of(
            engine, directory, OldSchema.CONTENT.mapping(name(engine)), ddl.toArray(String[]::new));
    List<String> owed = phase.equals("complete") ? List.of() : List.of("{\"id\":1}");
    for (boolean autocommit : new boolean[] {true, false}) {
      try (Connection zdm = migrated.turned(phase)) {
        zdm.setAutoCommit(autocommit);
        Sql.run(zdm, ONE);
        try (Statement statement = zdm.createStatement()) {
          assertThat(statement.executeUpdate("UPDATE content SET duration = 100 WHERE id = 1"))
              .isEqualTo(1);
        }
        assertThat(Sql.rows(zdm, "SELECT duration FROM content")).containsExactly("100");
        if (!autocommit) {
          zdm.commit();
        }
        assertThat(migrated.behind("SELECT DISTINCT row_key FROM zdm_ledger")).isEqualTo(owed);
        Sql.run(zdm, "UPDATE content SET duration = 1", "DELETE FROM content");
        if (!autocommit) {
          zdm.commit();
        }
        assertThat(migrated.behind("SELECT id FROM content_v2")).isEmpty();
        assertThat(migrated.behind("SELECT id FROM content")).isEmpty();
      }
    }
  }
}
