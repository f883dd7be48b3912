package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.SideWrite;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.WriteEvent;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("oldest-postgresql")
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
  @DisplayName("trap 21: a cascade between mapped tables is followed where v2 has not the like")
  void mappedParent() throws SQLException {
    String ddl =
        "CREATE TABLE o (id int PRIMARY KEY);"
            + "CREATE TABLE l (id int PRIMARY KEY, o int REFERENCES o ON DELETE CASCADE);"
            + "CREATE TABLE o_v2 (id int PRIMARY KEY);"
            + "CREATE TABLE l_v2 (id int PRIMARY KEY, o int %s)";

    assertThat(cascades(resolve(ddl.formatted("")), "o", WriteEvent.DELETE)).containsExactly("l");
    empty();
    Mapping other = resolve(ddl.formatted("REFERENCES o_v2 ON DELETE SET NULL"));
    assertThat(cascades(other, "o", WriteEvent.DELETE)).containsExactly("l");
    empty();
    Mapping twin = resolve(ddl.formatted("REFERENCES o_v2 ON DELETE CASCADE"));
    assertThat(twin.ways()).extracting(w -> w.sideWrites().isEmpty()).containsOnly(true);
  }

  @Test
  @DisplayName("trap 21: a chain of cascades is followed; one through an unmapped table is not")
  void chains() throws SQLException {
    Mapping mapping =
        resolve(
            "CREATE TABLE a (id int PRIMARY KEY);"
                + "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);"
                + "CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b ON DELETE SET NULL);"
                + "CREATE TABLE x (id int PRIMARY KEY, a int REFERENCES a ON UPDATE CASCADE);"
                + "CREATE TABLE y (id int PRIMARY KEY);"
                + "CREATE TABLE m (id int PRIMARY KEY, y int REFERENCES y ON DELETE CASCADE);"
                + "CREATE TABLE n (id int PRIMARY KEY, m int REFERENCES m ON DELETE CASCADE,"
                + " up int REFERENCES n ON DELETE CASCADE);"
                + "CREATE TABLE b_v2 (id int PRIMARY KEY, a int);"
                + "CREATE TABLE c_v2 (id int PRIMARY KEY, b int);"
                + "CREATE TABLE x_v2 (id int PRIMARY KEY, a int);"
                + "CREATE TABLE n_v2 (id int PRIMARY KEY, m int, up int)");

    assertThat(cascades(mapping, "a", WriteEvent.DELETE)).containsExactly("b > c");
    assertThat(cascades(mapping, "a", WriteEvent.UPDATE)).containsExactly("x");
    assertThat(ways(mapping, "a").on(WriteEvent.INSERT)).isEmpty();
    assertThat(cascades(mapping, "b", WriteEvent.DELETE)).containsExactly("c");
    assertThat(unseen(mapping, "y", WriteEvent.DELETE))
        .containsExactly(
            "cascades into public.m (m_y_fkey), which cascades into public.n (n_m_fkey), which"
                + " cascades into public.n (n_up_fkey), which refers to itself");
    assertThat(unseen(mapping, "n", WriteEvent.DELETE))
        .containsExactly("cascades into public.n (n_up_fkey), which refers to itself");
  }

  @Test
  @DisplayName("trap 21: what v2 carries on itself is a way again where the child's own ways go on")
  void twinThatLeadsOn() throws SQLException {
    Mapping mapping =
        resolve(
            "CREATE TABLE p (id int PRIMARY KEY);"
                + "CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE);"
                + "CREATE TABLE c_v2 (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE);"
                + "CREATE TABLE g (id int PRIMARY KEY, c int REFERENCES c ON DELETE CASCADE);"
                + "CREATE TABLE g_v2 (id int PRIMARY KEY, c int)");

    assertThat(mapping.reaching()).containsOnlyKeys("p");
    assertThat(unseen(mapping, "p", WriteEvent.DELETE))
        .containsExactly("cascades into public.c (c_p_fkey), which cascades on");
    assertThat(cascades(mapping, "c", WriteEvent.DELETE)).containsExactly("g");
  }

  @Test
  @DisplayName(
      "trap 5: a trigger that writes a mapped table is a way for what it runs on, no other")
  void triggerOnMapped() throws SQLException {
    run(PAIR + "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE u_v2 (id int PRIMARY KEY);");
    run(trigger("elsewhere", "t", "INSERT INTO log VALUES (NEW.id);"));
    Mapping mapping = resolve("CREATE TABLE log (id int)");
    assertThat(mapping.ways()).isEmpty();
    assertThat(mapping.tables().get(0).v1AfterTriggers()).isTrue();
    assertThat(mapping.tables().get(1).v1AfterTriggers()).isFalse();

    Mapping written =
        resolve(
            trigger("other", "t", "DELETE FROM public.\"u\";")
                + trigger("own", "u", "UPDATE u SET id = 1 WHERE id = NEW.id;"));
    assertThat(unseen(written, "t", WriteEvent.INSERT))
        .containsExactly("runs other() (trigger other), which writes public.u");
    assertThat(unseen(written, "t", WriteEvent.DELETE)).isEmpty();
    assertThat(unseen(written, "u", WriteEvent.UPDATE))
        .containsExactly("runs own() (trigger own), which writes public.u");
  }

  @Test
  @DisplayName("trap 19: TRUNCATE ... CASCADE empties whatever refers to the table, however far")
  void truncatedWith() throws SQLException {
    Mapping mapping =
        resolve(
            "CREATE TABLE p (id int PRIMARY KEY);"
                + "CREATE TABLE q (id int PRIMARY KEY, p int REFERENCES p);"
                + "CREATE TABLE t (id int PRIMARY KEY, q int REFERENCES q);"
                + "CREATE TABLE t_v2 (id int PRIMARY KEY, q int);"
                + "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'TRUNCATE p CASCADE';"
                + "CREATE FUNCTION g() RETURNS void LANGUAGE sql AS 'TRUNCATE p'");

    assertThat(mapping.reaching()).containsOnlyKeys("f");
    assertThat(ways(mapping, "p").truncatedWith()).isEqualTo(mapping.tables());
    assertThat(ways(mapping, "q").truncatedWith()).isEqualTo(mapping.tables());
  }

  private static TableWays ways(Mapping mapping, String table) {
    return mapping.ways().stream()
        .filter(w -> w.table().v1().name().equals(table))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> cascades(Mapping mapping, String table, WriteEvent event) {
    return ways(mapping, table).on(event).stream().map(PostgresWritePathsTest::path).toList();
  }

  private static String path(SideWrite write) {
    SideWrite.Cascade cascade = (SideWrite.Cascade) write;
    String name = cascade.child().v1().name();
    return cascade.next().isEmpty() ? name : name + " > " + path(cascade.next().get(0));
  }

  private static List<String> unseen(Mapping mapping, String table, WriteEvent event) {
    return ways(mapping, table).on(event).stream().map(w -> ((SideWrite.Unseen) w).way()).toList();
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
