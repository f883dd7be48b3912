package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Keys traced on SQLite")
class SqliteKeysTest {
  private static final String LEDGER = "SELECT * FROM zdm_ledger";

  private String tail;

  private Connection open(String... ddl) throws SQLException {
    tail = Engine.SQLITE.newDatabase();
    Engine.SQLITE.create(tail, ddl);
    return DriverManager.getConnection(
        "jdbc:zdm:" + Engine.SQLITE.with(tail, "zdm.phase=mirror&foreign_keys=true"));
  }

  private List<String> stored(String query) throws SQLException {
    try (Connection other = Engine.SQLITE.raw(tail)) {
      return Sql.rows(other, query);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "id INTEGER PRIMARY KEY, v int | id INTEGER PRIMARY KEY, v int | 1;2;9007199254740993",
        "id text PRIMARY KEY NOT NULL, v int | id text PRIMARY KEY NOT NULL, v int | '1';'';'ö''\"{}'",
        "id text COLLATE NOCASE NOT NULL PRIMARY KEY, v int | id text COLLATE NOCASE NOT NULL PRIMARY"
            + " KEY, v int | 'a';'B';'c'",
        "id NOT NULL PRIMARY KEY, v int | id NOT NULL PRIMARY KEY, v int | 1;'1';1.5",
        "id real NOT NULL PRIMARY KEY, v int | id real NOT NULL PRIMARY KEY, v int | 1;0.1;1e300",
        "id text NOT NULL PRIMARY KEY, v int) without rowid; -- | id text NOT NULL PRIMARY KEY, v"
            + " int) without rowid; -- | 'a';'b';'c'",
        "v int, id integer NOT NULL UNIQUE, rowid_alias INTEGER PRIMARY KEY | v int, id integer NOT"
            + " NULL UNIQUE, rowid_alias INTEGER PRIMARY KEY | 7;8;9",
      })
  @DisplayName("of every type and kind of table find v2's row, one at a time and together")
  void kinds(String v1, String v2, String keys) throws SQLException {
    String[] id = keys.split(";");
    try (Connection c = open("CREATE TABLE t(" + v1 + ")", "CREATE TABLE t_v2(" + v2 + ")")) {
      List<String> texts = new ArrayList<>();
      texts.add("INSERT INTO t(id, v) VALUES (" + id[0] + ", 1)");
      texts.add("INSERT INTO t(id, v) VALUES (" + id[1] + ", 1), (" + id[2] + ", 1)");
      texts.add("UPDATE t SET v = 2 WHERE id = " + id[2]);
      texts.add("UPDATE t SET v = v + 1");
      texts.add("DELETE FROM t WHERE id = " + id[1]);
      texts.add("UPDATE t SET id = " + id[1] + " WHERE id = " + id[2]);
      texts.add("INSERT OR REPLACE INTO t(id, v) VALUES (" + id[1] + ", 5)");
      texts.add("UPDATE OR REPLACE t SET id = " + id[0] + " WHERE id = " + id[1]);
      for (String text : texts) {
        Sql.run(c, text);
        assertThat(stored("SELECT typeof(id), id, v FROM t_v2 ORDER BY id"))
            .as(text)
            .isNotEmpty()
            .isEqualTo(stored("SELECT typeof(id), id, v FROM t ORDER BY id"));
      }
      Sql.run(c, "DELETE FROM t");
      assertThat(stored("SELECT * FROM t_v2")).isEmpty();
      assertThat(stored(LEDGER)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFF", "ON"})
  @DisplayName("are those of the rows that REPLACE removes, with and without recursive triggers")
  void recursiveTriggers(String recursive) throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a UNIQUE, b UNIQUE)",
            "CREATE TABLE t_v2(id INTEGER PRIMARY KEY, a, b)")) {
      Sql.run(
          c,
          "PRAGMA recursive_triggers = " + recursive,
          "INSERT INTO t VALUES (1, 'a', 'b'), (2, 'c', 'd'), (3, 'e', 'f')",
          "REPLACE INTO t VALUES (4, 'a', 'd')",
          "UPDATE OR REPLACE t SET a = 'a' WHERE id = 3");
      assertThat(stored("SELECT * FROM t_v2")).containsExactly("3|a|f");
      assertThat(stored("SELECT * FROM t")).containsExactly("3|a|f");
      assertThat(stored(LEDGER)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DEFERRABLE INITIALLY DEFERRED"})
  @DisplayName("trap 21: are those of children to which a parent's deletion or new key cascades")
  void cascades(String deferrable) throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE artists(id INTEGER PRIMARY KEY)",
            "CREATE TABLE t(artist int REFERENCES artists(id) ON DELETE CASCADE ON UPDATE CASCADE "
                + deferrable
                + ", n int NOT NULL, PRIMARY KEY (artist, n)) without rowid",
            "CREATE TABLE t_v2(artist int NOT NULL, n int NOT NULL, PRIMARY KEY (artist, n))")) {
      Sql.run(
          c,
          "INSERT INTO artists VALUES (1), (2)",
          "INSERT INTO t VALUES (1, 1), (1, 2), (2, 1)",
          "UPDATE artists SET id = 10 WHERE id = 1");
      assertThat(stored("SELECT * FROM t_v2 ORDER BY 1, 2")).containsExactly("2|1", "10|1", "10|2");
      Sql.run(c, "DELETE FROM artists WHERE id = 10");
      assertThat(stored("SELECT * FROM t_v2")).containsExactly("2|1");
      c.setAutoCommit(false);
      Sql.run(c, "PRAGMA defer_foreign_keys = ON", "INSERT INTO t VALUES (3, 3)");
      Sql.run(c, "INSERT INTO artists VALUES (3)");
      c.commit();
      assertThat(stored("SELECT * FROM t_v2 ORDER BY 1")).containsExactly("2|1", "3|3");
      assertThat(stored(LEDGER)).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "C2: a foreign key that is checked at the end fails as without zdm, and leaves nothing")
  void deferredFailure() throws SQLException {
    String[] ddl = {
      "CREATE TABLE artists(id INTEGER PRIMARY KEY)",
      "CREATE TABLE t(id INTEGER PRIMARY KEY, artist int REFERENCES artists(id) DEFERRABLE"
          + " INITIALLY DEFERRED)",
      "CREATE TABLE t_v2(id INTEGER PRIMARY KEY, artist int)"
    };
    String twin = Engine.SQLITE.with(Engine.SQLITE.newDatabase(), "foreign_keys=true");
    Engine.SQLITE.create(twin, ddl);
    try (Connection c = open(ddl);
        Connection raw = Engine.SQLITE.raw(twin)) {
      assertThat(failure(c)).isEqualTo(failure(raw));
      Sql.run(c, "INSERT INTO t VALUES (2, NULL)");
    }
    assertThat(stored("SELECT id FROM t")).containsExactly("2");
    assertThat(stored("SELECT id FROM t_v2")).containsExactly("2");
  }

