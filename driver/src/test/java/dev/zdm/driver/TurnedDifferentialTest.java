package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link DifferentialTest} where v2 answers: what the application sees must be what the raw driver
 * gives of v1, and v1 must follow, but for what the ledger lists; or, in phase complete, be as it
 * was.
 */
@Tag("oldest-postgresql")
@DisplayName("C2 and C3, where v2 answers: a random sequence of calls")
class TurnedDifferentialTest {
  private static final int SEQUENCES =
      Integer.getInteger("test.sequences", Boolean.getBoolean("test.soak") ? 5_000 : 100);
  private static final String PLAIN = "CREATE TABLE plain(id ID, note text)";

  /** v1 in the twin that zdm writes refuses what v2 takes. */
  private static String songs(String name, String id, String more) {
    return "CREATE TABLE %s(id %s, title text NOT NULL UNIQUE, plays int DEFAULT 0, note text%s)"
        .formatted(name, id, more);
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE,v2-primary",
    "SQLITE,complete",
    "POSTGRESQL,v2-primary",
    "POSTGRESQL,complete"
  })
  @DisplayName("gives what the raw driver gives")
  void sequences(Engine engine, String phase) throws Exception {
    long seed = Long.getLong("test.seed", new Random().nextLong());
    System.out.println(engine + " " + phase + ": sequences from -Dtest.seed=" + seed);
    String id = engine == Engine.SQLITE ? "INTEGER PRIMARY KEY" : "bigint PRIMARY KEY";
    String rawTail = engine.newDatabase();
    String zdmTail = engine.newDatabase();
    engine.create(rawTail, songs("songs", "ID", ""), PLAIN);
    engine.create(
        zdmTail, songs("songs", "ID", ", CHECK (plays < 40)"), songs("songs_v2", id, ""), PLAIN);
    String url = "jdbc:zdm:" + engine.with(zdmTail, "zdm.control.interval=20&zdm.phase=" + phase);
    int refused = 0;
    int failures = 0;
    for (int i = 0; i < SEQUENCES; i++) {
      long one = seed + i;
      List<String> expected;
      List<String> actual;
      try (Connection raw = engine.raw(rawTail)) {
        expected = new CallSequence(raw, new Random(one), engine).turned().run();
      }
      try (Connection zdm = DriverManager.getConnection(url)) {
        actual = new CallSequence(zdm, new Random(one), engine).turned().run();
      }
      assertThat(actual).as("sequence with -Dtest.seed=" + one).isEqualTo(expected);
      failures += (int) expected.stream().filter(s -> s.contains("Exception")).count();
      refused += (int) actual.stream().filter(s -> s.contains("0A000")).count();
      assertSame(engine, phase, rawTail, zdmTail, one);
    }
    assertThat(refused).as("calls that have no form where v2 answers").isZero();
    assertThat(failures).as("calls that also fail on v1").isPositive();
    try (Connection raw = engine.raw(zdmTail)) {
      assertThat(Sql.rows(raw, "SELECT count(*) FROM zdm_ledger").get(0).equals("0"))
          .as("whether v1 refused nothing, or was not asked")
          .isEqualTo(phase.equals("complete"));
    }
  }

  private static void assertSame(
      Engine engine, String phase, String rawTail, String zdmTail, long seed) throws SQLException {
    String songs = "SELECT title, plays, note FROM %s ORDER BY title";
    String plain = "SELECT * FROM plain ORDER BY id";
    try (Connection raw = engine.raw(rawTail);
        Connection zdm = engine.raw(zdmTail)) {
      assertThat(Sql.rows(zdm, songs.formatted("songs_v2")))
          .as("v2 after seed " + seed)
          .isEqualTo(Sql.rows(raw, songs.formatted("songs")));
      assertThat(Sql.rows(zdm, plain)).isEqualTo(Sql.rows(raw, plain));
      if (phase.equals("complete")) {
        assertThat(Sql.rows(zdm, songs.formatted("songs"))).as("v1").isEmpty();
        return;
      }
      // first, for the relay may copy a key between the two
      List<String> owed =
          Sql.rows(zdm, "SELECT row_key FROM zdm_ledger").stream()
              .map(k -> k.replaceAll("\\D", ""))
              .toList();
      List<String> different =
          Sql.rows(
              zdm,
              "SELECT coalesce(s.id, t.id) FROM songs s FULL JOIN songs_v2 t ON s.id = t.id"
                  + " WHERE s.id IS NULL OR t.id IS NULL OR s.title <> t.title"
                  + " OR coalesce(s.plays, -1) <> coalesce(t.plays, -1)"
                  + " OR coalesce(s.note, '') <> coalesce(t.note, '')");
      assertThat(owed).as("ledger after seed " + seed).containsAll(different);
    }
  }
}
