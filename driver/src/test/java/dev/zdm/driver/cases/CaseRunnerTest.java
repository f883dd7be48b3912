package dev.zdm.driver.cases;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What runs the cases")
class CaseRunnerTest {
  private static final List<String> RAW =
      List.of("type id | int8 | -5 | java.lang.Long | 19 | 0", "row | 1 / 1 Long", "done");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @TempDir Path directory;

  @BeforeEach
  void count() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void countNoMore() {
    Metrics.removeRegistry(meters);
  }

  private void run(String text) throws SQLException, IOException {
    try (CaseRunner runner = new CaseRunner(directory, meters)) {
      for (Case given : Case.parse("test", text).toList()) {
        runner.run(given);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a value that v2 has otherwise
        "planted UPDATE purchases SET client = 'eve'\nSELECT customer FROM orders\n=> v2",
        "planted DELETE FROM purchases WHERE id = 1\nSELECT count(*) FROM orders\n=> v2",
        "planted UPDATE persons SET given = 'X'\nDELETE FROM tags WHERE id = 1\n=> mirrored",
        "planted DELETE FROM labels\nUPDATE tags SET tags = 'x' WHERE id = 1\n=> mirrored",
        "planted INSERT INTO zdm_ledger (table_name, row_key, reason) VALUES ('x', '{}', 'x')\n"
            + "DELETE FROM tags WHERE id = 1\n=> mirrored",
        // another way
        "SELECT nick FROM people\n=> v2",
        "SELECT id FROM orders\n=> v1: the parser",
        "SELECT nick FROM people\n=> v1: the parser",
        "SELECT nick FROM people\n=> v1: ",
        "SELECT id FROM orders\n=> v1, though v2 could",
        "SELECT id FROM orders\n=> v2 fails, v1",
        "SELECT name FROM customers\n=> v2",
        "SELECT name FROM customers\n=> mirrored",
        "DELETE FROM tags\n=> passes",
        "DELETE FROM tags\n=> mirrored, nothing",
        "DELETE FROM tags WHERE id = 9\n=> mirrored",
        "DELETE FROM tags\n=> refused: the form",
        "DROP TABLE tags\n=> refused: ALTER",
        "DROP TABLE tags\n=> refused as sent: zdm refuses",
        "DROP TABLE tags\n=> mirrored",
        // no such index
        "SELECT id FROM orders WHERE note = 'x'\nindex purchases_client\n=> v2",
      })
  @DisplayName("fails where a value or the way is another than the case says")
  void teeth(String text) {
    assertThatThrownBy(() -> run("* a case\n" + text + "\n")).isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type ID | int8 | -5 | java.lang.Long | 19 | 0",
        "type id | int4 | -5 | java.lang.Long | 19 | 0",
        "type id | int8 | 4 | java.lang.Long | 19 | 0",
        "type id | int8 | -5 | java.lang.Integer | 19 | 0",
        "type id | int8 | -5 | java.lang.Long | 19 | 2",
      })
  @DisplayName("fails where a label or a type is another")
  void labels(String type) {
    List<String> zdm = List.of(type, RAW.get(1), RAW.get(2));
    for (Engine engine : Engine.values()) {
      assertThatThrownBy(() -> CaseRunner.compare(engine, new Way.OnV2(), RAW, zdm))
          .isInstanceOf(AssertionError.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("takes the differences that docs/limits.md names, of a type and not of a label")
  void limits(Engine engine) {
    boolean sqlite = engine == Engine.SQLITE;
    String type =
        sqlite ? "type %s | INT2 | 5 | x | 0 | 0" : "type %s | bigserial | -5 | x | 0 | 0";
    String other = sqlite ? "type %s | INTEGER | 4 | x | 0 | 0" : "type %s | int8 | -5 | x | 0 | 0";
    List<String> v1 = List.of(type.formatted("a"));

    assertThatCode(
            () -> CaseRunner.compare(engine, new Way.OnV2(), v1, List.of(other.formatted("a"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> CaseRunner.compare(engine, new Way.OnV2(), v1, List.of(other.formatted("b"))))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                CaseRunner.compare(
                    engine, new Way.Mirrored(true), v1, List.of(other.formatted("a"))))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  @DisplayName("passes what is as it says")
  void passes() throws SQLException, IOException {
    run("* a case\nSELECT id FROM orders\n=> v2\nDELETE FROM orders WHERE id = 1\n=> mirrored\n");
  }
}
