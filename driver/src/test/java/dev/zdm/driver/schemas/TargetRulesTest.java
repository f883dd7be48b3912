package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.mapping.MappingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("A mapping to several tables")
class TargetRulesTest {
  private static final String[] DDL = {
    "CREATE TABLE old (id int NOT NULL PRIMARY KEY, kind text NOT NULL, note text)",
    "CREATE TABLE stranger (id int NOT NULL PRIMARY KEY, kind text)",
    "CREATE TABLE kinds (id UNIQUEID, name text NOT NULL UNIQUE)",
    "CREATE TABLE heads (id int NOT NULL PRIMARY KEY, kind TYPE REFERENCES kinds (id))",
    "CREATE TABLE numbered (id SERIAL, name text NOT NULL UNIQUE)",
    "CREATE TABLE notes (head int NOT NULL REFERENCES heads (id) ON DELETE CASCADE, at int NOT NULL, note text, PRIMARY KEY (head, at))",
    "CREATE TABLE loose (head int, note text)",
    "CREATE TABLE texts (head text NOT NULL PRIMARY KEY, note text)",
    "CREATE TABLE strict (id int NOT NULL PRIMARY KEY, must text NOT NULL)",
    "CREATE TABLE follower (id int NOT NULL PRIMARY KEY REFERENCES stranger (id) ON DELETE CASCADE)"
  };
  private static final String KINDS =
      "{ table: kinds, by: [name], shared: true, rows: 'SELECT DISTINCT kind AS name FROM {source}' }";
  private static final String HEADS =
      "{ table: heads, by: [id], rows: 'SELECT s.id, k.id AS kind FROM {source} AS s JOIN {kinds} AS k ON k.name = s.kind' }";
  private static final String NOTES =
      "{ table: notes, by: [head], rows: 'SELECT id AS head, 1 AS at, note FROM {source} WHERE note IS NOT NULL' }";
  private static final String READ =
      "SELECT h.id, k.name AS kind, n.note FROM {heads} AS h JOIN {kinds} AS k ON k.id = h.kind LEFT JOIN {notes} AS n ON n.head = h.id";

  @TempDir Path directory;

  private static String mapping(String read, String... targets) {
    return "tables:\n  old:\n    to:\n"
        + Stream.of(targets).map(t -> "      - " + t + "\n").reduce("", String::concat)
        + "    read: \""
        + read
        + "\"\n";
  }

