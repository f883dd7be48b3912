package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
@DisplayName("A fused write on PostgreSQL")
class PostgresMirroringTest {
  static final MappedTable T =
      WriteTables.adding(
          WriteTables.table(
              Dialect.POSTGRESQL,
              "t",
              List.of("id"),
              "id bigint",
              "name>full_name character varying(40)",
              "n integer",
              "at timestamp with time zone",
              "u uuid"),
          "loud",
          "text",
          "upper({name}) || '{name}?'");

  static final String[] DDL = {
    "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(40) UNIQUE,"
        + " n int DEFAULT 7, at timestamptz DEFAULT clock_timestamp(), u uuid DEFAULT"
        + " gen_random_uuid())",
    "CREATE TABLE t_v2 (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, full_name varchar(40),"
        + " n int, at timestamptz, u uuid, loud text, own text DEFAULT 'own')"
  };

  private PostgresWrites db;

  @BeforeEach
  void open() throws SQLException {
    db = new PostgresWrites(T, DDL);
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  @Test
  @DisplayName("trap 1, 3, 4: gives both sides one generated key and one value of each default")
  void generatedValues() throws SQLException {
    assertThat(db.write("INSERT INTO t (name) VALUES (?), (?), ('a?b')", "x", "y")).isEqualTo("3");

    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT id, full_name, loud, own FROM t_v2 ORDER BY id"))
        .containsExactly("1|x|X{name}?|own", "2|y|Y{name}?|own", "3|a?b|A?B{name}?|own");
    assertThat(db.sql.run("SELECT count(DISTINCT u) FROM t_v2")).containsExactly("3");
  }

  @Test
  @DisplayName("leaves lastval() on v1's sequence")
  void lastval() throws SQLException {
    db.sql.all("SELECT setval('t_id_seq', 41)");
    db.write("INSERT INTO t (name) VALUES ('x')");
    assertThat(db.sql.run("SELECT lastval()")).containsExactly("42");
  }

  @Test
  @DisplayName("trap 15: answers the application's RETURNING list with v1's labels and types")
  void ownReturning() throws SQLException {
    String w1 =
        "INSERT INTO t AS x (name) VALUES ('a') RETURNING *, upper(x.name) AS \"Up\" -- end";
    Mirroring mirroring = db.of(w1, false, "id", "name", "n", "at", "u", "Up");
    String text =
        PostgresWrites.text(mirroring, Mirroring.Half.COPY, new Mirroring.Answer.Returning());

    List<String> shape = db.sql.shape(text);

    assertThat(mirroring.returning()).isTrue();
    assertThat(db.differences()).isEmpty();
    db.sql.all("DELETE FROM t");
    assertThat(shape).isEqualTo(db.sql.shape(w1));
  }

  @Test
  @DisplayName("answers chosen columns, one row per written row, with v1's types")
  void columns() throws SQLException {
    Mirroring mirroring = db.of("INSERT INTO t (name) VALUES ('a'), ('b'), ('c')", false);
    String text =
        PostgresWrites.text(
            mirroring, Mirroring.Half.COPY, new Mirroring.Answer.Columns(List.of("id", "name")));

    assertThat(mirroring.returning()).isFalse();
    assertThat(db.sql.run(text)).containsExactly("1|a", "2|b", "3|c");
    db.sql.all("DELETE FROM t");
    assertThat(db.sql.shape(text)).isEqualTo(db.sql.shape("SELECT id, name FROM t"));
  }

  @Test
  @DisplayName("trap 14: mirrors nothing of a row that DO NOTHING left alone")
  void doNothing() throws SQLException {
    db.write("INSERT INTO t (name, n) VALUES ('a', 1)");
    assertThat(db.write("INSERT INTO t (name, n) VALUES ('a', 2) ON CONFLICT DO NOTHING"))
        .isEqualTo("0");
    assertThat(db.write("INSERT INTO t (name) VALUES ('a'), ('b') ON CONFLICT (name) DO NOTHING"))
        .isEqualTo("1");
    assertThat(db.differences()).isEmpty();
    assertThat(db.v2()).hasSize(2);
  }

  @Test
  @DisplayName("trap 13: an upsert by another unique key is mirrored by v1's key")
  void doUpdate() throws SQLException {
    db.write("INSERT INTO t (name, n) VALUES ('a', 1)");
    String w1 =
        "INSERT INTO t AS x (name, n) VALUES (?, ?), ('b', 5)"
            + " ON CONFLICT (name) DO UPDATE SET n = x.n + EXCLUDED.n";
    assertThat(db.write(w1, "a", 10)).isEqualTo("2");
    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT full_name, n FROM t_v2 ORDER BY 1"))
        .containsExactly("a|11", "b|5");
  }

  @Test
  @DisplayName("trap 12: UPDATE ... FROM, a leading WITH and comments are embedded whole")
  void embedded() throws SQLException {
    db.write("INSERT INTO t (name, n) VALUES ('a', 1), ('b', 2), ('c', 3)");
    assertThat(
            db.write(
                "UPDATE t AS x SET n = s.n * 10 FROM (VALUES ('a', 4), ('b', 5)) AS s(name, n)"
                    + " WHERE s.name = x.name -- done; /*"))
        .isEqualTo("2");
    assertThat(
            db.write(
                "WITH c AS (SELECT name FROM t WHERE n = 3) UPDATE t SET n = ? FROM c"
                    + " WHERE c.name = t.name /* ? */",
                99))
        .isEqualTo("1");
    assertThat(db.write("WITH c AS (SELECT 'w' AS w) INSERT INTO t (name) SELECT w FROM c"))
        .isEqualTo("1");
    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT n FROM t_v2 ORDER BY id")).containsExactly("40", "50", "99", "7");
  }

  @Test
  @DisplayName("trap 5: copies what a BEFORE trigger made of the row")
  void beforeTrigger() throws SQLException {
    db.sql.all(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN IF NEW.n < 0 THEN RETURN NULL; END IF; NEW.n := NEW.n + 1000; RETURN NEW;"
            + " END$$",
        "CREATE TRIGGER b BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()");
    assertThat(db.write("INSERT INTO t (name, n) VALUES ('a', 1), ('b', -1)")).isEqualTo("1");
    assertThat(db.write("UPDATE t SET n = 2")).isEqualTo("1");
    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT n FROM t_v2")).containsExactly("1002");
  }

  @Test
  @DisplayName("trap 70: writes the row of an UPDATE that v2 did not have")
  void missingOnV2() throws SQLException {
    db.sql.all("INSERT INTO t (name) VALUES ('a'), ('b')");
    assertThat(db.write("UPDATE t SET n = 8 WHERE name = 'a'")).isEqualTo("1");
    assertThat(db.differences()).containsExactly("{\"id\":2}|missing|null");
  }

  @Test
  @DisplayName("writes nothing on v2 where W1 touched nothing")
  void zeroRows() throws SQLException {
    assertThat(db.write("UPDATE t SET n = 8 WHERE name = 'a'")).isEqualTo("0");
    assertThat(db.v2()).isEmpty();
  }

  @Test
  @DisplayName("trap 16: a key change on PostgreSQL 18 leaves no old row on v2")
  void keyChange() throws SQLException {
    PostgresWrites k =
        new PostgresWrites(
            WriteTables.table(Dialect.POSTGRESQL, "k", List.of("id"), "id integer", "v text"),
            "CREATE TABLE k (id int PRIMARY KEY, v text)",
            "CREATE TABLE k_v2 (id int PRIMARY KEY, v text)");
    try (k) {
      k.write("INSERT INTO k VALUES (1, 'a'), (2, 'b'), (9, 'z')");
      assertThat(k.rekey("UPDATE k SET id = id + 2 WHERE id > 1")).isEqualTo("2");
      assertThat(k.differences()).isEmpty();
      assertThat(k.rekey("UPDATE k SET id = -id")).isEqualTo("3");
      assertThat(k.differences()).isEmpty();
      String upsert =
          "INSERT INTO k AS x VALUES (-1, 'n'), (5, 'm') ON CONFLICT (id) DO UPDATE SET id = 77";
      assertThat(k.rekey(upsert)).isEqualTo("2");
      assertThat(k.differences()).isEmpty();
      assertThat(k.v2()).containsExactly("-11|z", "-4|b", "5|m", "77|a");
      Mirroring own = k.of("UPDATE k AS x SET id = 6 WHERE id = 5 RETURNING x.id", true, "id");
      assertThat(
              k.sql.run(
                  PostgresWrites.text(own, Mirroring.Half.COPY, new Mirroring.Answer.Returning())))
          .containsExactly("6");
      assertThat(k.differences()).isEmpty();
    }
  }

  @Test
  @DisplayName("trap 16: a key change before PostgreSQL 18 is refused with the reason")
  void keyChangeRefused() {
    Mapping old = WriteTables.mapping(Dialect.POSTGRESQL, 17, T);
    assertThatThrownBy(() -> PostgresMirroring.of(old, db.written("UPDATE t SET id = 2", true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PostgreSQL 18");
  }

  @Test
  @DisplayName("refuses an answer that the statement cannot give")
  void wrongAnswer() {
    Mirroring mirroring = db.of("UPDATE t SET n = 1", false);
    assertThatThrownBy(
            () ->
                PostgresWrites.text(
                    mirroring, Mirroring.Half.COPY, new Mirroring.Answer.Returning()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                PostgresWrites.text(
                    mirroring, Mirroring.Half.COPY, new Mirroring.Answer.Columns(List.of("loud"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("C5: the ledger's half notes the keys, touches no v2 and gives the same answer")
  void ledgerHalf() throws SQLException {
    Mirroring insert = db.of("INSERT INTO t (name) VALUES ('a'), ('b')", false);
    String text =
        PostgresWrites.text(
            insert, Mirroring.Half.LEDGER, new Mirroring.Answer.Columns(List.of("id")));
    assertThat(db.sql.run(text)).containsExactly("1", "2");
    assertThat(db.v2()).isEmpty();
    assertThat(db.ledger()).containsExactly("public.t|{\"id\":1}", "public.t|{\"id\":2}");
    assertThat(text).doesNotContain("t_v2");
    Mirroring delete = db.of("DELETE FROM t WHERE id = ?", false);
    assertThat(
            db.sql.run(
                PostgresWrites.text(delete, Mirroring.Half.LEDGER, new Mirroring.Answer.Count()),
                2))
        .containsExactly("1");
    assertThat(db.ledger()).hasSize(3).last().isEqualTo("public.t|{\"id\":2}");
  }
}
