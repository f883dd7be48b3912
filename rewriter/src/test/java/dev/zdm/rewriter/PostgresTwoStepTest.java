package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.Mirroring;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
@DisplayName("A two-step write on PostgreSQL")
class PostgresTwoStepTest {
  static final MappedTable TABLE =
      WriteTables.table(
          Dialect.POSTGRESQL,
          "o",
          List.of("b", "a"),
          "a numeric(20,3)",
          "b>bb timestamp with time zone",
          "v text");
  static final String[] DDL = {
    "CREATE TABLE o (a numeric(20,3), b timestamptz, v text, PRIMARY KEY (b, a))",
    "CREATE TABLE o_v2 (a numeric(20,3), bb timestamptz, v text, PRIMARY KEY (bb, a))"
  };

  private PostgresWrites db;

  @BeforeEach
  void open() throws SQLException {
    db = new PostgresWrites(TABLE, DDL);
    db.write(
        "INSERT INTO o VALUES (1.5, '2020-01-01 00:00:00.000001+00', 'x'),"
            + " (9007199254740993, '2020-01-01', 'y'), (2, '2021-01-01', 'z')");
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  @Test
  @DisplayName("DELETE removes the rows of numeric and timestamp keys, and no others")
  void delete() throws SQLException {
    assertThat(db.write("DELETE FROM o WHERE v IN (?, 'y')", "x")).isEqualTo("2");
    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT v FROM o_v2")).containsExactly("z");
  }

  @Test
  @DisplayName("trap 15: DELETE ... RETURNING answers the application's list alone")
  void deleteReturning() throws SQLException {
    Mirroring mirroring = db.of("DELETE FROM o AS x RETURNING v, x.a", false, "v", "a");
    String text =
        PostgresWrites.text(mirroring, Mirroring.Half.COPY, new Mirroring.Answer.Returning());
    assertThat(db.sql.run(text))
        .containsExactlyInAnyOrder("x|1.500", "y|9007199254740993.000", "z|2.000");
    assertThat(db.v2()).isEmpty();
    assertThat(db.sql.shape(text)).isEqualTo(db.sql.shape("SELECT v, a FROM o"));
  }

  @Test
  @DisplayName(
      "an answer of no rows still sets the keys, so that those of an earlier write are forgotten")
  void keysAreSetByZeroRows() throws SQLException {
    db.sql.connection.setAutoCommit(false);
    for (Mirroring.Answer answer :
        List.of(
            new Mirroring.Answer.Count(),
            new Mirroring.Answer.Columns(List.of("v")),
            new Mirroring.Answer.Returning())) {
      db.write("DELETE FROM o WHERE v = 'x'");
      assertThat(db.sql.run("SELECT current_setting('zdm.keys')")).isNotEqualTo(List.of("[]"));
      Mirroring none = db.of("DELETE FROM o WHERE v = 'nobody' RETURNING v", false, "v");
      db.sql.run(PostgresWrites.text(none, Mirroring.Half.COPY, answer));
      assertThat(db.sql.run("SELECT current_setting('zdm.keys')")).containsExactly("[]");
      db.sql.connection.rollback();
    }
  }

  @Test
  @DisplayName("the keys do not outlive the transaction, in autocommit too")
  void keysAreLocal() throws SQLException {
    db.write("DELETE FROM o");
    assertThat(db.sql.run("SELECT coalesce(current_setting('zdm.keys', true), '')"))
        .containsExactly("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "character varying(20)", "numeric(20,3)", "uuid", "smallint"})
  @DisplayName("DELETE carries a key of one plain column as an array, whatever its values hold")
  void arrays(String type) throws SQLException {
    List<String> keys =
        switch (type) {
          case "numeric(20,3)" -> List.of("1.5", "9007199254740993", "-0.001");
          case "uuid" -> List.of("00000000-0000-0000-0000-00000000000a");
          case "smallint" -> List.of("-1", "7");
          default -> List.of("", "NULL", "a,b", "{\"}", "back\\slash", " blank ", "'quote'", "é");
        };
    MappedTable table =
        WriteTables.table(Dialect.POSTGRESQL, "p", List.of("k"), "k>kk " + type, "v text");
    try (PostgresWrites p =
        new PostgresWrites(
            table,
            "CREATE TABLE p (k %s PRIMARY KEY, v text)".formatted(type),
            "CREATE TABLE p_v2 (kk %s PRIMARY KEY, v text)".formatted(type))) {
      for (String key : keys) {
        p.write("INSERT INTO p VALUES (CAST(? AS %s), 'old')".formatted(type), key);
      }
      String kept = type.equals("uuid") ? "00000000-0000-0000-0000-00000000000b" : "3";
      p.write("INSERT INTO p VALUES (CAST(? AS %s), 'stays')".formatted(type), kept);
      assertThat(p.write("DELETE FROM p WHERE v = 'old'")).isEqualTo(String.valueOf(keys.size()));
      assertThat(p.sql.run("SELECT v FROM p_v2")).containsExactly("stays");
      assertThat(p.ledger()).isEmpty();
      p.sql.connection.setAutoCommit(false);
      assertThat(p.write("DELETE FROM p")).isEqualTo("1");
      assertThat(p.sql.run("SELECT current_setting('zdm.gone')")).isNotEqualTo(List.of("{}"));
      assertThat(p.write("DELETE FROM p")).isEqualTo("0");
      assertThat(p.sql.run("SELECT current_setting('zdm.gone')")).containsExactly("{}");
    }
  }

  @Test
  @DisplayName("trap 5: follows what an AFTER trigger did to the row")
  void afterTrigger() throws SQLException {
    MappedTable triggered = WriteTables.triggered(PostgresMirroringTest.T);
    try (PostgresWrites t = new PostgresWrites(triggered, PostgresMirroringTest.DDL)) {
      t.sql.all(
          "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
              + " UPDATE t SET n = 555 WHERE id = NEW.id; DELETE FROM t WHERE id = NEW.id AND name"
              + " = 'gone'; RETURN NULL; END$$",
          "CREATE TRIGGER a AFTER INSERT OR UPDATE OF name ON t FOR EACH ROW EXECUTE FUNCTION f()");
      assertThat(t.write("INSERT INTO t (name, n) VALUES ('a', 1), ('gone', 2)")).isEqualTo("2");
      assertThat(t.differences()).isEmpty();
      assertThat(t.sql.run("SELECT full_name, n FROM t_v2")).containsExactly("a|555");
      assertThat(t.write("UPDATE t SET name = 'gone' WHERE name = 'a'")).isEqualTo("1");
      assertThat(t.v2()).isEmpty();
      assertThat(t.ledger()).isEmpty();
    }
  }
}
