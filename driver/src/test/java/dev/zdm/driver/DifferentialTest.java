package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.differential.DriverSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int STEPS = 25;
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
        expected = new Sequence(raw, new Random(one), engine).run();
      }
      try (Connection zdm = DriverManager.getConnection(url)) {
        actual = new Sequence(zdm, new Random(one), engine).run();
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

  /** Calls drawn from a random generator; what each gave, as text. */
  private static final class Sequence {
    private final Connection connection;
    private final Random random;
    private final Engine engine;
    private final List<String> log = new ArrayList<>();

    Sequence(Connection connection, Random random, Engine engine) {
      this.connection = connection;
      this.random = random;
      this.engine = engine;
    }

    List<String> run() throws SQLException {
      for (int i = 0; i < STEPS; i++) {
        int kind = random.nextInt(15);
        long parameters = random.nextLong();
        try {
          log.add(kind + ": " + step(kind, new Random(parameters)));
        } catch (SQLException e) {
          log.add(
              kind
                  + ": "
                  + e.getClass().getName()
                  + " "
                  + e.getSQLState()
                  + " "
                  + e.getErrorCode());
          if (!connection.getAutoCommit()) {
            connection.rollback();
          }
        }
      }
      connection.setAutoCommit(true);
      return log;
    }

    private String step(int kind, Random r) throws SQLException {
      return switch (kind) {
        case 0, 1 -> insert(r);
        case 2 ->
            update(
                "UPDATE songs SET plays = plays + ? WHERE plays % 7 = ?",
                r.nextInt(9), r.nextInt(7));
        case 3 -> update("UPDATE songs SET note = ? WHERE title = ?", "n" + r.nextInt(9), title(r));
        case 4 -> update("DELETE FROM songs WHERE plays % 11 = ?", r.nextInt(11));
        case 5 -> batch(r);
        case 6 -> upsert(r);
        case 7 -> transaction(r);
        case 8 -> select("SELECT title, plays FROM songs WHERE plays < ? ORDER BY title", 20);
        case 9 ->
            select(
                "SELECT count(*), max(plays) AS most FROM songs s WHERE EXISTS"
                    + " (SELECT 1 FROM songs t WHERE t.id = s.id AND t.plays >= ?)",
                r.nextInt(5));
        case 10 -> plain(r);
        case 11 -> returning(r);
        case 12 -> engine == Engine.SQLITE ? several(r) : text(r);
        case 13 -> engine == Engine.SQLITE ? mixedBatch(r) : text(r);
        default -> text(r);
      };
    }

    private static String title(Random r) {
      return "t" + r.nextInt(60);
    }

    private String insert(Random r) throws SQLException {
      try (PreparedStatement p =
          connection.prepareStatement(
              "INSERT INTO songs(title, plays) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
        p.setString(1, title(r));
        p.setInt(2, r.nextInt(50));
        int count = p.executeUpdate();
        try (ResultSet keys = p.getGeneratedKeys()) {
          boolean any = keys.next();
          return count
              + " keys "
              + any
              + " "
              + p.getUpdateCount()
              + " "
              + keys.getMetaData().getColumnCount();
        }
      }
    }

    private String update(String sql, Object... parameters) throws SQLException {
      try (PreparedStatement p = connection.prepareStatement(sql)) {
        bind(p, parameters);
        boolean rows = p.execute();
        return rows + " " + p.getUpdateCount() + " " + p.getMoreResults();
      }
    }

    private static void bind(PreparedStatement p, Object... parameters) throws SQLException {
      for (int i = 0; i < parameters.length; i++) {
        p.setObject(i + 1, parameters[i]);
      }
    }

    private String batch(Random r) throws SQLException {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false); // the failing autocommit batch is the exception of C2
      try (PreparedStatement p =
          connection.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
        for (int i = 0; i < 4; i++) {
          p.setString(1, title(r));
          p.setInt(2, r.nextInt(45));
          p.addBatch();
        }
        String counts = Arrays.toString(p.executeBatch());
        connection.commit();
        return counts;
      } finally {
        if (autoCommit) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
      }
    }

    private String upsert(Random r) throws SQLException {
      return update(
          "INSERT INTO songs(title, plays) VALUES (?, ?) ON CONFLICT (title) DO UPDATE SET plays ="
              + " excluded.plays, note = 'again'",
          title(r),
          r.nextInt(45));
    }

    private String transaction(Random r) throws SQLException {
      connection.setAutoCommit(false);
      String seen =
          insert(r) + update("UPDATE songs SET plays = ? WHERE title = ?", r.nextInt(50), title(r));
      var savepoint = connection.setSavepoint();
      seen += update("DELETE FROM songs WHERE title = ?", title(r));
      seen += select("SELECT count(*) FROM songs WHERE plays >= ?", 0);
      if (r.nextBoolean()) {
        connection.rollback(savepoint);
      }
      if (r.nextInt(3) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
      connection.setAutoCommit(r.nextBoolean());
      return seen;
    }

    private String select(String sql, Object... parameters) throws SQLException {
      try (PreparedStatement p = connection.prepareStatement(sql)) {
        bind(p, parameters);
        try (ResultSet rows = p.executeQuery()) {
          return rows.getMetaData().getColumnLabel(1) + Sql.rows(rows);
        }
      }
    }

    private String plain(Random r) throws SQLException {
      return update("INSERT INTO plain(note) VALUES (?)", "songs and songs_v2 " + r.nextInt());
    }

    private String returning(Random r) throws SQLException {
      return switch (r.nextInt(4)) {
        case 0 ->
            select(
                "INSERT INTO songs(title, plays) VALUES (?, 3) RETURNING title, plays", title(r));
        case 1 ->
            select(
                    "UPDATE songs SET plays = plays + 2 WHERE title < ? RETURNING plays > 2 AS many",
                    "t1" + r.nextInt(9))
                .replaceAll("\\[.*", "");
        case 2 ->
            select("DELETE FROM songs WHERE title = ? RETURNING *, note AS n", title(r))
                .replaceAll("\\d+", "");
        default ->
            select(
                "INSERT INTO songs(title, plays) VALUES (?, ?) ON CONFLICT (title) DO UPDATE SET"
                    + " plays = excluded.plays RETURNING note",
                title(r),
                r.nextInt(45));
      };
    }

    /** Of several statements the driver runs all or the first, by the method. */
    private String several(Random r) throws SQLException {
      String texts =
          "INSERT INTO songs(title, plays) VALUES ('%s', %d); UPDATE songs SET note = 'two' WHERE title = '%s'; DELETE FROM songs WHERE title = '%s'"
              .formatted(title(r), r.nextInt(45), title(r), title(r));
      try (Statement s = connection.createStatement()) {
        return r.nextBoolean()
            ? "" + s.executeUpdate(texts)
            : s.execute(texts) + " " + s.getUpdateCount() + s.getMoreResults();
      }
    }

    private String mixedBatch(Random r) throws SQLException {
      try (Statement s = connection.createStatement()) {
        for (int i = r.nextInt(4); i >= 0; i--) {
          s.addBatch("UPDATE songs SET plays = plays + 1 WHERE title = '" + title(r) + "'");
          s.addBatch("INSERT INTO songs(title, plays) VALUES ('" + title(r) + "', 4)");
          s.addBatch("INSERT OR REPLACE INTO songs(title, plays) VALUES ('" + title(r) + "', 5)");
        }
        return Arrays.toString(s.executeBatch());
      }
    }

    private String text(Random r) throws SQLException {
      try (Statement s = connection.createStatement()) {
        int count =
            s.executeUpdate(
                "UPDATE songs /* songs */ SET note = 'songs_v2 ''' || title WHERE plays % 5 = "
                    + r.nextInt(5));
        return count + " " + (engine == Engine.SQLITE ? "" : s.getUpdateCount());
      }
    }
  }
}
