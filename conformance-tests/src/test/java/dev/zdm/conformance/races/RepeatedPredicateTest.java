package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A write is stopped by a trigger of v1's after it has taken its snapshot; meanwhile another
 * session commits a row, mirrored, that the same predicate would find from now on.
 */
@DisplayName("traps.md section 10: repeating a predicate")
@Timeout(120)
class RepeatedPredicateTest {
  private MirroredDatabase database;

  @BeforeEach
  void create() throws SQLException {
    database = Items.mirrored("1, 'new', 0, 1", "2, 'old', 0, 1");
    database.run(
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
            + " IF current_setting('application_name') = 'stopped' THEN"
            + " PERFORM pg_advisory_xact_lock_shared(7); END IF; RETURN NULL; END$$");
  }

  /** BEFORE leaves the fused form, AFTER asks for two steps. */
  private void stopOn(String when) throws SQLException {
    database.run(
        "CREATE TRIGGER stop %s INSERT OR UPDATE OR DELETE ON items EXECUTE FUNCTION stop()"
            .formatted(when));
  }

  private List<String> v1() throws SQLException {
    return database.rows("SELECT id, st, n, version FROM items ORDER BY id");
  }

  /** Starts {@code first}, lets {@code second} commit while it is stopped, and ends it. */
  private void race(Connection stopped, String first, String second) throws Exception {
    try (Connection gate = database.raw();
        Connection other = database.zdm()) {
      MirroredDatabase.run(stopped, "SET application_name = 'stopped'");
      MirroredDatabase.run(gate, "SELECT pg_advisory_lock(7)");
      Background<Integer> write = Background.start(() -> MirroredDatabase.update(stopped, first));
      write.awaitWait(database, "advisory");
      assertThat(MirroredDatabase.update(other, second)).isEqualTo(1);
      MirroredDatabase.run(gate, "SELECT pg_advisory_unlock(7)");
      write.get();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "UPDATE items SET n = n + 1 WHERE st = 'new'|INSERT INTO items VALUES (3, 'new', 0)",
        "UPDATE items SET n = n + 1 WHERE id = 3|INSERT INTO items VALUES (3, 'x', 0)",
        "UPDATE items SET version = 3 WHERE id = 2 AND version = 2|UPDATE items SET version = 2 WHERE id = 2",
        "DELETE FROM items WHERE st = 'new'|INSERT INTO items VALUES (3, 'new', 0)"
      })
  @DisplayName("writes on v2 what v1 did not: zdm's form must not be this")
  void naive(String first, String second) throws Exception {
    stopOn("AFTER");
    try (Connection raw = database.raw()) {
      race(raw, NaiveMirror.REPEATED_PREDICATE.text(first), second);
    }
    assertThat(database.unknownDifferences()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}: UPDATE ... WHERE st = 'new'")
  @CsvSource({"BEFORE", "AFTER"})
  @DisplayName("trap 12: an UPDATE by predicate touches v2's database of the rows that v1 found")
  void byPredicate(String when) throws Exception {
    stopOn(when);
    try (Connection zdm = database.zdm()) {
      race(
          zdm,
          "UPDATE items SET n = n + 1 WHERE st = 'new'",
          "INSERT INTO items VALUES (3, 'new', 0, 1)");
    }
    assertThat(v1()).containsExactly("1|new|1|1", "2|old|0|1", "3|new|0|1");
    database.assertEqual();
  }

  @ParameterizedTest(name = "{0}: UPDATE ... WHERE id = 3")
  @CsvSource({"BEFORE", "AFTER"})
  @DisplayName("an UPDATE by key that finds no row on v1 leaves v2 alone")
  void byKey(String when) throws Exception {
    stopOn(when);
    try (Connection zdm = database.zdm()) {
      race(
          zdm,
          "UPDATE items SET n = n + 1 WHERE id = 3",
          "INSERT INTO items VALUES (3, 'new', 0, 1)");
    }
    assertThat(v1()).contains("3|new|0|1");
    database.assertEqual();
  }

  @ParameterizedTest(name = "{0}: UPDATE ... WHERE version = 2")
  @CsvSource({"BEFORE", "AFTER"})
  @DisplayName("trap 17: an optimistic lock that fails on v1 leaves v2 alone")
  void byVersion(String when) throws Exception {
    stopOn(when);
    try (Connection zdm = database.zdm()) {
      race(
          zdm,
          "UPDATE items SET version = 3 WHERE id = 2 AND version = 2",
          "UPDATE items SET version = 2 WHERE id = 2 AND version = 1");
    }
    assertThat(v1()).contains("2|old|0|2");
    database.assertEqual();
  }

  @ParameterizedTest(name = "{0}: DELETE ... WHERE st = 'new'")
  @CsvSource({"BEFORE", "AFTER"})
  @DisplayName("a DELETE by predicate removes v2's database of the rows that v1 lost")
  void delete(String when) throws Exception {
    stopOn(when);
    try (Connection zdm = database.zdm()) {
      race(zdm, "DELETE FROM items WHERE st = 'new'", "INSERT INTO items VALUES (3, 'new', 0, 1)");
    }
    assertThat(v1()).containsExactly("2|old|0|1", "3|new|0|1");
    database.assertEqual();
  }

  @ParameterizedTest(name = "{0}: UPDATE ... FROM")
  @CsvSource({"BEFORE", "AFTER"})
  @DisplayName("trap 12: an UPDATE ... FROM whose source changes meanwhile gives v2 v1's outcome")
  void updateFrom(String when) throws Exception {
    stopOn(when);
    database.run(
        "CREATE TABLE source (id int PRIMARY KEY, n int)", "INSERT INTO source VALUES (1, 5)");
    try (Connection zdm = database.zdm()) {
      race(
          zdm,
          "UPDATE items SET n = source.n FROM source WHERE source.id = items.id",
          "UPDATE source SET n = 6");
    }
    assertThat(v1()).contains("1|new|5|1");
    database.assertEqual();
  }
}
