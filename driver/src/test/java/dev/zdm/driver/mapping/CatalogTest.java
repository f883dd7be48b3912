package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.Catalog.View;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oldest-postgresql")
class CatalogTest {
  @Test
  @DisplayName("SQLite: columns in order, with type, null, default, numbering and generation")
  void sqliteColumns() throws SQLException {
    Catalog catalog =
        sqlite(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(9) NOT NULL DEFAULT 'x', b,"
                + " c INT AS (id + 1) STORED, d INT AS (id))",
            "CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT ROWID",
            "CREATE TABLE r (k INTEGER PRIMARY KEY DESC)");

    assertThat(table(catalog, "T").columns())
        .containsExactly(
            new Column("id", "INTEGER", true, null, true, false, ""),
            new Column("a", "VARCHAR(9)", true, "'x'", false, false, ""),
            new Column("b", "", false, null, false, false, ""),
            new Column("c", "INT", false, null, false, true, ""),
            new Column("d", "INT", false, null, false, true, ""));
    assertThat(table(catalog, "w").columns().get(0).notNull()).isTrue();
    // DESC makes it an ordinary, nullable column (sqlite.org/lang_createtable.html).
    assertThat(table(catalog, "r").columns().get(0).notNull()).isFalse();
    assertThat(catalog.serverVersion()).isZero();
    assertThat(catalog.schema()).isEqualTo("main");
  }

  @Test
  @DisplayName("SQLite: unique indexes, with what they are not")
  void sqliteIndexes() throws SQLException {
    Catalog catalog =
        sqlite(
            "CREATE TABLE t (a TEXT, b TEXT COLLATE NOCASE, c, PRIMARY KEY (b, a))",
            "CREATE UNIQUE INDEX part ON t (c) WHERE a > 1",
            "CREATE UNIQUE INDEX expr ON t (lower(a), c)",
            "CREATE INDEX plain ON t (c)");

    assertThat(table(catalog, "t").uniqueIndexes())
        .containsExactly(
            new UniqueIndex(
                "sqlite_autoindex_t_1",
                true,
                List.of("b", "a"),
                List.of("NOCASE", "BINARY"),
                false,
                false),
            new UniqueIndex("expr", false, List.of("c"), List.of("BINARY"), false, true),
            new UniqueIndex("part", false, List.of("c"), List.of("BINARY"), true, false));
  }

  @Test
  @DisplayName(
      "SQLite: foreign keys find their parent's key, triggers their time, views their tables")
  void sqliteRelations() throws SQLException {
    Catalog catalog =
        sqlite(
            "CREATE TABLE P (x TEXT, y TEXT, PRIMARY KEY (y, x))",
            "CREATE TABLE c (a, b, FOREIGN KEY (a, b) REFERENCES p ON DELETE CASCADE"
                + " ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)",
            "CREATE VIEW v AS SELECT * FROM /* nothing of c */ p",
            "CREATE TRIGGER tr AFTER UPDATE ON c BEGIN SELECT 'before'; END",
            "CREATE TRIGGER ti INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
            "CREATE TRIGGER td DELETE ON c BEGIN SELECT 1; END",
            "CREATE TEMP TABLE tmp (x)");

    assertThat(catalog.foreignKeys())
        .containsExactly(
            new ForeignKey(
                "foreign key of c to p",
                new TableName("main", "c"),
                List.of("a", "b"),
                new TableName("main", "P"),
                List.of("y", "x"),
                Action.CASCADE,
                Action.SET_NULL));
    assertThat(catalog.triggers())
        .extracting(Trigger::name, Trigger::timing)
        .containsExactly(
            tuple("td", Timing.BEFORE), tuple("ti", Timing.INSTEAD_OF), tuple("tr", Timing.AFTER));
    assertThat(catalog.views())
        .containsExactly(
            new View(new TableName("main", "v"), List.of(new TableName("main", "P")), List.of()));
    assertThat(catalog.temporary()).containsExactly("tmp");
    assertThat(table(catalog, "c").deferrable()).hasSize(1);
    assertThat(table(catalog, "p").deferrable()).isEmpty();
  }

