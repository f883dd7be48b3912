package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("traps.md section 10, on SQLite:")
@Timeout(120)
class SqliteLinesTest {
  private static final String COUNTERS = "SELECT last_insert_rowid(), changes()";

  @TempDir Path folder = Path.of("");

  private MirroredDatabase items() throws SQLException {
    return MirroredDatabase.sqlite(
        folder,
        "CREATE TABLE items (id INTEGER PRIMARY KEY, st text UNIQUE, n int)",
        "CREATE TABLE items_v2 (id INTEGER PRIMARY KEY, st text, n int CHECK (n < 1000))");
  }

  @Test
  @DisplayName("nothing is read before the first write, which would fail with BUSY_SNAPSHOT")
  void busySnapshot() throws Exception {
    MirroredDatabase database = items();
    try (Connection one = database.zdm();
        Connection two = database.zdm()) {
      one.setAutoCommit(false);
      for (int i = 1; i <= 3; i++) {
        MirroredDatabase.run(one, "SELECT 1"); // names no table: takes no snapshot
        MirroredDatabase.update(two, "INSERT INTO items VALUES (%d, 'two %d', 0)".formatted(i, i));
        assertThat(MirroredDatabase.update(one, "UPDATE items SET n = n + 1")).isEqualTo(i);
        one.commit();
      }
      MirroredDatabase.run(two, "BEGIN");
      MirroredDatabase.update(one, "INSERT INTO items VALUES (9, 'nine', 0)");
      one.commit();
      assertThat(MirroredDatabase.update(two, "DELETE FROM items WHERE id = 9")).isEqualTo(1);
      MirroredDatabase.run(two, "COMMIT");
    }
    database.assertEqual();
  }

