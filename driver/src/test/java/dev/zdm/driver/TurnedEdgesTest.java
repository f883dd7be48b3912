package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Reader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oldest-postgresql")
@DisplayName("C3, where v2 answers, at the edges:")
class TurnedEdgesTest {
  private static Twins twins(Engine engine) throws SQLException {
    String key = engine == Engine.SQLITE ? "INTEGER PRIMARY KEY" : "int PRIMARY KEY";
    return Twins.of(
        engine,
        "CREATE TABLE notes (id " + key + ", body text)",
        "CREATE TABLE notes_v2 (id " + key + ", body text)",
        "INSERT INTO notes VALUES (1, 'a')",
        "INSERT INTO notes_v2 VALUES (1, 'a')",
        "CREATE VIEW seen_first AS SELECT id, body FROM notes",
        "CREATE VIEW seen AS SELECT id, body FROM seen_first",
        "CREATE TABLE other (id int, body text)");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("in complete nothing reads v1 behind a view")
  void views(Engine engine) throws SQLException {
    try (Connection zdm = twins(engine).zdm("zdm.phase=complete")) {
      for (String sql :
          List.of(
              "SELECT body FROM seen",
              "SELECT n.body FROM notes AS n JOIN seen AS s ON s.id = n.id",
              "INSERT INTO other SELECT id, body FROM seen",
              "UPDATE notes SET body = (SELECT max(body) FROM seen) WHERE id = 1")) {
        assertThatThrownBy(() -> Sql.run(zdm, sql))
            .as(sql)
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
      String spelt =
          engine == Engine.SQLITE ? "SELECT body FROM 'seen'" : "SELECT body FROM U&\"seen\"";
      assertThatThrownBy(() -> Sql.rows(zdm, spelt))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      Sql.run(zdm, "INSERT INTO other VALUES (1, 'x')");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("in v2-primary v1 answers behind a view as long as it owes nothing")
  void viewsOfOwing(Engine engine) throws SQLException {
    Twins twins = twins(engine);
    try (Connection behind = twins.behind();
        Connection zdm = twins.zdm("zdm.phase=v2-primary&zdm.relay=off")) {
      Sql.run(zdm, "UPDATE notes SET body = 'b' WHERE id = 1");
      assertThat(Sql.rows(zdm, "SELECT body FROM seen")).containsExactly("b");
      Sql.run(behind, "CREATE UNIQUE INDEX one_body ON notes (body)");
      Sql.run(zdm, "INSERT INTO notes VALUES (2, 'b')"); // which v1 refuses
      assertThat(Sql.rows(behind, "SELECT count(*) FROM zdm_ledger")).containsExactly("1");
      assertThatThrownBy(() -> Sql.rows(zdm, "SELECT body FROM seen"))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror", "v2-primary"})
  @DisplayName("a name of three parts is the table's, on PostgreSQL")
  void threeParts(String phase) throws SQLException {
    Twins twins = twins(Engine.POSTGRESQL);
    try (Connection behind = twins.behind();
        Connection zdm = twins.zdm("zdm.phase=" + phase)) {
      String name = Sql.rows(behind, "SELECT current_database()").get(0);
      String table = "\"" + name + "\".public.notes";
      Sql.run(
          zdm,
          "UPDATE " + table + " SET body = 'c' WHERE id = 1",
          "INSERT INTO " + table + " VALUES (5, 'e')");
      assertThat(Sql.rows(behind, "SELECT * FROM notes ORDER BY id")).containsExactly("1|c", "5|e");
      assertThat(Sql.rows(behind, "SELECT * FROM notes_v2 ORDER BY id"))
          .containsExactly("1|c", "5|e");
    }
  }

  @Test
  @DisplayName("what may write v1 may do so for zdm's own statement alone, on PostgreSQL")
  void pass() throws SQLException {
    try (Connection zdm = twins(Engine.POSTGRESQL).zdm("zdm.phase=v2-primary")) {
      zdm.setAutoCommit(false);
      Sql.run(
          zdm,
          "UPDATE notes SET body = 'd' WHERE id = 1",
          "DELETE FROM notes WHERE id = 1",
          "INSERT INTO notes VALUES (3, 'f')");
      assertThat(Sql.rows(zdm, "SELECT current_setting('zdm.primary', true)")).containsExactly("");
      zdm.rollback();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE, mirror",
    "SQLITE, v2-primary",
    "POSTGRESQL, mirror",
    "POSTGRESQL, v2-primary"
  })
  @DisplayName("an application's reader that fails leaves no transaction open, in each phase")
  void failingReader(Engine engine, String phase) throws SQLException {
    Reader failing =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) {
            throw new IllegalStateException("the application's");
          }

          @Override
          public void close() {}
        };
    Twins twins = twins(engine);
    try (Connection behind = twins.behind();
        Connection zdm = twins.zdm("zdm.phase=" + phase);
        PreparedStatement insert = zdm.prepareStatement("INSERT INTO notes VALUES (7, ?)")) {
      assertThatThrownBy(
              () -> {
                insert.setCharacterStream(1, failing, 3);
                insert.executeUpdate();
              })
          .isInstanceOf(Exception.class);
      Sql.run(behind, "INSERT INTO other VALUES (7, 'not locked out')");
      Sql.run(zdm, "INSERT INTO notes VALUES (8, 'h')");
      assertThat(Sql.rows(behind, "SELECT id FROM notes ORDER BY id")).containsExactly("1", "8");
      assertThat(Sql.rows(behind, "SELECT id FROM notes_v2 ORDER BY id")).containsExactly("1", "8");
    }
  }

  @Test
  @DisplayName("generated keys of a column that is not there are refused, on PostgreSQL")
  void unknownKey() throws SQLException {
    try (Connection zdm = twins(Engine.POSTGRESQL).zdm("zdm.phase=v2-primary");
        Statement statement = zdm.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("INSERT INTO notes VALUES (4, 'g')", new String[] {"no"}))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"));
      assertThat(Sql.rows(zdm, "SELECT count(*) FROM notes")).containsExactly("1");
    }
  }
}
