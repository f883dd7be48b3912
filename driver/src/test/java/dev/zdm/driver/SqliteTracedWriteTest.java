package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A traced write on SQLite")
class SqliteTracedWriteTest {
  private static final String SONGS =
      "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)";
  private static final String SONGS_V2 =
      "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int)";
  private static final String COUNTERS = "SELECT last_insert_rowid(), changes()";

  private String tail;
  private Connection zdm;
  private Connection raw;

  /** The same tables on the raw driver and behind zdm. */
  private void open(String parameters, String... ddl) throws SQLException {
    tail = Engine.SQLITE.newDatabase();
    String twin = Engine.SQLITE.newDatabase();
    Engine.SQLITE.create(tail, ddl);
    Engine.SQLITE.create(twin, ddl);
    raw = Engine.SQLITE.raw(twin);
    zdm =
        DriverManager.getConnection(
            "jdbc:zdm:" + Engine.SQLITE.with(tail, "zdm.phase=mirror" + parameters));
  }

  @AfterEach
  void close() throws SQLException {
    zdm.close();
    raw.close();
  }

  private List<String> stored(String query) throws SQLException {
    try (Connection other = Engine.SQLITE.raw(tail)) {
      return Sql.rows(other, query);
    }
  }

  private void assertMirrored(String columns) throws SQLException {
    String order = " ORDER BY " + columns;
    List<String> v1 = stored("SELECT " + columns + " FROM songs" + order);
    assertThat(v1).isEqualTo(Sql.rows(raw, "SELECT " + columns + " FROM songs" + order));
    assertThat(stored("SELECT " + columns + " FROM songs_v2" + order)).isEqualTo(v1);
    assertThat(stored("SELECT * FROM zdm_ledger")).isEmpty();
  }

  private void both(String... texts) throws SQLException {
    for (String text : texts) {
      assertThat(update(zdm, text)).as(text).isEqualTo(update(raw, text));
      assertThat(Sql.rows(zdm, COUNTERS)).as(text).isEqualTo(Sql.rows(raw, COUNTERS));
    }
  }

  private static String update(Connection c, String text) throws SQLException {
    try (Statement s = c.createStatement();
        PreparedStatement p = c.prepareStatement("SELECT changes()")) {
      String count;
      try {
        count = String.valueOf(s.executeUpdate(text));
      } catch (SQLException e) {
        count = e.getClass() + e.getMessage();
      }
      return count + " " + Sql.rows(p.executeQuery());
    }
  }

  @Test
  @DisplayName("trap 7: leaves last_insert_rowid() and changes() describing v1, whatever it wrote")
  void counters() throws SQLException {
    // v2 has rowids of its own
    open("", SONGS, SONGS_V2);
    Sql.run(zdm, "INSERT INTO songs(id, title) VALUES (500, 'first')");
    Sql.run(raw, "INSERT INTO songs(id, title) VALUES (500, 'first')");
    both(
        "INSERT INTO songs(title) VALUES ('a')",
        "INSERT INTO songs(title) VALUES ('b'), ('c'), ('d')",
        "UPDATE songs SET plays = plays + 1",
        "UPDATE songs SET plays = 7 WHERE title = 'a'",
        "UPDATE songs SET id = id + 1000 WHERE title IN ('a', 'b')",
        "INSERT OR REPLACE INTO songs(title, plays) VALUES ('a', 9)",
        "INSERT OR IGNORE INTO songs(title) VALUES ('a'), ('e')",
        "INSERT INTO songs(title) VALUES ('a') ON CONFLICT (title) DO UPDATE SET plays = 11",
        "INSERT INTO songs(title) VALUES ('a')",
        "DELETE FROM songs WHERE title = 'c'",
        "DELETE FROM songs WHERE title = 'nobody'",
        "UPDATE songs SET plays = 1 WHERE title = 'nobody'",
        "DELETE FROM songs");
    assertMirrored("id, title, plays");
  }

