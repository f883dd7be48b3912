package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.zdm.driver.mapping.MappingSpec.AddedSpec;
import dev.zdm.driver.mapping.MappingSpec.ColumnSpec;
import dev.zdm.driver.mapping.MappingSpec.DroppedSpec;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.RenamedSpec;
import dev.zdm.driver.mapping.MappingSpec.RestoredSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {
  private static final String WHOLE =
      """
      migration: transcriptions-v2
      tables:
        transcriptions:
          to: transcriptions_v2
          key: [id]
          route-by: [file_name]
          columns:
            provider: { to: provider_type }
          added:
            created_at: { up: "{last_conversion_time}" }
      """;

  @Test
  @DisplayName("a whole file is read, each name with its line and column")
  void wholeFile() {
    MappingSpec spec = MappingFile.parse("zdm.yaml", WHOLE);

    assertThat(spec.source()).isEqualTo("zdm.yaml");
    assertThat(spec.migration()).isEqualTo("transcriptions-v2");
    TableSpec table = spec.tables().get(0);
    assertThat(table.v1()).isEqualTo(new Located("transcriptions", 3, 3));
    assertThat(table.to()).isEqualTo(new Located("transcriptions_v2", 4, 9));
    assertThat(table.key()).containsExactly(new Located("id", 5, 11));
    assertThat(table.routeBy()).containsExactly(new Located("file_name", 6, 16));
    assertThat(table.columns())
        .containsExactly(
            new RenamedSpec(new Located("provider", 8, 7), new Located("provider_type", 8, 23)));
    assertThat(table.added().get(0).v2().text()).isEqualTo("created_at");
    assertThat(table.added().get(0).up().text()).isEqualTo("{last_conversion_time}");
  }

  @Test
  @DisplayName("a file may leave out all but the tables and their targets")
  void smallestFile() {
    MappingSpec spec = MappingFile.parse("zdm.yaml", "tables: { t: { to: t2 } }");

    assertThat(spec.migration()).isEqualTo("default");
    assertThat(spec.tables().get(0).key()).isEmpty();
    assertThat(spec.tables().get(0).columns()).isEmpty();
  }

  @Test
  @DisplayName("malformed YAML names the file, the line and the column")
  void malformed() {
    assertThat(problems("tables:\n  t: { to: t2\n  u: { to: u2 }\n"))
        .singleElement()
        .asString()
        .startsWith("zdm.yaml:3:")
        .contains("malformed YAML");
    assertThat(problems("tables:\n\tt: {}\n"))
        .singleElement()
        .asString()
        .startsWith("zdm.yaml:2:1");
  }

  @Test
  @DisplayName("all errors of a file come at once, each with its line and column")
  void allAtOnce() {
    String yaml =
        """
        migrations: x
        tables:
          a:
            too: a_v2
          b:
            to: [b1, b2]
            rows: "SELECT 1"
            columns:
              c: { to: d, up: "1" }
              e: {}
            added:
              f: { up: {g} }
            key: id
        """;

    assertThat(problems(yaml))
        .containsExactlyInAnyOrder(
            "zdm.yaml:1:1: the mapping file: unknown key \"migrations\"; did you mean"
                + " \"migration\"?",
            "zdm.yaml:4:5: table a: unknown key \"too\"; did you mean \"to\"?",
            "zdm.yaml:4:5: table a needs \"to:\", the name of its v2 table",
            "zdm.yaml:6:9: table b needs \"read:\", the query that gives v1's rows back",
            "zdm.yaml:6:10: a table in \"to\" of table b must be a mapping of names, such as"
                + " \"name: { ... }\"",
            "zdm.yaml:6:14: a table in \"to\" of table b must be a mapping of names, such as"
                + " \"name: { ... }\"",
            "zdm.yaml:8:5: table b: \"columns\" is said of a mapping to one table, not of \"rows\"",
            "zdm.yaml:11:5: table b: \"added\" is said of a mapping to one table, not of \"rows\"",
            "zdm.yaml:7:5: table b: unknown key \"rows\"; there is added, columns, constants,"
                + " deletes, key, read, reads, route-by, to",
            "zdm.yaml:9:10: column c has \"up:\" and needs \"down:\" too, the way back to v1's value",
            "zdm.yaml:10:10: column e needs \"to:\", its name in v2; or \"down:\", or \"dropped: true\"",
            "zdm.yaml:12:16: \"up\" must be a text; one that begins with { or [ needs quotes around"
                + " it",
            "zdm.yaml:13:10: \"key\" must be a list of columns, such as [id]");
  }

  @Test
  @DisplayName("a column may be computed back, split, merged, or dropped")
  void columnForms() {
    String yaml =
        """
        tables:
          t:
            to: t_v2
            columns:
              flag: { to: failed, up: "{flag} = 1", down: "CASE WHEN {failed} THEN 1 ELSE 0 END" }
              name: { to: [a, b], up: { a: "x({name})", b: "y({name})" }, down: "{a} || {b}" }
              twin: { to: a, down: "{a}" }
              gone: { dropped: true }
              dead: { dropped: true, unread: true }
        """;

    List<ColumnSpec> columns = MappingFile.parse("zdm.yaml", yaml).tables().get(0).columns();

    assertThat(columns)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*line", ".*column")
        .isEqualTo(
            List.of(
                new RestoredSpec(
                    at("flag"),
                    at("CASE WHEN {failed} THEN 1 ELSE 0 END"),
                    List.of(new AddedSpec(at("failed"), at("{flag} = 1")))),
                new RestoredSpec(
                    at("name"),
                    at("{a} || {b}"),
                    List.of(
                        new AddedSpec(at("a"), at("x({name})")),
                        new AddedSpec(at("b"), at("y({name})")))),
                new RestoredSpec(at("twin"), at("{a}"), List.of()),
                new DroppedSpec(at("gone"), false),
                new DroppedSpec(at("dead"), true)));
  }

  private static Located at(String text) {
    return new Located(text, 0, 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{ to: [d, e] } | column c goes to several columns, and needs \"up:\" and \"down:\"",
        "{ to: [d, e], up: x, down: y } | \"up:\" is one expression, and \"to:\" does not name one",
        "{ to: [d, e], up: { d: x }, down: y } | \"up\" has nothing for e",
        "{ to: [d], up: { d: x, e: y }, down: z } | \"to\" does not name e",
        "{ up: x, down: y } | \"up:\" is one expression, and \"to:\" does not name one column",
        "{ dropped: maybe } | \"dropped\" is true or false, not maybe",
        "{ dropped: true, to: d } | column c is dropped, and has \"to:\" too",
        "{ unread: true, down: d } | \"unread\" is said of a column with \"dropped: true\"",
      })
  @DisplayName("a column's entry that means nothing is refused")
  void columnMisuse(String entry, String message) {
    assertThat(problems("tables: { t: { to: v, columns: { c: %s } } }".formatted(entry)))
        .anySatisfy(problem -> assertThat(problem).contains(message));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "read: x | table t: \"read\" is said of a list of tables in \"to\"",
        "reads: x | \"reads\" must be a mapping of names",
        "reads: {} | \"reads\" needs \"where:\"",
        "reads: { whera: x } | \"reads\": unknown key \"whera\"; did you mean \"where\"?",
        "deletes: { hard: x } | \"deletes\": unknown key \"hard\"",
        "deletes: { soft: } | \"soft\" must be a text",
        "constants: [a] | \"constants\" must be a mapping of names",
      })
  @DisplayName("what is not understood of a table is refused, not ignored")
  void misuse(String line, String message) {
    assertThat(problems("tables:\n  t:\n    to: t2\n    " + line + "\n"))
        .anySatisfy(p -> assertThat(p).startsWith("zdm.yaml:4:").contains(message));
  }

  @Test
  @DisplayName("a name that stands there twice is an error")
  void twice() {
    assertThat(problems("tables:\n  t: { to: a }\n  t: { to: b }\n"))
        .containsExactly("zdm.yaml:3:3: \"tables\": \"t\" stands there twice");
  }

  @Test
  @DisplayName("an empty file, and one without tables, say what is missing")
  void empty() {
    assertThat(problems("")).singleElement().asString().contains("empty");
    assertThat(problems("tables:")).singleElement().asString().contains("must be a mapping");
    assertThat(problems("migration: x")).singleElement().asString().contains("names no table");
  }

  @Test
  @DisplayName("placeholders take a value, else their default")
  void placeholders() {
    Placeholders placeholders = new Placeholders(Map.of("SUFFIX", "v7", "NAME", "m")::get);

    MappingSpec spec =
        MappingFile.parse(
            "zdm.yaml",
            "migration: ${NAME}-${STAGE:test}${NOTHING:}\ntables: { t: { to: 't_${SUFFIX}' } }",
            placeholders);

    assertThat(spec.migration()).isEqualTo("m-test");
    assertThat(spec.tables().get(0).to().text()).isEqualTo("t_v7");
  }

  @Test
  @DisplayName("a placeholder takes a system property and an environment variable")
  void process() {
    System.setProperty("zdm.test.suffix", "_new");
    try {
      MappingSpec spec =
          MappingFile.parse(
              "f", "migration: '${PATH}'\ntables: { t: { to: 't${zdm.test.suffix}' } }");
      assertThat(spec.tables().get(0).to().text()).isEqualTo("t_new");
      assertThat(spec.migration()).isEqualTo(System.getenv("PATH"));
    } finally {
      System.clearProperty("zdm.test.suffix");
    }
  }

  @Test
  @DisplayName("a placeholder without value and default fails loudly, with its line")
  void missingPlaceholder() {
    assertThat(problems("tables:\n  t: { to: 't_${ZDM_NO_SUCH}' }\n"))
        .containsExactly(
            "zdm.yaml:2:12: ${ZDM_NO_SUCH} has no value; set the environment variable or system"
                + " property ZDM_NO_SUCH, or write ${ZDM_NO_SUCH:default}");
    assertThat(problems("tables: { t: { to: 'x${OPEN' } }"))
        .singleElement()
        .asString()
        .contains("is no placeholder");
  }

  @Test
  @DisplayName("a file is found by its path and on the class path")
  void found(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("zdm.yaml"), WHOLE);

    assertThat(MappingFile.load(file.toString()).migration()).isEqualTo("transcriptions-v2");
    assertThat(MappingFile.load("classpath:mapping-file-test.yaml").migration()).isEqualTo("found");
  }

  @Test
  @DisplayName("a missing file is named")
  void missing() {
    assertThatThrownBy(() -> MappingFile.load("no/such.yaml"))
        .isInstanceOf(MappingException.class)
        .hasMessage("mapping file no/such.yaml does not exist; check zdm.mapping");
    assertThatThrownBy(() -> MappingFile.load("classpath:no-such.yaml"))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "mapping file classpath:no-such.yaml is not on the class path; check zdm.mapping");
  }

  private static List<String> problems(String yaml) {
    return assertThatThrownByParsing(yaml).problems();
  }

  private static MappingException assertThatThrownByParsing(String yaml) {
    return assertThatThrownBy(() -> MappingFile.parse("zdm.yaml", yaml))
        .asInstanceOf(type(MappingException.class))
        .actual();
  }
}