  @Test
  @DisplayName("v2's ON CONFLICT ROLLBACK would end the transaction, and is refused at connect")
  void onConflictRollback() throws Exception {
    MirroredDatabase database =
        MirroredDatabase.sqlite(
            folder,
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n int)",
            "CREATE TABLE t_v2 (id INTEGER PRIMARY KEY, n int UNIQUE ON CONFLICT ROLLBACK)");
    assertThatThrownBy(database::zdm).hasMessageContaining("ON CONFLICT ROLLBACK");
  }

  @Test
  @DisplayName("trap 15: RETURNING rows that nobody reads do not keep the write from v2")
  void unreadReturning() throws Exception {
    MirroredDatabase database = items();
    try (Connection zdm = database.zdm();
        Statement statement = zdm.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "INSERT INTO items VALUES (1, 'a', 1), (2, 'b', 2) RETURNING id")) {
        assertThat(rows.next()).isTrue(); // and no further
      }
      MirroredDatabase.update(zdm, "INSERT INTO items VALUES (3, 'c', 3)");
    }
    database.assertEqual();
  }

  @Test
  @DisplayName("last_insert_rowid() and changes() describe v1, also where v2 refused")
  void counters() throws Exception {
    MirroredDatabase database = items();
    String[] writes = {
      "INSERT INTO items VALUES (41, 'a', 1), (42, 'b', 2)",
      "UPDATE items SET n = n + 1",
      "INSERT INTO items(st, n) VALUES ('c', 5000)", // v2 refuses it
      "INSERT OR REPLACE INTO items(st, n) VALUES ('a', 7)",
      "DELETE FROM items WHERE id < 45 AND n < 10",
      "UPDATE items SET n = 1 WHERE id = -1",
    };
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + folder + "/raw.db");
        Connection zdm = database.zdm()) {
      MirroredDatabase.run(
          raw, "CREATE TABLE items (id INTEGER PRIMARY KEY, st text UNIQUE, n int)");
      for (boolean autoCommit : new boolean[] {true, false}) {
        raw.setAutoCommit(autoCommit);
        zdm.setAutoCommit(autoCommit);
        for (String write : writes) {
          assertThat(MirroredDatabase.update(zdm, write))
              .as(write)
              .isEqualTo(MirroredDatabase.update(raw, write));
          assertThat(MirroredDatabase.rows(zdm, COUNTERS))
              .as(write)
              .isEqualTo(MirroredDatabase.rows(raw, COUNTERS));
        }
        MirroredDatabase.update(raw, "DELETE FROM items");
        MirroredDatabase.update(zdm, "DELETE FROM items");
      }
      zdm.commit();
    }
    database.assertConverges();
  }

  @Test
  @DisplayName("names in single quotes are tables, and UPDATE ... LIMIT is mirrored by row")
  void namesAndLimit() throws Exception {
    MirroredDatabase database = items();
    try (Connection zdm = database.zdm()) {
      MirroredDatabase.update(
          zdm, "INSERT INTO 'items' VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
      MirroredDatabase.update(zdm, "UPDATE 'items' SET n = n + 10");
      assertThat(MirroredDatabase.update(zdm, "UPDATE items SET n = 0 ORDER BY id DESC LIMIT 1"))
          .isEqualTo(1);
      assertThat(MirroredDatabase.update(zdm, "DELETE FROM \"items\" ORDER BY n LIMIT 1"))
          .isEqualTo(1);
      MirroredDatabase.update(zdm, "DELETE FROM [items] WHERE id = 1");
    }
    assertThat(database.rows("SELECT id, n FROM items")).containsExactly("2|12");
    database.assertEqual();
  }

  @Test
  @DisplayName("the statement's OR clause does not reach v2")
  void orClauses() throws Exception {
    MirroredDatabase database =
        MirroredDatabase.sqlite(
            folder,
            "CREATE TABLE items (id INTEGER PRIMARY KEY, st text UNIQUE, n int)",
            "CREATE TABLE items_v2 (id INTEGER PRIMARY KEY, st text, n int, UNIQUE (n))");
    try (Connection zdm = database.zdm()) {
      MirroredDatabase.update(zdm, "INSERT INTO items VALUES (1, 'a', 1)");
      zdm.setAutoCommit(false);
      // n = 1 is taken on v2, not on v1
      assertThat(MirroredDatabase.update(zdm, "INSERT OR IGNORE INTO items VALUES (2, 'b', 1)"))
          .isEqualTo(1);
      assertThat(MirroredDatabase.update(zdm, "INSERT OR REPLACE INTO items VALUES (3, 'c', 1)"))
          .isEqualTo(1);
      assertThat(MirroredDatabase.update(zdm, "INSERT INTO items VALUES (5, 'e', 5)")).isEqualTo(1);
      assertThat(MirroredDatabase.update(zdm, "INSERT OR ROLLBACK INTO items VALUES (4, 'd', 1)"))
          .isEqualTo(1);
      zdm.commit();
      zdm.setAutoCommit(true);
      // OR FAIL keeps what it had done before it failed
      assertThatThrownBy(
              () ->
                  MirroredDatabase.update(
                      zdm, "INSERT OR FAIL INTO items VALUES (6, 'f', 6), (7, 'a', 7)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(database.rows("SELECT id FROM items ORDER BY id"))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(database.rows("SELECT id, n FROM items_v2 ORDER BY id"))
        .containsExactly("1|1", "5|5", "6|6");
    database.run("UPDATE items SET n = id * 10");
    database.run(
        "INSERT INTO zdm_ledger(table_name, row_key, reason) SELECT 'main.items',"
            + " json_object('id', id), 'test' FROM items");
    database.assertConverges();
  }

  @Test
  @DisplayName("trap 13: REPLACE removes two rows of v1, and both of v2")
  void replace() throws Exception {
    MirroredDatabase database = items();
    try (Connection zdm = database.zdm()) {
      MirroredDatabase.update(
          zdm, "INSERT INTO items VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)");
      MirroredDatabase.update(zdm, "REPLACE INTO items VALUES (1, 'b', 9)");
      MirroredDatabase.update(zdm, "UPDATE OR REPLACE items SET st = 'b' WHERE id = 3");
    }
    assertThat(database.rows("SELECT id, st FROM items")).containsExactly("3|b");
    database.assertEqual();
  }

  @Test
  @DisplayName("attached WAL files do not commit together: v2 in one is refused, v1 is main's own")
  void attachedFiles() throws Exception {
    MirroredDatabase database = items();
    String attach = "ATTACH '" + folder.resolve("attached.db") + "' AS far";
    try (Connection raw = database.raw()) {
      MirroredDatabase.run(raw, attach, "PRAGMA far.journal_mode = WAL");
      MirroredDatabase.run(raw, "CREATE TABLE far.items (id INTEGER PRIMARY KEY, st text, n int)");
      MirroredDatabase.run(raw, "CREATE TABLE far.songs_v2 (id INTEGER PRIMARY KEY)");
      MirroredDatabase.run(raw, "CREATE TABLE songs (id INTEGER PRIMARY KEY)");
    }
    try (Connection zdm = database.zdm()) {
      MirroredDatabase.run(zdm, attach);
      assertThat(MirroredDatabase.update(zdm, "INSERT INTO far.items VALUES (1, 'far', 1)"))
          .isEqualTo(1);
      MirroredDatabase.update(zdm, "INSERT INTO items VALUES (2, 'near', 2)");
      MirroredDatabase.update(zdm, "UPDATE far.items SET n = 3");
      assertThat(MirroredDatabase.rows(zdm, "SELECT id, n FROM far.items")).containsExactly("1|3");
    }
    assertThat(database.rows("SELECT id, n FROM items_v2")).containsExactly("2|2");
    database.assertEqual();

    Path mapping = folder.resolve("far.yaml");
    Files.writeString(mapping, "tables: { songs: { to: far.songs_v2 } }");
    assertThatThrownBy(() -> database.zdm("zdm.mapping=" + mapping))
        .hasMessageContaining("far.songs_v2");
  }
}
