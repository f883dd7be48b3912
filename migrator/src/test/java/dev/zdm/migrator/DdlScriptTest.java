package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A file of DDL")
class DdlScriptTest {

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("is cut at semicolons, not at those in literals, names and comments")
  void cutAtSemicolons(Dialect dialect) {
    String script =
        """
        -- first; a comment
        CREATE TABLE a (x text DEFAULT ';''; still');
        /* between; */
        CREATE TABLE "b;c" (y int) ;;
        -- nothing but a comment;
        """;

    assertThat(DdlScript.statements(script, dialect))
        .containsExactly(
            "-- first; a comment\nCREATE TABLE a (x text DEFAULT ';''; still')",
            "/* between; */\nCREATE TABLE \"b;c\" (y int)");
  }

  @Test
  @DisplayName("keeps a SQLite trigger whole, with a CASE in it, and what follows apart")
  void triggerBody() {
    String trigger =
        "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN x = 1 THEN 2"
            + " ELSE 3 END; SELECT 1; END";

    assertThat(DdlScript.statements(trigger + "; SELECT 2", Dialect.SQLITE))
        .containsExactly(trigger, "SELECT 2");
  }

  @Test
  @DisplayName("keeps a PostgreSQL function whole, whatever its dollar quote is called")
  void dollarQuotes() {
    String function =
        "CREATE FUNCTION f() RETURNS int AS $body$ BEGIN; $$ ; $$ RETURN 1; END $body$"
            + " LANGUAGE plpgsql";

    assertThat(DdlScript.statements(function + "; SELECT $1; SELECT 2", Dialect.POSTGRESQL))
        .containsExactly(function, "SELECT $1", "SELECT 2");
  }

  @Test
  @DisplayName("reads PostgreSQL's nested comments and backslashes in E literals")
  void nestedComments() {
    assertThat(
            DdlScript.statements(
                "SELECT 1 /* a /* b; */ c; */; SELECT E'\\';'; SELECT '\\'", Dialect.POSTGRESQL))
        .containsExactly("SELECT 1 /* a /* b; */ c; */", "SELECT E'\\';'", "SELECT '\\'");
  }

  @Test
  @DisplayName("that ends within a literal is one statement, for the database to refuse")
  void unfinished() {
    assertThat(DdlScript.statements("SELECT 'a; b", Dialect.SQLITE))
        .containsExactly("SELECT 'a; b");
  }
}