  @Test
  @DisplayName("PostgreSQL: columns in order, with type, null, default, numbering and generation")
  void postgresColumns() throws SQLException {
    Catalog catalog =
        postgres(
            "CREATE DOMAIN d AS int DEFAULT 7",
            "CREATE TABLE t (gone int, id bigserial, n int GENERATED ALWAYS AS IDENTITY,"
                + " a varchar(9) NOT NULL DEFAULT 'x', b numeric(5,2)[], c d,"
                + " g int GENERATED ALWAYS AS (1) STORED, e text COLLATE \"C\")",
            "ALTER TABLE t DROP COLUMN gone",
            "CREATE TABLE nothing ()");

    assertThat(table(catalog, "t").columns())
        .containsExactly(
            new Column("id", "bigint", true, "nextval('t_id_seq'::regclass)", false, false, ""),
            new Column("n", "integer", true, null, true, false, ""),
            new Column(
                "a", "character varying(9)", true, "'x'::character varying", false, false, ""),
            new Column("b", "numeric(5,2)[]", false, null, false, false, ""),
            new Column("c", "d", false, "7", false, false, ""),
            new Column("g", "integer", false, null, false, true, ""),
            new Column("e", "text", false, null, false, false, "C"));
    assertThat(table(catalog, "nothing").columns()).isEmpty();
  }

  @Test
  @DisplayName("PostgreSQL: unique indexes without what they include, and foreign keys in order")
  void postgresIndexes() throws SQLException {
    Catalog catalog =
        postgres(
            "CREATE TABLE t (a text, b text, c int, PRIMARY KEY (b, a) INCLUDE (c))",
            "CREATE UNIQUE INDEX part ON t (c) WHERE a <> ''",
            "CREATE UNIQUE INDEX expr ON t (lower(a), c)",
            "CREATE TABLE child (x text, y text, CONSTRAINT fk FOREIGN KEY (x, y)"
                + " REFERENCES t (b, a) ON DELETE SET NULL ON UPDATE RESTRICT DEFERRABLE)");

    assertThat(table(catalog, "t").uniqueIndexes())
        .containsExactly(
            new UniqueIndex("t_pkey", true, List.of("b", "a"), List.of("", ""), false, false),
            new UniqueIndex("expr", false, List.of("c"), List.of(""), false, true),
            new UniqueIndex("part", false, List.of("c"), List.of(""), true, false));
    assertThat(catalog.foreignKeys())
        .containsExactly(
            new ForeignKey(
                "fk",
                new TableName("public", "child"),
                List.of("x", "y"),
                new TableName("public", "t"),
                List.of("b", "a"),
                Action.SET_NULL,
                Action.RESTRICT));
    assertThat(table(catalog, "child").deferrable()).containsExactly("fk");
  }

  @Test
  @DisplayName("PostgreSQL: views know the tables and functions that they use")
  void postgresViews() throws SQLException {
    Catalog catalog =
        postgres(
            "CREATE TABLE t (a int)",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE VIEW v AS SELECT a, f() FROM t",
            "CREATE VIEW bare AS SELECT 1 AS one");

    assertThat(catalog.views())
        .containsExactly(
            new View(
                new TableName("public", "v"), List.of(new TableName("public", "t")), List.of("f")));
    assertThat(catalog.functions())
        .containsExactly(new Catalog.Function("public", "f", true, "SELECT 1"));
  }

  @Test
  @DisplayName("PostgreSQL: a connection without a current schema says so")
  void noSchema() throws SQLException {
    try (Connection connection = DriverManager.getConnection(TestPostgres.newDatabase());
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO nowhere");
      assertThatThrownBy(() -> Catalog.read(connection, Dialect.POSTGRESQL))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no current schema");
    }
  }

  private static Table table(Catalog catalog, String name) {
    return catalog.table(name).orElseThrow();
  }

  private static Catalog sqlite(String... ddl) throws SQLException {
    return catalog("jdbc:sqlite::memory:", Dialect.SQLITE, ddl);
  }

  private static Catalog postgres(String... ddl) throws SQLException {
    return catalog(TestPostgres.newDatabase(), Dialect.POSTGRESQL, ddl);
  }

  private static Catalog catalog(String url, Dialect dialect, String... ddl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : ddl) {
        statement.execute(sql);
      }
      return Catalog.read(connection, dialect);
    }
  }
}