  private static String failure(Connection c) {
    try {
      Sql.run(c, "INSERT INTO t VALUES (1, 99)");
      return "none";
    } catch (SQLException e) {
      return e.getClass() + " " + e.getErrorCode() + " " + e.getMessage();
    }
  }

  @Test
  @DisplayName("of several tables are all copied, whatever the widths of their keys")
  void severalTables() throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE a(id INTEGER PRIMARY KEY, v int)",
            "CREATE TABLE a_v2(id INTEGER PRIMARY KEY, v int)",
            "CREATE TABLE b(k text NOT NULL, n int NOT NULL, v int, PRIMARY KEY (k, n))",
            "CREATE TABLE b_v2(k text NOT NULL, n int NOT NULL, v int, PRIMARY KEY (k, n))",
            "CREATE TRIGGER both AFTER UPDATE ON a BEGIN UPDATE b SET v = NEW.v; END")) {
      Sql.run(
          c,
          "INSERT INTO b VALUES ('x', 1, 0)",
          "INSERT INTO a VALUES (1, 0)",
          "UPDATE a SET v = 5",
          "INSERT INTO b VALUES ('x', 2, 0), ('y', 2, 0)",
          "UPDATE a SET v = 6",
          "UPDATE b SET n = n + 1 WHERE k = 'y'");
      assertThat(stored("SELECT * FROM a_v2")).containsExactly("1|6");
      assertThat(stored("SELECT * FROM b_v2 ORDER BY k, n"))
          .containsExactly("x|1|6", "x|2|6", "y|3|6");
      assertThat(stored(LEDGER)).isEmpty();
    }
  }
}
