package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.Mapping;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PostgresWritePathsTest {
  private static final String PAIR =
      "CREATE TABLE t (id bigint PRIMARY KEY, a text);"
          + "CREATE TABLE t_v2 (id bigint PRIMARY KEY, a text);";

  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    connection = DriverManager.getConnection(TestPostgres.newDatabase());
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    run("DROP SCHEMA IF EXISTS s CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  }

  @Test
  @DisplayName("trap 21: an unmapped parent that cascades reaches its mapped child, also from afar")
  void cascades() throws SQLException {
    Mapping mapping =
        resolve(
            "CREATE SCHEMA s; CREATE TABLE s.grand (id int PRIMARY KEY);"
                + "CREATE TABLE parent (id int PRIMARY KEY,"
                + " g int REFERENCES s.grand ON DELETE CASCADE);"
                + "CREATE TABLE quiet (id int PRIMARY KEY);"
                + "CREATE TABLE t (id int PRIMARY KEY,"
                + " p int REFERENCES parent ON UPDATE CASCADE ON DELETE SET NULL,"
                + " q int REFERENCES quiet);"
                + "CREATE TABLE t_v2 (id int PRIMARY KEY, p int, q int)");

    assertThat(mapping.reaching())
        .containsOnlyKeys("parent", "grand")
        .containsEntry("parent", "cascades into public.t (t_p_fkey)")
        .containsEntry(
            "grand",
            "cascades into public.parent (parent_g_fkey), which cascades into public.t (t_p_fkey)");
  }

  @Test
  @DisplayName("trap 21: a parent whose cascade v2 repeats by itself reaches nothing")
  void twin() throws SQLException {
    String ddl =
        "CREATE TABLE parent (id int PRIMARY KEY);"
            + "CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES parent ON DELETE CASCADE);"
            + "CREATE TABLE t_v2 (id int PRIMARY KEY, p int REFERENCES parent ON DELETE %s)";

    assertThat(resolve(ddl.formatted("CASCADE")).reaching()).isEmpty();
    empty();
    assertThat(resolve(ddl.formatted("SET NULL")).reaching()).containsOnlyKeys("parent");
  }

  @Test
  @DisplayName("trap 21: a cascade that sets a column which an added column reads is no twin")
  void twinWithAddedColumn() throws SQLException {
    run(
        "CREATE TABLE parent (id int PRIMARY KEY);"
            + "CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES parent ON DELETE SET NULL);"
            + "CREATE TABLE t_v2 (id int PRIMARY KEY, p int REFERENCES parent ON DELETE SET NULL,"
            + " copy int)");
    Catalog catalog = Catalog.read(connection, Dialect.POSTGRESQL);
    MappingSpec plain = MappingFile.parse("f", "tables: { t: { to: t_v2 } }");
    MappingSpec added =
        MappingFile.parse("f", "tables: { t: { to: t_v2, added: { copy: { up: '{p}' } } } }");

    assertThat(MappingResolver.resolve(plain, catalog).reaching()).isEmpty();
    assertThat(MappingResolver.resolve(added, catalog).reaching()).containsOnlyKeys("parent");
  }

  @Test
  @DisplayName("trap 21: a cascade between mapped tables needs its like between their v2 tables")
  void mappedParent() throws SQLException {
    String ddl =
        "CREATE TABLE o (id int PRIMARY KEY);"
            + "CREATE TABLE l (id int PRIMARY KEY, o int REFERENCES o ON DELETE CASCADE);"
            + "CREATE TABLE o_v2 (id int PRIMARY KEY);"
            + "CREATE TABLE l_v2 (id int PRIMARY KEY, o int %s)";

    assertThat(problems(ddl.formatted("")))
        .containsExactly(
            "inferred mapping: public.o cascades into public.l (l_o_fkey), and public.o_v2 does not"
                + " do the same; give v2 the same foreign key with the same actions");
    empty();
    assertThat(problems(ddl.formatted("REFERENCES o_v2 ON DELETE SET NULL"))).hasSize(1);
    empty();
    assertThat(resolve(ddl.formatted("REFERENCES o_v2 ON DELETE CASCADE")).tables()).hasSize(2);
  }

  @Test
  @DisplayName(
      "trap 5: a trigger that writes a mapped table is refused, for it may write other rows")
  void triggerOnMapped() throws SQLException {
    run(PAIR + "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE u_v2 (id int PRIMARY KEY);");
    run(trigger("elsewhere", "t", "INSERT INTO log VALUES (NEW.id);"));
    Mapping mapping = resolve("CREATE TABLE log (id int)");
    assertThat(mapping.tables()).hasSize(2);
    assertThat(mapping.tables().get(0).v1AfterTriggers()).isTrue();
    assertThat(mapping.tables().get(1).v1AfterTriggers()).isFalse();

    assertThat(
            problems(
                trigger("other", "t", "DELETE FROM public.\"u\";")
                    + trigger("own", "t", "UPDATE t SET a = 'x' WHERE id = NEW.id;")))
        .containsExactly(
            "inferred mapping: public.t runs other() (trigger other), which writes public.u; a"
                + " trigger that writes a mapped table cannot be followed on PostgreSQL",
            "inferred mapping: public.t runs own() (trigger own), which writes public.t; a"
                + " trigger that writes a mapped table cannot be followed on PostgreSQL");
  }

  @Test
  @DisplayName("trap 6: triggers that keep v1 and v2 in step are refused")
  void sync() throws SQLException {
    assertThat(problems(PAIR + trigger("sync", "t", "INSERT INTO t_v2 VALUES (NEW.id, NEW.a);")))
        .containsExactly(
            "inferred mapping: public.t runs sync() (trigger sync), which writes public.t_v2; only"
                + " one may keep v1 and v2 in step, and that is zdm: drop it");
    empty();
    assertThat(
            problems(PAIR + trigger("dyn", "t_v2", "EXECUTE format('UPDATE %I SET a = 1', 't');")))
        .singleElement()
        .asString()
        .contains("public.t_v2 runs dyn() (trigger dyn), which writes public.t");
  }

  @Test
  @DisplayName("a disabled trigger and one that only reads are no reason to refuse")
  void harmlessTriggers() throws SQLException {
    Mapping mapping =
        resolve(
            PAIR
                + trigger("off", "t", "INSERT INTO t_v2 VALUES (NEW.id, NEW.a);")
                + "ALTER TABLE t DISABLE TRIGGER off;"
                + "CREATE TABLE log (x text);"
                + trigger("reads", "log", "PERFORM 1 FROM t; INSERT INTO log SELECT 1;"));

    assertThat(mapping.tables().get(0).v1AfterTriggers()).isFalse();
    assertThat(mapping.reaching()).doesNotContainKey("log");
  }

  @Test
  @DisplayName("trap 30: views, rules, triggers and functions that write a mapped table reach it")
  void reaching() throws SQLException {
    run(PAIR);
    run("CREATE PROCEDURE atomic() LANGUAGE sql BEGIN ATOMIC UPDATE t SET a = ''; END");
    Mapping mapping =
        resolve(
            "CREATE VIEW v AS SELECT * FROM t; CREATE VIEW vv AS SELECT id FROM v;"
                + "CREATE MATERIALIZED VIEW m AS SELECT * FROM t;"
                + "CREATE TABLE inbox (id int);"
                + "CREATE RULE r AS ON INSERT TO inbox DO ALSO INSERT INTO t VALUES (NEW.id, '');"
                + "CREATE TABLE log (x text);"
                + trigger("audit", "log", "PERFORM \"Purge\"();")
                + "CREATE FUNCTION \"Purge\"() RETURNS void LANGUAGE sql AS 'DELETE FROM t';"
                + "CREATE FUNCTION count_t() RETURNS bigint LANGUAGE sql AS 'SELECT 1 FROM t';"
                + "CREATE FUNCTION indirect() RETURNS void LANGUAGE sql STABLE AS"
                + " 'SELECT \"Purge\"()';"
                + "CREATE FUNCTION harmless() RETURNS void LANGUAGE sql AS"
                + " '/* UPDATE t */ DELETE FROM log WHERE false'");

    assertThat(mapping.reaching())
        .containsOnlyKeys(
            "v", "vv", "inbox", "log", "audit", "purge", "atomic", "indirect", "harmless")
        .containsEntry("vv", "is a view over public.v, which is a view over public.t")
        .containsEntry("inbox", "writes public.t (rule r)")
        .containsEntry("atomic", "writes public.t")
        .containsEntry("indirect", "calls Purge(), which writes public.t")
        .containsEntry(
            "harmless",
            "writes public.log, which runs audit() (trigger audit), which calls Purge(), which"
                + " writes public.t");
  }

  private static String trigger(String name, String table, String body) {
    return """
    CREATE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %3$s RETURN NULL; END $$;
    CREATE TRIGGER %1$s AFTER INSERT OR UPDATE ON %2$s FOR EACH ROW EXECUTE FUNCTION %1$s();
    """
        .formatted(name, table, body);
  }

  private Mapping resolve(String ddl) throws SQLException {
    run(ddl);
    return MappingResolver.resolve(null, Catalog.read(connection, Dialect.POSTGRESQL));
  }

  private List<String> problems(String ddl) throws SQLException {
    run(ddl);
    Catalog catalog = Catalog.read(connection, Dialect.POSTGRESQL);
    return catchThrowableOfType(
            MappingException.class, () -> MappingResolver.resolve(null, catalog))
        .problems();
  }

  private static void run(String ddl) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ddl);
    }
  }
}
