package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A guard (traps 48, 49 and 50)")
@Tag("oldest-postgresql")
class GuardTest {

  private record Guarded(Engine engine, Connection raw, GuardSql sql, TableName v1, TableName v2)
      implements AutoCloseable {

    static Guarded of(Engine engine) throws SQLException {
      String tail = engine.newDatabase();
      engine.create(
          tail,
          "CREATE TABLE notes (id ID, body text)",
          "CREATE TABLE notes_v2 (id ID, body text)",
          "INSERT INTO notes (id, body) VALUES (1, 'a')",
          "INSERT INTO notes_v2 (id, body) VALUES (1, 'a')");
      String schema = engine.table("notes").schema();
      Connection raw = engine.raw(tail);
      Sql.run(raw, ControlSql.of(engine.dialect(), schema).create().toArray(String[]::new));
      return new Guarded(
          engine,
          raw,
          GuardSql.of(engine.dialect(), schema),
          engine.table("notes"),
          engine.table("notes_v2"));
    }

    void run(List<String> statements) throws SQLException {
      Sql.run(raw, statements.toArray(String[]::new));
    }

    void phase(String phase) throws SQLException {
      Sql.run(raw, "UPDATE zdm_control SET phase = '%s'".formatted(phase));
    }

    /** The same, by one that mirrors from v2 to v1. */
    void passing(String... statements) throws SQLException {
      raw.setAutoCommit(false);
      try {
        Sql.run(raw, sql.pass());
        Sql.run(raw, statements);
        Sql.run(raw, sql.passed());
        raw.commit();
      } finally {
        raw.rollback();
        raw.setAutoCommit(true);
      }
    }

    void refused(ThrowingCallable write, String words) {
      assertThatThrownBy(write)
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getMessage()).contains(GuardSql.WORDS).contains(words);
                if (engine == Engine.POSTGRESQL) {
                  assertThat(e.getSQLState()).isEqualTo(GuardSql.STATE);
                }
              });
    }

    @Override
    public void close() throws SQLException {
      raw.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("of v1 refuses every write of a native writer, and passes zdm's own")
  void follows(Engine engine) throws Exception {
    try (Guarded guarded = Guarded.of(engine)) {
      Connection raw = guarded.raw();
      guarded.phase("v2-primary");
      guarded.run(guarded.sql().follow(guarded.v1(), guarded.v2()));

      for (String write :
          List.of(
              "INSERT INTO notes (id, body) VALUES (2, 'b')",
              "INSERT INTO notes (id, body) VALUES (1, 'b') ON CONFLICT (id) DO UPDATE SET body = 'c'",
              "UPDATE notes SET body = 'b'",
              "DELETE FROM notes")) {
        guarded.refused(() -> Sql.run(raw, write), "notes_v2, which is primary");
      }
      assertThat(Sql.rows(raw, "SELECT * FROM notes")).containsExactly("1|a");

      guarded.passing("UPDATE notes SET body = 'd'", "INSERT INTO notes VALUES (2, 'e')");
      assertThat(Sql.rows(raw, "SELECT * FROM notes ORDER BY id")).containsExactly("1|d", "2|e");
      guarded.refused(() -> Sql.run(raw, "DELETE FROM notes"), "which is primary");

      guarded.run(guarded.sql().open(guarded.v1()));
      Sql.run(raw, "DELETE FROM notes");
      guarded.run(guarded.sql().follow(guarded.v1(), guarded.v2()));
      guarded.refused(() -> Sql.run(raw, "INSERT INTO notes VALUES (3, 'f')"), "is primary");
      guarded.run(guarded.sql().drop(guarded.v1()));
      guarded.run(guarded.sql().drop(guarded.v1()));
      Sql.run(raw, "INSERT INTO notes VALUES (3, 'f')");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("refuses TRUNCATE, COPY, OR IGNORE, OR REPLACE and whoever plays a replica")
  void otherForms(Engine engine) throws Exception {
    try (Guarded guarded = Guarded.of(engine)) {
      guarded.phase("v2-primary");
      guarded.run(guarded.sql().follow(guarded.v1(), guarded.v2()));
      List<String> writes =
          engine == Engine.POSTGRESQL
              ? List.of(
                  "TRUNCATE notes",
                  "COPY notes FROM PROGRAM 'echo 7'",
                  "SET session_replication_role = replica; DELETE FROM notes")
              : List.of(
                  "INSERT OR IGNORE INTO notes VALUES (7, 'x')",
                  "INSERT OR REPLACE INTO notes VALUES (1, 'x')",
                  "UPDATE OR IGNORE notes SET body = 'x'");
      for (String write : writes) {
        guarded.refused(() -> Sql.run(guarded.raw(), write), "is primary");
      }
      assertThat(Sql.rows(guarded.raw(), "SELECT * FROM notes")).containsExactly("1|a");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName(
      "after the way back refuses who still takes v2 for primary, and passes mirrored writes")
  void turnedBack(Engine engine) throws Exception {
    try (Guarded guarded = Guarded.of(engine)) {
      guarded.phase("mirror");
      guarded.run(guarded.sql().turnedBack(guarded.v1(), guarded.v2()));

      guarded.refused(
          () -> guarded.passing("UPDATE notes_v2 SET body = 'b'", "UPDATE notes SET body = 'b'"),
          engine == Engine.POSTGRESQL ? "notes is primary again" : "v2 is not primary any more");
      Sql.run(guarded.raw(), "UPDATE notes SET body = 'c'", "UPDATE notes_v2 SET body = 'c'");

      guarded.run(guarded.sql().drop(guarded.v2()));
      assertThat(Sql.rows(guarded.raw(), "SELECT * FROM notes_v2")).containsExactly("1|c");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("closes a table to everybody")
  void closes(Engine engine) throws Exception {
    try (Guarded guarded = Guarded.of(engine)) {
      guarded.phase("v2-primary");
      guarded.run(guarded.sql().follow(guarded.v1(), guarded.v2()));
      guarded.run(guarded.sql().close(guarded.v1(), "archived", "Write notes_v2"));

      guarded.refused(() -> guarded.passing("UPDATE notes SET body = 'b'"), "archived");
      assertThat(Sql.rows(guarded.raw(), guarded.sql().guards()))
          .containsExactly(guarded.v1().schema() + "|notes|nobody");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("refuses where the control table is empty or gone, rather than pass")
  void failsClosed(Engine engine) throws Exception {
    try (Guarded guarded = Guarded.of(engine)) {
      guarded.phase("v2-primary");
      guarded.run(guarded.sql().follow(guarded.v1(), guarded.v2()));
      Sql.run(guarded.raw(), "DELETE FROM zdm_control");

      guarded.refused(() -> Sql.run(guarded.raw(), "DELETE FROM notes"), "is primary");

      Sql.run(guarded.raw(), "DROP TABLE zdm_control");
      assertThatThrownBy(() -> Sql.run(guarded.raw(), "DELETE FROM notes"))
          .isInstanceOf(SQLException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  @DisplayName("is no trigger of the application's: the mapping is read as without it")
  void unseen(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(
        tail, "CREATE TABLE notes (id ID, body text)", "CREATE TABLE notes_v2 (id ID, body text)");
    try (Connection raw = engine.raw(tail)) {
      String schema = engine.table("notes").schema();
      Sql.run(raw, ControlSql.of(engine.dialect(), schema).create().toArray(String[]::new));
      GuardSql sql = GuardSql.of(engine.dialect(), schema);
      TableName v1 = engine.table("notes");
      TableName v2 = engine.table("notes_v2");
      for (List<String> texts : List.of(sql.turnedBack(v1, v2), sql.follow(v2, v1), sql.open(v2))) {
        Sql.run(raw, texts.toArray(String[]::new));
      }
      Sql.run(raw, sql.turnedBack(v1, v2).toArray(String[]::new));
    }
    try (Connection zdm =
        new dev.zdm.driver.ZdmDriver()
            .connect(
                "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror"), new java.util.Properties())) {
      assertThatCode(() -> Sql.run(zdm, "INSERT INTO notes (body) VALUES ('a')"))
          .doesNotThrowAnyException();
      assertThat(Sql.rows(zdm, "SELECT body FROM notes_v2")).containsExactly("a");
    }
  }
}