  private List<String> problems(Engine engine, String mapping) throws Exception {
    boolean sqlite = engine == Engine.SQLITE;
    String[] ddl =
        Stream.of(DDL)
            .map(
                sql ->
                    sql.replace("SERIAL", sqlite ? "INTEGER PRIMARY KEY" : "serial PRIMARY KEY")
                        .replace(
                            "UNIQUEID",
                            sqlite
                                ? "INTEGER PRIMARY KEY"
                                : "uuid DEFAULT gen_random_uuid() PRIMARY KEY")
                        .replace("TYPE", sqlite ? "INTEGER" : "uuid"))
            .toArray(String[]::new);
    try {
      String typed = mapping.replace("TYPE", sqlite ? "INTEGER" : "uuid");
      Migrated.of(engine, directory, typed, ddl);
      return List.of();
    } catch (MappingException e) {
      return e.problems();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("that is safe is taken")
  void right(Engine engine) throws Exception {
    assertThat(problems(engine, mapping(READ, KINDS, HEADS, NOTES))).isEmpty();
  }

  private static String target(String table, String by, String rows) {
    return "{ table: %s, by: [%s], rows: \"%s\" }".formatted(table, by, rows);
  }

  static Stream<Arguments> wrong() {
    List<Arguments> all = new ArrayList<>();
    for (Engine engine : Engine.values()) {
      add(all, engine, mapping(READ, HEADS, KINDS, NOTES), "which must stand before it");
      add(
          all,
          engine,
          mapping(READ, HEADS, KINDS, NOTES),
          "may read nothing but {source} and the shared tables before it");
      add(all, engine, mapping(READ, KINDS), "needs one that is not shared");
      add(all, engine, mapping(READ, KINDS, HEADS, NOTES, NOTES), "stands in \"to\" twice");
      add(
          all,
          engine,
          mapping(READ.replace("{heads}", "heads"), KINDS, HEADS, NOTES),
          "names a table as it is; write it in braces");
      add(
          all,
          engine,
          mapping(READ.replace("{heads}", "{haeds}"), KINDS, HEADS, NOTES),
          "{haeds} is neither {source} nor a table of \"to\"; there is heads");
      add(
          all,
          engine,
          mapping(
              READ.replace(
                  "{heads} AS h", "(SELECT id, CAST(NULL AS TYPE) AS kind FROM {source}) AS h"),
              KINDS,
              HEADS,
              NOTES),
          "may read nothing but the tables of \"to\"");
      add(
          all,
          engine,
          mapping("SELECT id, kind, note FROM {source}", KINDS, HEADS, NOTES),
          "may read nothing but the tables of \"to\"");
      add(
          all,
          engine,
          mapping(READ.replace(", n.note", ""), KINDS, HEADS, NOTES),
          "\"read\" gives no column note");
      add(
          all,
          engine,
          mapping(READ.replace("n.note", "n.note, n.at AS more"), KINDS, HEADS, NOTES),
          "\"read\" gives a column more");
      add(
          all,
          engine,
          mapping(READ.replace("n.note", "n.note, n.note AS kind"), KINDS, HEADS, NOTES),
          "\"read\" gives ");
      add(
          all,
          engine,
          mapping(READ.replace("n.note", "CAST(random() AS text) AS note"), KINDS, HEADS, NOTES),
          "\"read\" uses random");
      add(all, engine, mapping(READ + " --", KINDS, HEADS, NOTES), "a line comment");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              target(
                  "notes",
                  "head",
                  "SELECT o.id AS head, 1 AS at, x.kind AS note FROM {source} AS o JOIN stranger AS x ON x.id = o.id")),
          "reads ");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              target("notes", "head", "SELECT id AS head, 1 AS at, nothing AS note FROM {source}")),
          "\"rows\" fails");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              target("notes", "head", "SELECT id AS head, 1 AS at, note AS remark FROM {source}")),
          "\"rows\" gives a column remark");
      add(
          all,
          engine,
          mapping(
              READ, KINDS, HEADS, target("notes", "head", "SELECT id AS head, note FROM {source}")),
          "at is NOT NULL without a default, and \"rows\" does not give it");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              target("notes", "head, at", "SELECT id AS head, 1 AS at, note FROM {source}")),
          "names the columns of");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              target("notes", "haed", "SELECT id AS head, 1 AS at, note FROM {source}")),
          "has no column haed");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              NOTES,
              target("loose", "head", "SELECT id AS head, note FROM {source}")),
          "may be NULL; declare it NOT NULL");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              NOTES,
              target("loose", "head", "SELECT id AS head, note FROM {source}")),
          "has no full unique index on NOT NULL columns");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              NOTES,
              target("texts", "head", "SELECT CAST(id AS text) AS head, note FROM {source}")),
          "they must agree");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES, target("strict", "id", "SELECT id FROM {source}")),
          "must is NOT NULL without a default");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES, target("follower", "id", "SELECT id FROM {source}")),
          "which zdm does not follow here");
      add(
          all,
          engine,
          mapping(
              READ,
              KINDS,
              HEADS,
              NOTES,
              target("old", "id", "SELECT id, kind, note FROM {source}")),
          "is mapped to itself");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES, target("nothing", "id", "SELECT id FROM {source}")),
          "table nothing does not exist");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES, "{ table: strict, by: [id] }"),
          "needs \"rows:\"");
      add(all, engine, mapping(READ, KINDS, HEADS, NOTES, "strict"), "must be a mapping of names");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES) + "    added: { x: { up: '1' } }\n",
          "\"added\" is said of a mapping to one table");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES)
              + "  stranger: { to: heads, columns: { kind: { dropped: true } }, added: { kind: { up: 'CAST(NULL AS TYPE)' } } }\n",
          "only one that both share may be");
      add(
          all,
          engine,
          "tables: { old: { to: stranger, read: 'x', columns: { note: { dropped: true } } } }",
          "\"read\" is said of a list of tables");
      add(
          all,
          engine,
          mapping(READ, KINDS, HEADS, NOTES).replaceAll("(?m)^    read:.*\n", ""),
          "needs \"read:\"");
    }
    String numbered = KINDS.replace("table: kinds", "table: numbered");
    add(
        all,
        Engine.POSTGRESQL,
        mapping(READ, numbered, KINDS, HEADS, NOTES),
        "numbered.id draws from a sequence");
    return all.stream();
  }

  private static void add(List<Arguments> all, Engine engine, String mapping, String problem) {
    all.add(Arguments.of(engine, problem, mapping));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  @DisplayName("that is unsafe is refused with the reason")
  void wrong(Engine engine, String problem, String mapping) throws Exception {
    assertThat(problems(engine, mapping)).anySatisfy(found -> assertThat(found).contains(problem));
  }
}
