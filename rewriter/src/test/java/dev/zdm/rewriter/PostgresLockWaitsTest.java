package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("database")
@DisplayName("C5, trap 44: the lock waits of v2's half on PostgreSQL")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresLockWaitsTest {
  /** A write, whether it changes keys, and the labels of its RETURNING list. */
  private record Write(String sql, boolean changesKey, String... returning) {
    @Override
    public String toString() {
      return sql;
    }
  }

  private static final MappedTable TABLE =
      WriteTables.table(
          Dialect.POSTGRESQL, "k", List.of("id"), "id integer", "v text", "u integer");

  private PostgresWrites db;

  @BeforeEach
  void open() throws SQLException {
    db =
        new PostgresWrites(
            TABLE,
            "CREATE TABLE k (id int PRIMARY KEY, v text, u int UNIQUE)",
            "CREATE TABLE k_v2 (id int PRIMARY KEY, v text, u int)",
            "INSERT INTO k VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
            "INSERT INTO k_v2 TABLE k",
            "CREATE TABLE seen (n int GENERATED ALWAYS AS IDENTITY, what text, timeout text)");
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  static Stream<Write> writes() {
    return Stream.of(
        new Write("INSERT INTO k VALUES (4, 'd', 4), (5, 'e', 5)", false),
        new Write("INSERT INTO k VALUES (4, 'd', 4), (5, 'e', 5) RETURNING v", false, "v"),
        new Write(
            "INSERT INTO k AS x VALUES (4, 'd', 4), (9, 'e', 1)"
                + " ON CONFLICT (u) DO UPDATE SET v = 'new'",
            false),
        new Write("UPDATE k SET v = v || 'x'", false),
        new Write("UPDATE k AS x SET v = 'x' WHERE u > 1 RETURNING *", false, "id", "v", "u"),
        new Write("UPDATE k SET id = id + 10", true),
        new Write("DELETE FROM k WHERE u > 1", false),
        new Write("DELETE FROM k RETURNING id", false, "id"));
  }

  /** Each row that is written says under which lock_timeout that was. */
  private void observe(String table, String when, String of) throws SQLException {
    db.sql.all(
        "CREATE FUNCTION %s_%s() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO seen(what, timeout) VALUES ('%s %s', current_setting('lock_timeout')); RETURN coalesce(NEW, OLD); END$$"
            .formatted(table, when, when, table),
        "CREATE TRIGGER %s_%s %s INSERT OR UPDATE OR DELETE ON %s FOR EACH %s EXECUTE FUNCTION %s_%s()"
            .formatted(table, when, when, table, of, table, when));
  }

  private Mirroring.Text text(Write write, Answer answer) {
    return db.of(write.sql, write.changesKey, write.returning)
        .text(Mirroring.Half.COPY, answer, db.limits);
  }

  private static Answer answer(Write write) {
    return write.returning.length > 0 ? new Answer.Returning() : new Answer.Count();
  }

  private List<String> run(Write write) throws SQLException {
    Mirroring.Text text = text(write, answer(write));
    return db.sql.answer(text.sql(), text.before());
  }

  @ParameterizedTest
  @MethodSource("writes")
  @DisplayName("are bounded and v1's are not: before each row and after the statement")
  void order(Write write) throws SQLException {
    db.sql.connection.setAutoCommit(false);
    db.sql.all("SET lock_timeout = '7s'");
    observe("k", "BEFORE", "ROW");
    observe("k", "AFTER", "ROW");
    observe("k_v2", "BEFORE", "ROW");

    run(write);

    assertThat(db.sql.run("SELECT DISTINCT timeout FROM seen WHERE what LIKE '% k'"))
        .containsExactly("7s");
    assertThat(db.sql.run("SELECT DISTINCT timeout FROM seen WHERE what LIKE '% k_v2'"))
        .containsExactly("50ms");
    assertThat(db.sql.run("SHOW lock_timeout")).containsExactly("7s");
    db.sql.connection.commit();
    assertThat(db.sql.run("SHOW lock_timeout")).containsExactly("7s");
    assertThat(db.differences()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("writes")
  @DisplayName("are bounded when v2 checks its foreign keys and runs its AFTER triggers")
  void checkedAtTheEnd(Write write) throws SQLException {
    db.sql.connection.setAutoCommit(false);
    db.sql.all("SET lock_timeout = '7s'");
    observe("k", "BEFORE", "ROW");
    observe("k_v2", "AFTER", "ROW");
    MappedTable checked = WriteTables.checked(TABLE);
    Mirroring mirroring =
        PostgresMirroring.of(
            WriteTables.mapping(Dialect.POSTGRESQL, 18, checked),
            db.written(checked, write.sql, write.changesKey, write.returning));
    Mirroring.Text text = mirroring.text(Mirroring.Half.COPY, answer(write), db.limits);

    db.sql.answer(text.sql(), text.before());

    assertThat(db.sql.run("SELECT DISTINCT timeout FROM seen WHERE what LIKE '% k'"))
        .containsExactly("7s");
    assertThat(db.sql.run("SELECT DISTINCT timeout FROM seen WHERE what LIKE '% k_v2'"))
        .containsExactly("50ms");
    assertThat(db.sql.run("SHOW lock_timeout")).containsExactly("7s");
    assertThat(db.differences()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("writes")
  @DisplayName("leave each form of answer as it is")
  void answers(Write write) throws SQLException {
    db.sql.connection.setAutoCommit(false);
    for (Answer answer :
        Stream.of(answer(write), new Answer.Columns(List.of("id", "v"))).toList()) {
      db.limits = CopyLimits.NONE;
      Mirroring.Text unbounded = text(write, answer);
      List<String> expected = db.sql.answer(unbounded.sql(), unbounded.before());
      db.sql.connection.rollback();
      db.limits = new CopyLimits(50, 10_000);
      Mirroring.Text bounded = text(write, answer);
      assertThat(db.sql.answer(bounded.sql(), bounded.before())).isEqualTo(expected).isNotEmpty();
      db.sql.connection.rollback();
    }
  }

  @Test
  @DisplayName("fail with 55P03 where v2's row or its whole table is held")
  void held() throws SQLException {
    try (Sql holder = new Sql(db.url)) {
      holder.connection.setAutoCommit(false);
      for (String hold :
          List.of(
              "SELECT 1 FROM k_v2 FOR UPDATE",
              "LOCK TABLE k_v2 IN SHARE MODE",
              "LOCK TABLE k_v2 IN ACCESS EXCLUSIVE MODE")) {
        holder.all(hold);
        for (Write write :
            List.of(
                new Write("UPDATE k SET v = 'x'", false),
                new Write("DELETE FROM k WHERE id = 2", false),
                new Write("UPDATE k SET id = id + 10", true))) {
          assertThatThrownBy(() -> run(write))
              .isInstanceOfSatisfying(
                  SQLException.class,
                  e -> assertThat(e.getSQLState()).as(hold + write).isEqualTo("55P03"));
        }
        holder.connection.rollback();
      }
    }
    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT v FROM k ORDER BY 1")).containsExactly("a", "b", "c");
  }

  @Test
  @DisplayName("trap 17: fewer rows on v2 than on v1 are v2's failure")
  void counts() throws SQLException {
    db.sql.all(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN IF NEW.v = 'none' THEN RETURN NULL; END IF; RETURN NEW; END$$",
        "CREATE TRIGGER b BEFORE INSERT OR UPDATE ON k_v2 FOR EACH ROW EXECUTE FUNCTION f()");
    for (CopyLimits limits : List.of(db.limits, CopyLimits.NONE)) {
      db.limits = limits;
      for (Write write :
          List.of(
              new Write("INSERT INTO k VALUES (7, 'none', 7), (8, 'h', 8)", false),
              new Write("UPDATE k SET v = 'none' WHERE id = 1 RETURNING id", false, "id"),
              new Write("UPDATE k SET v = 'none', id = 9 WHERE id = 1", true))) {
        assertThatThrownBy(() -> run(write)).hasMessageContaining("zdm: v2 took ");
      }
    }
    db.sql.all("INSERT INTO k VALUES (7, 'none', 7)");
    assertThatThrownBy(() -> db.sql.run(db.copier.upsert(), "[{\"id\":1},{\"id\":7}]"))
        .as("the row copier's, too")
        .hasMessageContaining("zdm: v2 took 1 of 2");
    db.sql.all("DELETE FROM k WHERE id = 7");
    assertThat(db.differences()).isEmpty();
    assertThat(db.sql.run("SELECT id FROM k ORDER BY 1")).containsExactly("1", "2", "3");
  }

  @Test
  @DisplayName("a string carries no more keys than its limit")
  void keys() throws SQLException {
    db.limits = new CopyLimits(50, 2);
    Write write = new Write("DELETE FROM k", false);
    assertThatThrownBy(() -> run(write)).hasMessageContaining("zdm: too many keys: 3");
    db.limits = new CopyLimits(50, 3);
    assertThat(run(write)).containsExactly("3");
    assertThat(db.v2()).isEmpty();
  }

  @Test
  @DisplayName("a table that is all key is mirrored within the same limits")
  void allKey() throws SQLException {
    MappedTable table =
        WriteTables.table(Dialect.POSTGRESQL, "l", List.of("a", "b"), "a int", "b int");
    try (PostgresWrites l =
        new PostgresWrites(
            table,
            "CREATE TABLE l (a int, b int, PRIMARY KEY (a, b))",
            "CREATE TABLE l_v2 (a int, b int, PRIMARY KEY (a, b))",
            "INSERT INTO l_v2 VALUES (1, 1)")) {
      assertThat(l.write("INSERT INTO l VALUES (1, 1), (1, 2)")).isEqualTo("2");
      assertThat(l.write("DELETE FROM l WHERE b = 2")).isEqualTo("1");
      assertThat(l.differences()).isEmpty();
    }
  }
}
