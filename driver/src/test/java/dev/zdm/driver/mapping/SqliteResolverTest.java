package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteResolverTest {
  private static final String T = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);";
  private static final String T_V2 = "CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a TEXT);";

  private static final String APART =
      "; tell their rows apart by \"constants\" of the same columns, or, where each fills its own"
          + " columns of the same row, let each say by \"reads: { where: }\" whether its part is"
          + " there, and by \"deletes: { soft: }\" how it goes";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  @DisplayName("a table t and a table t_v2 are mapped by equal column names")
  void inferred() throws SQLException {
    Mapping mapping =
        resolve(
            T
                + "CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, extra INT NOT NULL DEFAULT 1, A TEXT);"
                + "CREATE TABLE other (x); CREATE TABLE zdm_x (i INTEGER PRIMARY KEY);"
                + "CREATE TABLE zdm_x_v2 (i INTEGER PRIMARY KEY)");

    assertThat(mapping.tables())
        .containsExactly(
            new MappedTable(
                new TableName("main", "t"),
                new TableName("main", "t_v2"),
                List.of(
                    new ColumnMapping("id", "id", "INTEGER"), new ColumnMapping("a", "A", "TEXT")),
                List.of(),
                List.of("id"),
                List.of("id"),
                List.of(),
                false,
                false));
    assertThat(mapping.ledger()).isEqualTo(new TableName("main", "zdm_ledger"));
    assertThat(mapping.dialect()).isEqualTo(Dialect.SQLITE);
    assertThat(mapping.reaching()).isEmpty();
  }

  @Test
  @DisplayName("without a file and without a pair, nothing is mapped")
  void nothing() throws SQLException {
    assertThat(resolve(T).tables()).isEmpty();
  }

  @Test
  @DisplayName("a file renames tables and columns, adds columns and chooses keys, in any case")
  void spec() throws SQLException {
    run(
        "CREATE TABLE Items (sku TEXT NOT NULL, site TEXT NOT NULL, title TEXT UNIQUE, at TEXT,"
            + " PRIMARY KEY (sku, site));"
            + "CREATE TABLE things (sku TEXT NOT NULL, site TEXT NOT NULL, name TEXT, at TEXT,"
            + " created TEXT NOT NULL, upper TEXT AS (upper(name)), UNIQUE (site, sku))");

    Mapping mapping =
        resolve(
            """
            migration: m
            tables:
              items:
                to: THINGS
                route-by: [SITE]
                columns: { TITLE: { to: name } }
                added: { created: { up: "coalesce({AT}, '{x}?')" } }
            """,
            "");

    MappedTable table = mapping.tables().get(0);
    assertThat(table.v1().name()).isEqualTo("Items");
    assertThat(table.v2().name()).isEqualTo("things");
    assertThat(table.key()).containsExactly("sku", "site");
    assertThat(table.routeBy()).containsExactly("site");
    assertThat(table.column("title").v2()).isEqualTo("name");
    assertThat(table.computed())
        .containsExactly(new ComputedColumn("created", "TEXT", "coalesce({at}, '{x}?')"));
    assertThat(table.uniqueKeys())
        .containsExactly(List.of(new MappedTable.UniqueColumn("title", "")));
  }

  @Test
  @DisplayName("trap 73: without a primary key, a unique index on NOT NULL columns is the key")
  void uniqueKey() throws SQLException {
    Mapping mapping =
        resolve(
            "CREATE TABLE t (a TEXT UNIQUE, b TEXT NOT NULL UNIQUE);"
                + "CREATE TABLE t_v2 (a TEXT, b TEXT UNIQUE)");

    assertThat(mapping.tables().get(0).key()).containsExactly("b");
    assertThat(mapping.tables().get(0).uniqueKeys())
        .containsExactly(List.of(new MappedTable.UniqueColumn("a", "")));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t (a TEXT) | CREATE TABLE t_v2 (a TEXT)"
            + " | main.t has no primary key and no full unique index on NOT NULL columns",
        "CREATE TABLE t (a TEXT PRIMARY KEY) | CREATE TABLE t_v2 (a TEXT PRIMARY KEY)"
            + " | key column main.t.a may be NULL",
        "CREATE TABLE t (a BLOB PRIMARY KEY NOT NULL) | CREATE TABLE t_v2 (a BLOB PRIMARY KEY)"
            + " | key column main.t.a is a BLOB",
        "CREATE TABLE t (\"a\"\"b\" TEXT PRIMARY KEY NOT NULL)"
            + " | CREATE TABLE t_v2 (\"a\"\"b\" TEXT PRIMARY KEY) | has a double quote in its name",
        "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY) | CREATE TABLE t_v2 (a TEXT);"
            + " CREATE UNIQUE INDEX p ON t_v2 (a) WHERE a <> ''"
            + " | main.t_v2 has no full unique index on (a), the image of the key",
        "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY)"
            + " | CREATE TABLE t_v2 (a TEXT COLLATE NOCASE PRIMARY KEY)"
            + " | the key (a) is unique under different collations",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a TEXT)"
            + " | column a is TEXT COLLATE nocase in v1 and TEXT in v2; it would be compared",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a)"
            + " | main.t_v2 has no column b; add it",
        "CREATE TABLE t (id INTEGER PRIMARY KEY)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, n TEXT NOT NULL)"
            + " | main.t_v2.n is NOT NULL without a default and nothing fills it",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a REAL)"
            + " | column a is TEXT in v1 and REAL in v2; say with \"up\" and \"down\"",
        "CREATE TABLE t (id INTEGER PRIMARY KEY)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK)"
            + " | has ON CONFLICT ROLLBACK; it would end the application's transaction",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a UNIQUE ON CONFLICT REPLACE)"
            + " | has ON CONFLICT REPLACE; it would lose rows in silence",
        "CREATE TABLE t (id INTEGER PRIMARY KEY) | CREATE TABLE p (id INTEGER PRIMARY KEY);"
            + " CREATE TABLE t_v2 (id INTEGER PRIMARY KEY REFERENCES p DEFERRABLE)"
            + " | main.t_v2: a foreign key is DEFERRABLE",
        "CREATE TABLE t (id INTEGER PRIMARY KEY) | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY);"
            + " CREATE TABLE only_v2 (t REFERENCES T_V2 DEFERRABLE INITIALLY DEFERRED)"
            + " | main.t_v2: a foreign key of main.only_v2 is DEFERRABLE",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE UNIQUE INDEX e ON t (lower(a))"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a TEXT)"
            + " | the unique index e is on an expression",
        "CREATE VIRTUAL TABLE t USING fts5(a) | CREATE TABLE t_v2 (a TEXT)"
            + " | main.t is a foreign or virtual table",
        "CREATE TABLE t (id INTEGER PRIMARY KEY)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY REFERENCES t)"
            + " | refers to main.t, a v1 table",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, p)"
            + " | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, p REFERENCES P ON DELETE CASCADE)"
            + " | has an action on the rows that refer to main.p, and v1 has no such foreign key",
        "CREATE TABLE p (id INTEGER PRIMARY KEY, u UNIQUE);"
            + " CREATE TABLE t (id INTEGER PRIMARY KEY, p REFERENCES p (u) ON DELETE SET NULL)"
            + " | CREATE TABLE p_v2 (id INTEGER PRIMARY KEY, u UNIQUE); CREATE TABLE t_v2"
            + " (id INTEGER PRIMARY KEY, p REFERENCES p_v2 (u) ON DELETE SET NULL)"
            + " | refers to columns of main.p_v2 that are not its key",
        "CREATE TABLE t (id INTEGER PRIMARY KEY) | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY);"
            + " CREATE TEMP TABLE t (id) | a temporary table or view t hides the table",
        "CREATE TABLE t (id INTEGER PRIMARY KEY) | CREATE TABLE t_v2 (id INTEGER PRIMARY KEY);"
            + " CREATE TRIGGER x BEFORE INSERT ON t_v2 BEGIN SELECT RAISE(ROLLBACK, 'no'); END"
            + " | trigger x has RAISE(ROLLBACK)",
      })
  @DisplayName("a pair that cannot be mirrored is refused")
  void refused(String v1, String v2, String message) throws SQLException {
    assertThat(problems(v1 + ";" + v2))
        .anySatisfy(p -> assertThat(p).startsWith("inferred mapping: ").contains(message));
  }

  @Test
  @DisplayName("trap 6: a trigger that writes v2 as well is refused, also by a way round")
  void syncTriggers() throws SQLException {
    assertThat(
            problems(
                T
                    + T_V2
                    + "CREATE TABLE log (x);"
                    + "CREATE TRIGGER s AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END;"
                    + "CREATE TRIGGER r AFTER INSERT ON log BEGIN"
                    + " INSERT OR IGNORE INTO \"t_v2\" VALUES (1, 'x'); END"))
        .containsExactly(
            "inferred mapping: main.t writes main.log (trigger s), which writes main.t_v2 (trigger"
                + " r); only one may keep v1 and v2 in step, and that is zdm: drop it");
  }

  @Test
  @DisplayName("trap 6: a trigger on v2 that writes v1 is refused; one that reads it is not")
  void reverseSync() throws SQLException {
    run(
        T
            + T_V2
            + "CREATE TABLE log (x);"
            + "CREATE TRIGGER r AFTER INSERT ON t_v2 BEGIN INSERT INTO log SELECT a FROM t; END");
    assertThat(resolve("").tables()).hasSize(1);

    assertThat(
            problems(
                "CREATE TRIGGER w AFTER UPDATE OF a ON t_v2 BEGIN"
                    + " UPDATE t SET a = NEW.a WHERE id = NEW.id; END"))
        .singleElement()
        .asString()
        .contains("main.t_v2 writes main.t (trigger w)");
  }

  @Test
  @DisplayName("trap 21: parents that cascade and tables with triggers reach a mapped table")
  void reaching() throws SQLException {
    Mapping mapping =
        resolve(
            "CREATE TABLE Grand (id INTEGER PRIMARY KEY);"
                + "CREATE TABLE parent (id INTEGER PRIMARY KEY,"
                + " g REFERENCES grand ON DELETE CASCADE);"
                + "CREATE TABLE quiet (id INTEGER PRIMARY KEY);"
                + "CREATE TABLE t (id INTEGER PRIMARY KEY, p REFERENCES parent ON DELETE SET NULL,"
                + " q REFERENCES quiet);"
                + "CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, p, q);"
                + "CREATE TABLE audit (x);"
                + "CREATE TRIGGER a AFTER INSERT ON audit BEGIN DELETE FROM t WHERE id = NEW.x; END;"
                + "CREATE VIEW v AS SELECT * FROM t;"
                + "CREATE TRIGGER i INSTEAD OF INSERT ON v BEGIN"
                + " INSERT INTO t (id) VALUES (NEW.id); END");

    assertThat(mapping.reaching()).containsOnlyKeys("grand", "parent", "audit", "v");
    assertThat(mapping.reaching())
        .containsEntry("audit", "writes main.t (trigger a)")
        .containsEntry(
            "grand",
            "cascades into main.parent (foreign key of parent to grand), which cascades into main.t"
                + " (foreign key of t to parent)");
  }

  @Test
  @DisplayName("all problems of a mapping come at once, each with its line")
  void allAtOnce() throws SQLException {
    run(T + T_V2 + "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE VIEW w AS SELECT 1");

    MappingException e =
        failure(
            """
            tables:
              t:
                to: t_v3
              w:
                to: t
              u:
                to: t_v2
                key: [idd]
                route-by: [nope]
                columns: { x: { to: a } }
                added: { b: { up: "{idd} ; ?" }, a: { up: "now()" } }
            """);

    assertThat(e.problems())
        .containsExactly(
            "zdm.yaml:3:9: table t_v3 does not exist in schema main; did you mean \"t_v2\"?",
            "zdm.yaml:4:3: w is a view; only tables can be mapped",
            "zdm.yaml:8:11: main.u has no column idd; did you mean \"id\"?",
            "zdm.yaml:9:16: main.u has no column nope; there is id",
            "zdm.yaml:10:16: main.u has no column x; there is id",
            "zdm.yaml:11:14: main.t_v2 has no column b; there is a, id",
            "zdm.yaml:11:23: \"up\" names {idd}, but main.u has no such column; did you mean"
                + " \"id\"?",
            "zdm.yaml:11:23: \"up\" must be one plain expression; it may not hold ;",
            "zdm.yaml:11:23: \"up\" must be one plain expression; it may not hold ?",
            "zdm.yaml:11:47: \"up\" uses now; it must give the same value each time that it is"
                + " computed, so it may use only the row's columns");
    assertThat(e).hasMessageStartingWith("10 problems in the mapping:\n- zdm.yaml:");
  }

  @Test
  @DisplayName("each table has one part in a migration, and each v2 column one source")
  void usedTwice() throws SQLException {
    run(T + T_V2 + "CREATE TABLE u (id INTEGER PRIMARY KEY, a TEXT)");

    assertThat(failure("tables: { t: { to: t_v2 }, u: { to: T_V2 } }").problems())
        .containsExactly(
            "zdm.yaml:1:20: main.t_v2 is the v2 table of main.u too" + APART,
            "zdm.yaml:1:37: main.t_v2 is the v2 table of main.t too" + APART);
    assertThat(failure("tables: { t: { to: u }, u: { to: t_v2 } }").problems())
        .containsExactly("zdm.yaml:1:20: main.u is itself a v1 table of this mapping");
    assertThat(failure("tables: { t: { to: t_v2 }, T: { to: u } }").problems())
        .contains("zdm.yaml:1:11: main.t is mapped twice in main");
    assertThat(failure("tables: { t: { to: t } }").problems())
        .contains("zdm.yaml:1:20: main.t is mapped to itself");
    assertThat(failure("tables: { t: { to: t_v2, added: { a: { up: '1' } } } }").problems())
        .containsExactly(
            "zdm.yaml:1:11: v2's column a is filled twice; of several columns that go to one,"
                + " only one may have \"up\"");
  }

  @Test
  @DisplayName("a generated column of v2 is read, not written; it cannot be added")
  void generated() throws SQLException {
    run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"
            + "CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, a TEXT, b TEXT AS (upper(a)) STORED,"
            + " c TEXT AS (lower(a)))");

    assertThat(resolve("").tables().get(0).column("b").source()).isEqualTo(new Held("b", "", true));
    assertThat(resolve("").tables().get(0).column("a").source())
        .isEqualTo(new Held("a", "", false));
    assertThat(failure("tables: { t: { to: t_v2, added: { c: { up: '{a}' } } } }").problems())
        .containsExactly("zdm.yaml:1:35: v2 computes column c itself");
  }

  private Mapping resolve(String ddl) throws SQLException {
    run(ddl);
    return MappingResolver.resolve(null, Catalog.read(connection, Dialect.SQLITE));
  }

  private Mapping resolve(String yaml, String ddl) throws SQLException {
    run(ddl);
    return MappingResolver.resolve(
        MappingFile.parse("zdm.yaml", yaml), Catalog.read(connection, Dialect.SQLITE));
  }

  private List<String> problems(String ddl) throws SQLException {
    run(ddl);
    return thrown(null).problems();
  }

  private MappingException failure(String yaml) throws SQLException {
    return thrown(MappingFile.parse("zdm.yaml", yaml));
  }

  private MappingException thrown(MappingSpec spec) throws SQLException {
    Catalog catalog = Catalog.read(connection, Dialect.SQLITE);
    return catchThrowableOfType(
        MappingException.class, () -> MappingResolver.resolve(spec, catalog));
  }

  private void run(String ddl) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(ddl.isEmpty() ? "SELECT 1 WHERE 0" : ddl);
    }
  }
}
