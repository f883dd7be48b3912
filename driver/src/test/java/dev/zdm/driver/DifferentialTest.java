package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.differential.DriverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The oracle: one random sequence of calls, on the raw driver and through zdm, on twin databases.
 * What the application sees must be equal, call by call, and v2 must be the mapping of v1, but for
 * what the ledger lists.
 */
@Tag("oldest-postgresql")
@DisplayName("C2 and C3: a random sequence of calls")
class DifferentialTest {
  private static final int SEQUENCES =
      Integer.getInteger("test.sequences", Boolean.getBoolean("test.soak") ? 5_000 : 150);
  private static final List<String> V1 =
      List.of(
          "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0, note text)",
          "CREATE TABLE plain(id ID, note text)");

  /** What v2 is. */
  private enum Shape {
    SAME(
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int, note text,"
            + " mood text DEFAULT 'calm', CHECK (plays < 40))",
        "SELECT id, title, plays, note FROM songs_v2",
        ""),
    CHANGED(
        "CREATE TABLE tunes(mood text DEFAULT 'calm', remark text, counted text, rest text NOT NULL,"
            + " first text NOT NULL, number bigint PRIMARY KEY, CHECK (CAST(counted AS int) < 40))",
        "SELECT number AS id, first || rest AS title, CAST(counted AS int) AS plays,"
            + " remark AS note FROM tunes",
        """
        tables:
          songs:
            to: tunes
            columns:
              id: { to: number }
              note: { to: remark }
              plays: { to: counted, up: "CAST({plays} AS text)", down: "CAST({counted} AS int)" }
              title:
                to: [first, rest]
                up: { first: "substr({title}, 1, 1)", rest: "substr({title}, 2)" }
                down: "{first} || {rest}"
        """);

    private final String v2;
    private final String asV1;
    private final String mapping;

    Shape(String v2, String asV1, String mapping) {
      this.v2 = v2;
      this.asV1 = asV1;
      this.mapping = mapping;
    }

    String[] tables() {
      return Stream.concat(V1.stream(), Stream.of(v2)).toArray(String[]::new);
    }

    String parameter(Path directory) throws IOException {
      return mapping.isEmpty()
          ? ""
          : "&zdm.mapping=" + Files.writeString(directory.resolve("zdm.yaml"), mapping);
    }
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @DisplayName("gives what the raw driver gives, and v2 follows or the ledger says why not")
  void sequences(Engine engine) throws Exception {
    run(engine, Shape.SAME, "", SEQUENCES);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("does so where columns are computed")
  void computed(Engine engine) throws Exception {
    run(engine, Shape.CHANGED, "", SEQUENCES);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("does so whatever PostgreSQL's driver is told about how it sends statements")
  void settings(DriverSettings settings) throws Exception {
    run(Engine.POSTGRESQL, Shape.SAME, settings.inUrl(), (SEQUENCES + 3) / 4);
  }

  private void run(Engine engine, Shape shape, String settings, int sequences) throws Exception {
    long seed = Long.getLong("test.seed", new Random().nextLong());
    System.out.println(
        engine + " " + shape + settings + ": " + sequences + " sequences from -Dtest.seed=" + seed);
    String rawTail = engine.newDatabase() + settings;
    String zdmTail = engine.newDatabase() + settings;
    engine.create(rawTail, shape.tables());
    engine.create(zdmTail, shape.tables());
    String url =
        "jdbc:zdm:"
            + engine.with(
                zdmTail,
                "zdm.phase=mirror&zdm.read.percent=50&zdm.control.interval=20"
                    + shape.parameter(directory));
    int failures = 0;
    for (int i = 0; i < sequences; i++) {
      long one = seed + i;
      List<String> expected;
      List<String> actual;
      try (Connection raw = engine.raw(rawTail)) {
        expected = new CallSequence(raw, new Random(one), engine).run();
      }
      try (Connection zdm = DriverManager.getConnection(url)) {
        actual = new CallSequence(zdm, new Random(one), engine).run();
      }
      assertThat(actual).as("sequence with -Dtest.seed=" + one).isEqualTo(expected);
      failures += (int) expected.stream().filter(s -> s.contains("Exception")).count();
      assertSame(engine, shape, rawTail, zdmTail, one);
    }
    assertThat(failures).as("sequences that also fail on v1").isPositive();
    try (Connection raw = engine.raw(zdmTail)) {
      assertThat(Sql.rows(raw, "SELECT count(*) FROM zdm_ledger").get(0))
          .as("writes that v2 refused")
          .isNotEqualTo("0");
    }
  }

  /**
   * Without ids: a write that fails on v1 draws from v1's sequence more than once on PostgreSQL,
   * because it is run again to tell whose failure it was.
   */
  private static void assertSame(
      Engine engine, Shape shape, String rawTail, String zdmTail, long seed) throws SQLException {
    String v1 = "SELECT title, plays, note FROM songs ORDER BY title";
    try (Connection raw = engine.raw(rawTail);
        Connection zdm = engine.raw(zdmTail)) {
      List<String> rows = Sql.rows(zdm, v1);
      assertThat(rows).as("v1 after seed " + seed).isEqualTo(Sql.rows(raw, v1));
      assertThat(Sql.rows(zdm, "SELECT * FROM plain ORDER BY id"))
          .isEqualTo(Sql.rows(raw, "SELECT * FROM plain ORDER BY id"));
      // first, for the relay may copy a key between the two
      List<String> owed =
          Sql.rows(zdm, "SELECT row_key FROM zdm_ledger").stream()
              .map(k -> k.replaceAll("\\D", ""))
              .toList();
      List<String> different =
          Sql.rows(
              zdm,
              "SELECT coalesce(s.id, t.id) FROM songs s FULL JOIN ("
                  + shape.asV1
                  + ") t ON s.id = t.id"
                  + " WHERE s.id IS NULL OR t.id IS NULL OR s.title <> t.title"
                  + " OR coalesce(s.plays, -1) <> coalesce(t.plays, -1)"
                  + " OR coalesce(s.note, '') <> coalesce(t.note, '')");
      assertThat(owed).as("ledger after seed " + seed).containsAll(different);
    }
  }
}