  @Test
  @DisplayName("forgets its notes: a connection does not grow with what it wrote")
  void forgets() throws SQLException {
    open("", SONGS, SONGS_V2);
    for (int i = 0; i < 5; i++) {
      Sql.run(zdm, "INSERT INTO songs(title) VALUES ('t" + i + "')");
    }
    Sql.run(zdm, "UPDATE songs SET plays = 3");
    for (String table : Sql.rows(zdm, "SELECT name FROM temp.sqlite_master WHERE type = 'table'")) {
      assertThat(Sql.rows(zdm, "SELECT count(*) FROM temp." + table))
          .as(table)
          .containsExactly("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEFORE INSERT", "BEFORE UPDATE", "BEFORE DELETE"})
  @DisplayName("trap 17: takes rows that v2 skips in silence for a failure of v2's")
  void skipped(String event) throws SQLException {
    open("", SONGS, SONGS_V2);
    Sql.run(zdm, "INSERT INTO songs(id, title) VALUES (1, 'a'), (2, 'b'), (6, 'f')");
    Sql.run(
        zdm,
        "CREATE TRIGGER skips "
            + event
            + " ON songs_v2 WHEN "
            + (event.endsWith("INSERT") ? "NEW" : "OLD")
            + ".id % 2 = 0 BEGIN SELECT RAISE(IGNORE); END");
    String one =
        switch (event) {
          case "BEFORE INSERT" -> "INSERT INTO songs(id, title) VALUES (4, 'd')";
          case "BEFORE UPDATE" -> "UPDATE songs SET plays = 4 WHERE id = 2";
          default -> "DELETE FROM songs WHERE id = 2";
        };
    Sql.run(zdm, one);
    assertThat(stored("SELECT row_key, reason FROM zdm_ledger"))
        .containsExactly("{\"id\":" + (event.endsWith("INSERT") ? 4 : 2) + "}|SQLState 27000");
    String several =
        switch (event) {
          case "BEFORE INSERT" -> "INSERT INTO songs(id, title) VALUES (7, 'g'), (8, 'h')";
          case "BEFORE UPDATE" -> "UPDATE songs SET plays = 5";
          default -> "DELETE FROM songs";
        };
    Sql.run(zdm, several);
    assertThat(stored("SELECT count(*) > 1 FROM zdm_ledger")).containsExactly("1");
    assertThat(
            stored(
                "SELECT coalesce(s.id, t.id) FROM songs s FULL JOIN songs_v2 t ON s.id = t.id"
                    + " WHERE (s.id IS NULL OR t.id IS NULL OR s.plays <> t.plays) AND"
                    + " '{\"id\":' || coalesce(s.id, t.id) || '}' NOT IN"
                    + " (SELECT row_key FROM zdm_ledger)"))
        .as("rows that differ and that the ledger does not name")
        .isEmpty();
  }

  @Test
  @DisplayName("a DELETE of rows that v2 does not have yet is no failure")
  void notCopiedYet() throws SQLException {
    open("", SONGS, SONGS_V2);
    try (Connection other = Engine.SQLITE.raw(tail)) {
      Sql.run(other, "INSERT INTO songs(id, title) VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    }
    Sql.run(zdm, "DELETE FROM songs WHERE id = 1", "DELETE FROM songs");
    assertThat(stored("SELECT * FROM zdm_ledger")).isEmpty();
  }

  @Test
  @DisplayName("C5: a connection mirrors again once v2's table is back")
  void tableComesBack() throws Exception {
    open("&zdm.relay=off", SONGS, SONGS_V2);
    Sql.run(zdm, "INSERT INTO songs(id, title) VALUES (1, 'a'), (2, 'b')");
    Sql.run(zdm, "DELETE FROM songs WHERE id = 2");
    try (Connection other = Engine.SQLITE.raw(tail)) {
      Sql.run(other, "ALTER TABLE songs_v2 RENAME TO away");
    }
    Sql.run(zdm, "INSERT INTO songs(id, title) VALUES (3, 'c')", "UPDATE songs SET plays = 3");
    Sql.run(zdm, "DELETE FROM songs WHERE id = 3");
    assertThat(stored("SELECT DISTINCT row_key FROM zdm_ledger ORDER BY 1"))
        .containsExactly("{\"id\":1}", "{\"id\":3}");
    try (Connection other = Engine.SQLITE.raw(tail)) {
      Sql.run(other, "ALTER TABLE away RENAME TO songs_v2");
      Await.until( // after three failures v2 is asked once a second
          () -> {
            Sql.run(other, "DELETE FROM zdm_ledger");
            Sql.run(zdm, "UPDATE songs SET plays = 4");
            return stored("SELECT * FROM zdm_ledger").isEmpty();
          });
    }
    Sql.run(zdm, "INSERT INTO songs(id, title) VALUES (4, 'd')", "UPDATE songs SET plays = 5");
    Sql.run(zdm, "DELETE FROM songs WHERE id = 4");
    assertThat(stored("SELECT * FROM zdm_ledger")).isEmpty();
    assertThat(stored("SELECT id, plays FROM songs_v2")).containsExactly("1|5");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("trap 36: is undone whole when the ledger cannot take what v2 refused")
  void noLedger(boolean autoCommit) throws SQLException {
    open("", SONGS, SONGS_V2.replace("plays int", "plays int CHECK (plays < 100)"));
    zdm.setAutoCommit(autoCommit);
    Sql.run(zdm, "INSERT INTO songs(title) VALUES ('before')");
    Sql.run(zdm, "DROP TABLE zdm_ledger");
    for (String text :
        List.of(
            "INSERT INTO songs(title, plays) VALUES ('a', 500)",
            "UPDATE songs SET plays = 500",
            "INSERT INTO songs(title, plays) VALUES ('b', 1), ('c', 500)")) {
      assertThatThrownBy(() -> Sql.run(zdm, text)).hasMessageContaining("zdm_ledger");
    }
    Sql.run(zdm, "INSERT INTO songs(title) VALUES ('after')");
    if (!autoCommit) {
      zdm.commit();
    }
    assertThat(stored("SELECT title, plays FROM songs")).containsExactly("before|0", "after|0");
    assertThat(stored("SELECT title, plays FROM songs_v2")).containsExactly("before|0", "after|0");
  }

  @Test
  @DisplayName("trap 23: runs of several statements what the raw driver runs, each with its mirror")
  void severalStatements() throws SQLException {
    open("", SONGS, SONGS_V2);
    List<String> expected = several(raw);
    assertThat(several(zdm)).isEqualTo(expected);
    assertMirrored("id, title, plays");
    assertThatThrownBy(
            () -> Sql.run(zdm, "INSERT INTO songs(title) VALUES ('x'); DROP TABLE songs_v2"))
        .hasMessageContaining("send them singly");
  }

  private static List<String> several(Connection c) throws SQLException {
    List<String> seen = new ArrayList<>();
    try (Statement s = c.createStatement()) {
      seen.add("" + s.executeUpdate(two("a", "b")));
      seen.add(s.execute(two("c", "d")) + " " + s.getUpdateCount() + s.getMoreResults());
      seen.add(s.execute("SELECT 1; " + two("e", "f")) + " " + Sql.rows(s.getResultSet()));
      seen.add(failing(() -> s.executeUpdate(two("g", "a"))));
      seen.add(failing(() -> s.executeQuery(two("h", "i"))));
      s.addBatch(two("j", "k"));
      s.addBatch("UPDATE songs SET plays = plays + 1; -- and nothing else");
      seen.add(Arrays.toString(s.executeBatch()));
    }
    try (PreparedStatement p = c.prepareStatement(two("l", "m"))) {
      seen.add("" + p.executeUpdate());
    }
    c.setAutoCommit(false);
    try (Statement s = c.createStatement()) {
      seen.add("" + s.executeUpdate(two("n", "o")));
      seen.add(failing(() -> s.executeUpdate(two("p", "a"))));
      c.commit();
    }
    c.setAutoCommit(true);
    return seen;
  }

  private static String two(String one, String other) {
    return "INSERT INTO songs(title) VALUES ('%s'); INSERT INTO songs(title) VALUES ('%s')"
        .formatted(one, other);
  }

  private static String failing(Call<?> call) {
    try {
      return "gave " + call.run();
    } catch (SQLException e) {
      return e.getClass().getName() + " " + e.getErrorCode() + " " + e.getMessage();
    }
  }

  @Test
  @DisplayName("trap 54: a batch of mixed kinds that fails keeps and counts what the raw one does")
  void mixedBatch() throws SQLException {
    open("", SONGS, SONGS_V2);
    assertThat(mixed(zdm)).isEqualTo(mixed(raw));
    assertMirrored("id, title, plays");
  }

  private static List<String> mixed(Connection c) throws SQLException {
    List<String> seen = new ArrayList<>();
    try (Statement s = c.createStatement()) {
      s.addBatch("INSERT INTO songs(title) VALUES ('a'), ('b')");
      s.addBatch("UPDATE songs SET plays = plays + 2");
      s.addBatch("DELETE FROM songs WHERE title = 'a'");
      seen.add(Arrays.toString(s.executeBatch()));
      s.addBatch("INSERT INTO songs(title) VALUES ('c'), ('d')");
      s.addBatch("INSERT INTO songs(title) VALUES ('b')");
      s.addBatch("INSERT INTO songs(title) VALUES ('never')");
      seen.add(partial(s::executeBatch));
    }
    try (PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      for (String title : new String[] {"e", "b", "f"}) {
        p.setString(1, title);
        p.addBatch();
      }
      seen.add(partial(p::executeBatch));
      p.clearBatch();
      p.setString(1, "g");
      p.addBatch();
      seen.add(Arrays.toString(p.executeLargeBatch()));
    }
    return seen;
  }

  private static String partial(Call<int[]> batch) {
    try {
      return Arrays.toString(batch.run());
    } catch (BatchUpdateException e) {
      return e.getMessage() + Arrays.toString(e.getUpdateCounts()) + e.getErrorCode();
    } catch (SQLException e) {
      return e.getClass() + e.getMessage() + e.getErrorCode();
    }
  }

  @Test
  @DisplayName("trap 11 and 12: LIMIT, INSERT ... SELECT, CTEs and UPDATE ... FROM touch one set")
  void sets() throws SQLException {
    open("", SONGS, SONGS_V2);
    both(
        "INSERT INTO songs(title, plays) WITH n(i) AS (VALUES (1), (2), (3), (4)) SELECT 't' || i,"
            + " random() FROM n",
        "UPDATE songs SET plays = 1",
        "WITH few AS (SELECT id FROM songs WHERE id < 3) UPDATE songs SET plays = 2 WHERE id IN"
            + " (SELECT id FROM few)",
        "UPDATE songs SET plays = o.plays + 10 FROM songs AS o WHERE o.id = songs.id + 1",
        "DELETE FROM songs WHERE id IN (SELECT id FROM songs ORDER BY plays LIMIT 1)");
    assertMirrored("id, title, plays");
  }

  @Test
  @DisplayName("trap 53: takes streams, readers and arrays as they are when it runs")
  void streams() throws SQLException {
    open(
        "",
        "CREATE TABLE songs(id ID, title text NOT NULL, plays blob)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays blob)");
    for (Connection c : new Connection[] {raw, zdm}) {
      try (PreparedStatement p =
          c.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
        byte[] bytes = {1, 2, 3};
        p.setCharacterStream(1, new java.io.StringReader("read once"), 9);
        p.setBinaryStream(2, new java.io.ByteArrayInputStream(bytes), 3);
        assertThat(p.executeUpdate()).isEqualTo(1);
        p.setBytes(2, bytes);
        bytes[0] = 9;
        assertThat(p.executeUpdate()).isEqualTo(1);
      }
    }
    assertMirrored("id, title, hex(plays)");
  }

  @Test
  @DisplayName("trap 1 and 2: gives v1's generated keys, one by one and after a batch")
  void generatedKeys() throws SQLException {
    open("", SONGS, SONGS_V2);
    assertThat(keys(zdm)).isEqualTo(keys(raw));
    assertMirrored("id, title, plays");
  }

  private static List<String> keys(Connection c) throws SQLException {
    List<String> seen = new ArrayList<>();
    Sql.run(c, "INSERT INTO songs(id, title) VALUES (100, 'high')");
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO songs(title) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      p.setString(1, "a");
      p.executeUpdate();
      try (ResultSet keys = p.getGeneratedKeys()) {
        seen.add(Sql.rows(keys) + keys.getMetaData().getColumnLabel(1));
      }
      for (int i = 0; i < 3; i++) {
        p.setString(1, "b" + i);
        p.addBatch();
      }
      p.executeBatch();
      try (ResultSet keys = p.getGeneratedKeys()) {
        seen.add(failing(() -> Sql.rows(keys)));
      }
    }
    return seen;
  }

  @Test
  @DisplayName("does without v2 once that has refused three in a row, and says why in the ledger")
  void skipsV2() throws SQLException {
    open("&zdm.relay=off", SONGS, SONGS_V2);
    try (Connection other = Engine.SQLITE.raw(tail)) {
      Sql.run(
          other,
          "CREATE TRIGGER refuses BEFORE INSERT ON songs_v2 BEGIN SELECT RAISE(ABORT, 'no'); END");
    }
    for (int i = 0; i < 20; i++) {
      both("INSERT INTO songs(title) VALUES ('t" + i + "')");
    }
    both("UPDATE songs SET plays = 1", "INSERT INTO songs(title) VALUES ('t1')");
    assertThat(stored("SELECT count(DISTINCT row_key) FROM zdm_ledger")).containsExactly("20");
    assertThat(stored("SELECT count(*) > 20 FROM zdm_ledger WHERE reason LIKE 'v2 was not asked%'"))
        .containsExactly("1");
  }
}
