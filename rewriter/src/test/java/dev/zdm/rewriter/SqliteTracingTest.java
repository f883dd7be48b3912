package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@DisplayName("A traced write on SQLite")
class SqliteTracingTest {
  private static final MappedTable PARENT =
      WriteTables.adding(
          WriteTables.unique(
              WriteTables.table(
                  Dialect.SQLITE,
                  "p",
                  List.of("id"),
                  "id INTEGER",
                  "u TEXT",
                  "a INTEGER",
                  "b INTEGER",
                  "r>rr BLOB"),
              List.of(
                  List.of(new MappedTable.UniqueColumn("u", "")),
                  List.of(
                      new MappedTable.UniqueColumn("a", ""),
                      new MappedTable.UniqueColumn("b", "")))),
          "loud",
          "TEXT",
          "upper({u})");
  private static final MappedTable CHILD =
      WriteTables.table(Dialect.SQLITE, "c", List.of("k", "n"), "k TEXT", "n INTEGER", "p INTEGER");

  @TempDir Path directory;
  private SqliteWrites db;

  @BeforeEach
  void open() throws SQLException {
    db =
        new SqliteWrites(
            directory,
            List.of(PARENT, CHILD),
            "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, u TEXT UNIQUE, a INTEGER, b"
                + " INTEGER, r BLOB DEFAULT (randomblob(8)), UNIQUE (a, b))",
            "CREATE TABLE p_v2 (id INTEGER PRIMARY KEY, u TEXT, a INTEGER, b INTEGER, rr BLOB, loud"
                + " TEXT)",
            "CREATE TABLE c (k TEXT NOT NULL, n INTEGER NOT NULL, p INTEGER REFERENCES p (id) ON"
                + " DELETE CASCADE ON UPDATE CASCADE, PRIMARY KEY (k, n)) WITHOUT ROWID",
            "CREATE TABLE c_v2 (k TEXT NOT NULL, n INTEGER NOT NULL, p INTEGER, PRIMARY KEY (k,"
                + " n))");
    db.write("INSERT INTO p (u, a, b) VALUES ('x', 1, 1), ('y', 2, 2), ('z', 3, 3)");
    db.write("INSERT INTO c VALUES ('k', 1, 1), ('k', 2, 1), ('o''\"ö\uD83D\uDE00', 3, 2)");
  }

  @AfterEach
  void close() throws SQLException {
    assertThat(db.differences()).isEmpty();
    db.close();
  }

  @Test
  @DisplayName("trap 1, 2, 4: gives both sides one key and one random default per row")
  void generated() throws SQLException {
    assertThat(db.sql.run("SELECT id, u, loud FROM p_v2"))
        .containsExactly("1|x|X", "2|y|Y", "3|z|Z");
    assertThat(db.sql.run("SELECT count(DISTINCT rr) FROM p_v2")).containsExactly("3");
  }

  @Test
  @DisplayName("trap 13: REPLACE by a second unique key removes the rows that it removed on v1")
  void replace() throws SQLException {
    List<String> touched = db.write("INSERT OR REPLACE INTO p (id, u, a, b) VALUES (9, 'x', 2, 2)");
    assertThat(touched.get(0)).contains("{\"id\":1}", "{\"id\":2}", "{\"id\":9}");
    assertThat(db.sql.run("SELECT id FROM p_v2 ORDER BY 1")).containsExactly("3", "9");
    assertThat(db.sql.run("SELECT count(*) FROM c_v2")).containsExactly("0");
    db.write("REPLACE INTO p (id, u) VALUES (9, 'z')");
    assertThat(db.sql.run("SELECT id, u FROM p_v2")).containsExactly("9|z");
  }

  @Test
  @DisplayName("UPDATE OR REPLACE removes the rows that stood in its way")
  void updateOrReplace() throws SQLException {
    db.write("UPDATE OR REPLACE p SET u = 'x' WHERE id = 3");
    assertThat(db.sql.run("SELECT id FROM p_v2 ORDER BY 1")).containsExactly("2", "3");
  }

