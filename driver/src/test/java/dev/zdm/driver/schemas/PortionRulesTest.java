package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdm.driver.Engine;
import dev.zdm.driver.mapping.MappingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("Of tables whose rows are part of v2's")
class PortionRulesTest {
  private static final String[] DDL = {
    "CREATE TABLE a (id int NOT NULL PRIMARY KEY, x text, y text)",
    "CREATE TABLE b (id int NOT NULL PRIMARY KEY, x text, z text)",
    "CREATE TABLE ab (kind text NOT NULL, id int NOT NULL, x text, y text, z text, PRIMARY KEY (kind, id))",
    "CREATE TABLE one (id int NOT NULL PRIMARY KEY, x text, y text, z text, gone text, note text DEFAULT 'none', made timestamp DEFAULT CURRENT_TIMESTAMP)",
    "CREATE UNIQUE INDEX one_y ON one (y) WHERE gone IS NULL",
    "CREATE TABLE tight (id int NOT NULL PRIMARY KEY, x text UNIQUE, y text, gone text NOT NULL DEFAULT '')",
    "CREATE TABLE parts (id int NOT NULL PRIMARY KEY, ax text, y text, bx text, z text)"
  };

  @TempDir Path directory;

  private List<String> problems(Engine engine, String tables) throws Exception {
    try {
      Migrated.of(engine, directory, "tables:\n  " + tables.replace("; ", "\n  "), DDL);
      return List.of();
    } catch (MappingException e) {
      return e.problems();
    }
  }

  static Stream<Arguments> wrong() {
    List<Arguments> all = new ArrayList<>();
    for (String line : WRONG.strip().split("\n")) {
      String[] parts = line.split(" => ");
      Arrays.stream(Engine.values())
          .forEach(engine -> all.add(Arguments.of(engine, parts[0], parts[1])));
    }
    return all.stream();
  }

  private static final String WRONG =
      """
      a: { to: ab, constants: { kind: "'a'" } }; b: { to: ab, constants: { kind: "'a'" } } => one must differ
      a: { to: one }; b: { to: one, reads: { where: "gone IS NULL" } } => tell their rows apart by
      a: { to: ab, constants: { kind: "NULL" } } => the constant kind is NULL
      a: { to: ab, constants: { kind: "y" } } => names the column y; it may depend on no row
      a: { to: ab, constants: { kind: "'a' ||" } } => fail
      a: { to: ab, constants: { kin: "'a'" } } => has no column kin
      a: { to: ab, constants: { kind: "'a'", x: "'b'" } } => the image of the key and the constants
      a: { to: ab } => kind is NOT NULL without a default and nothing fills it
      a: { to: one, constants: { z: "'a'" } } => the image of the key and the constants
      a: { to: one, constants: { z: "CAST(now() AS text)" } } => uses now
      a: { to: one, deletes: { soft: "gone = 'x'" } } => rows that "soft" has deleted would be read
      a: { to: one, reads: { where: "gone IS NULL AND z IS NULL" }, deletes: { soft: "gone = 'x'" } } => "where" names z, and "soft" does not set it
      a: { to: one, reads: { where: "gone IS NULL" }, deletes: { soft: "gone = NULL" } } => is still true of a row that "soft" has deleted
      a: { to: one, reads: { where: "gone IS NOT NULL" } } => is not true of a row that is written
      a: { to: one, reads: { where: "gone IS NULL" }, deletes: { soft: "gone" } } => is a list of assignments
      a: { to: one, reads: { where: "gone IS NULL" }, deletes: { soft: "gone = x" } } => names the column x
      a: { to: one, reads: { where: "id > 0" }, deletes: { soft: "id = 0" } } => which is part of v2's key
      a: { to: one, reads: { where: "made > '2024-01-01'" } } => uses current_timestamp
      a: { to: one, reads: { where: "{nothing} IS NULL" } } => but
      a: { to: one, reads: { where: "nothing IS NULL" } } => fail
      a: { to: tight, reads: { where: "gone = ''" }, deletes: { soft: "gone = 'x'" } } => would keep the values of deleted rows
      a: { to: tight, reads: { where: "gone = ''" }, deletes: { soft: "gone = NULL" } } => it is NOT NULL
      a: { to: parts, columns: { x: { to: ax } }, reads: { where: "ax IS NOT NULL" }, deletes: { soft: "ax = NULL, y = NULL" } }; b: { to: parts, columns: { x: { to: ax } }, reads: { where: "ax IS NOT NULL" }, deletes: { soft: "ax = NULL, z = NULL" } } => both write its column ax
      a: { to: parts, columns: { x: { to: ax } }, reads: { where: "ax IS NOT NULL" }, deletes: { soft: "ax = NULL" } }; b: { to: parts, columns: { x: { to: bx } }, reads: { where: "coalesce(bx, '') <> '-'" }, deletes: { soft: "bx = '-'" } } => is true of a row that another table has put into
      """;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  @DisplayName("what is unsafe is refused with the reason")
  void wrong(Engine engine, String tables, String problem) throws Exception {
    assertThat(problems(engine, tables))
        .anySatisfy(found -> assertThat(found).contains(problem.strip()));
  }

  static Stream<Arguments> right() {
    return Arrays.stream(Engine.values())
        .flatMap(
            engine ->
                Stream.of(
                        "a: { to: ab, constants: { kind: \"'a'\" } }; b: { to: ab, constants: { kind: \"'b'\" } }",
                        "a: { to: one, reads: { where: \"\\\"gone\\\" IS NULL\" }, deletes: { soft: \"{gone} = CURRENT_TIMESTAMP, note = 'it, is (gone'\" } }",
                        "a: { to: one, reads: { where: \"x <> 'hidden'\" } }",
                        "a: { to: parts, columns: { x: { to: ax } }, reads: { where: \"ax IS NOT NULL\" }, deletes: { soft: \"ax = NULL, y = NULL\" } };"
                            + " b: { to: parts, columns: { x: { to: bx } }, reads: { where: \"bx IS NOT NULL\" }, deletes: { soft: \"bx = NULL, z = NULL\" } }")
                    .map(tables -> Arguments.of(engine, tables)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  @DisplayName("what is safe is not refused")
  void right(Engine engine, String tables) throws Exception {
    assertThat(problems(engine, tables)).isEmpty();
    assertThat(catchThrowableOfType(MappingException.class, () -> problems(engine, tables)))
        .isNull();
  }
}