  @Test
  @DisplayName("OR IGNORE, OR FAIL and DO NOTHING copy what stayed and nothing else")
  void ignored() throws SQLException {
    db.write("INSERT OR IGNORE INTO p (u) VALUES ('x'), ('new')");
    db.write("UPDATE OR IGNORE p SET u = 'x' WHERE id IN (2, 3)");
    db.write("INSERT INTO p (u) VALUES ('y') ON CONFLICT DO NOTHING");
    assertThat(db.sql.run("SELECT u FROM p_v2 ORDER BY id")).containsExactly("x", "y", "z", "new");
    db.sql.connection.setAutoCommit(false);
    assertThatThrownBy(() -> db.sql.run("INSERT OR FAIL INTO p (u) VALUES ('kept'), ('x')"))
        .isInstanceOf(SQLException.class);
    db.write("UPDATE p SET a = NULL WHERE u = 'nobody'");
    assertThat(db.sql.run("SELECT count(*) FROM p_v2 WHERE u = 'kept'")).containsExactly("1");
  }

  @Test
  @DisplayName("an UPSERT copies the row that it found")
  void upsert() throws SQLException {
    db.write(
        "INSERT INTO p (u, a) VALUES (?, 8) ON CONFLICT (u) DO UPDATE SET a = excluded.a", "y");
    assertThat(db.sql.run("SELECT a FROM p_v2 WHERE id = 2")).containsExactly("8");
  }

  @Test
  @DisplayName("trap 21: a cascade into a mapped child is traced, for DELETE and for a key change")
  void cascades() throws SQLException {
    List<String> touched = db.write("DELETE FROM p WHERE id = 1");
    assertThat(touched.get(1)).isEqualTo("[{\"k\":\"k\",\"n\":1},{\"k\":\"k\",\"n\":2}]");
    assertThat(db.sql.run("SELECT count(*) FROM c_v2")).containsExactly("1");
    assertThat(db.write("UPDATE p SET id = 9007199254740993 WHERE id = 2").get(0))
        .contains("{\"id\":2}", "{\"id\":9007199254740993}");
    assertThat(db.sql.run("SELECT p FROM c_v2")).containsExactly("9007199254740993");
  }

  @Test
  @DisplayName("quotes and unicode in a composite text key survive")
  void oddKeys() throws SQLException {
    db.write("UPDATE c SET k = k || '''\\n\"{}', n = n + 1 WHERE n = 3");
    db.write("INSERT INTO c VALUES ('', 0, NULL), ('7', 0, NULL), ('null', 0, NULL)");
    db.write("DELETE FROM c WHERE k = '7'");
    assertThat(db.sql.run("SELECT count(*) FROM c_v2")).containsExactly("5");
  }

  @Test
  @DisplayName(
      "trap 70: writes the row of an UPDATE that v2 did not have, and clears DELETE without WHERE")
  void missing() throws SQLException {
    db.sql.all("DELETE FROM p_v2 WHERE id = 2");
    db.write("UPDATE p SET a = 5 WHERE id = 2");
    assertThat(db.sql.run("SELECT count(*) FROM p_v2")).containsExactly("3");
    db.write("DELETE FROM p");
    assertThat(db.sql.run("SELECT count(*) FROM p_v2")).containsExactly("0");
  }

  @Test
  @DisplayName("trap 7: tracing alone leaves last_insert_rowid() and changes() describing v1")
  void counters() throws SQLException {
    db.sql.run("INSERT INTO p (u) VALUES ('one'), ('two')");
    assertThat(db.sql.run("SELECT last_insert_rowid(), changes()")).containsExactly("5|2");
    db.write("UPDATE p SET a = a");
  }

  @Test
  @DisplayName("forgetting empties the collection, and a rollback takes what was traced with it")
  void forget() throws SQLException {
    db.sql.connection.setAutoCommit(false);
    db.sql.run("UPDATE p SET a = 7 WHERE id = 1");
    String keys = db.tracing.copies().get(0).jsonAll();
    assertThat(db.sql.run(keys)).containsExactly("[{\"id\":1}]");
    db.sql.connection.rollback();
    assertThat(db.sql.run(keys)).containsExactly("[]");
  }
}
