package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A write that cannot be mirrored, where zdm.unmirrored is taint")
class TaintTest {
  private static final String TAINTS =
      "SELECT table_name FROM zdm_ledger WHERE row_key IS NULL ORDER BY created_at, table_name";
  private static final String POLICY = "&zdm.unmirrored=taint&zdm.control.interval=20";

  private String tail;

  private Connection mirrored(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL)",
        "CREATE TABLE films(id ID, title text NOT NULL)",
        "CREATE TABLE films_v2(id bigint PRIMARY KEY, title text NOT NULL)",
        "CREATE VIEW all_songs AS SELECT id, title FROM songs");
    return connect(engine, parameters);
  }

  private Connection connect(Engine engine, String parameters) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.read.percent=100" + parameters));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  /** Of no engine's mirrored forms. */
  private static String unmirrored(Engine engine) {
    return engine == Engine.POSTGRESQL
        ? "DO 'BEGIN INSERT INTO songs(id, title) VALUES (7, ''new''); END'"
        : "INSERT INTO songs(id, title) VALUES (7, 'new'); PRAGMA user_version = 2";
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C3: is refused without that policy")
  void refused(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "");
        Statement s = c.createStatement()) {
      assertThatThrownBy(() -> s.executeUpdate(unmirrored(engine)))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
    assertThat(raw(engine, "SELECT * FROM songs")).isEmpty();
    assertThat(raw(engine, TAINTS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C3: runs on v1, and its table is read from v1, here and by other instances")
  void autocommit(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, POLICY);
        Statement s = c.createStatement()) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a')");
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "UPDATE songs_v2 SET title = 'only v2'");
      }
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1")).containsExactly("only v2");
      s.executeUpdate(unmirrored(engine));
      assertThat(c.getAutoCommit()).isTrue();
      assertThat(raw(engine, TAINTS)).contains(engine.table("songs").toString());
      assertThat(Sql.rows(c, "SELECT title FROM songs ORDER BY id")).containsExactly("a", "new");
      try (Connection other = connect(engine, POLICY + "&zdm.plan-cache.size=7")) {
        assertThat(Sql.rows(other, "SELECT title FROM songs ORDER BY id"))
            .containsExactly("a", "new");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("taints together with its transaction, and not at all if that is rolled back")
  void inTransaction(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, POLICY);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.executeUpdate(unmirrored(engine));
      assertThat(raw(engine, TAINTS)).isEmpty();
      c.rollback();
      assertThat(raw(engine, TAINTS)).isEmpty();
      assertThat(raw(engine, "SELECT * FROM songs")).isEmpty();
      s.executeUpdate(unmirrored(engine));
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (8, 'mirrored')");
      c.commit();
    }
    assertThat(raw(engine, TAINTS)).contains(engine.table("songs").toString());
    assertThat(raw(engine, "SELECT id FROM songs ORDER BY id")).containsExactly("7", "8");
    assertThat(raw(engine, "SELECT id FROM songs_v2 ORDER BY id")).contains("8");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("leaves no taint in autocommit if it fails, and gives the database's own error")
  void failing(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, POLICY);
        Statement s = c.createStatement()) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (7, 'there')");
      assertThatThrownBy(() -> s.executeUpdate(unmirrored(engine)))
          .isInstanceOf(SQLException.class)
          .isNotInstanceOf(SQLFeatureNotSupportedException.class);
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (8, 'goes on')");
    }
    assertThat(raw(engine, "SELECT id FROM songs ORDER BY id")).containsExactly("7", "8");
    if (engine == Engine.POSTGRESQL) {
      assertThat(raw(engine, TAINTS)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is not run if the taint cannot be recorded")
  void noLedger(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, POLICY);
        Statement s = c.createStatement()) {
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "DROP TABLE zdm_ledger");
      }
      assertThatThrownBy(() -> s.executeUpdate(unmirrored(engine)))
          .isInstanceOf(SQLException.class);
    }
    assertThat(raw(engine, "SELECT * FROM songs")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("in a batch of plain statements taints and the others are mirrored")
  void textBatch(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, POLICY);
        Statement s = c.createStatement()) {
      s.addBatch("INSERT INTO songs(id, title) VALUES (1, 'a')");
      s.addBatch(unmirrored(engine));
      s.addBatch("INSERT INTO films(id, title) VALUES (2, 'b')");
      assertThat(s.executeBatch()).hasSize(3);
    }
    assertThat(raw(engine, "SELECT id FROM songs ORDER BY id")).containsExactly("1", "7");
    assertThat(raw(engine, "SELECT id FROM films_v2")).containsExactly("2");
    assertThat(raw(engine, TAINTS)).contains(engine.table("songs").toString());
  }

  @Test
  @DisplayName("as a batch of a prepared statement runs as the driver runs it")
  void preparedBatch() throws SQLException {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, POLICY);
        PreparedStatement p =
            c.prepareStatement("INSERT INTO all_songs(id, title) VALUES (?, 'by view')")) {
      for (int i = 1; i <= 2; i++) {
        p.setInt(1, i);
        p.addBatch();
      }
      assertThat(p.executeBatch()).containsExactly(1, 1);
      assertThat(Sql.rows(c, "SELECT id FROM songs ORDER BY id")).containsExactly("1", "2");
    }
    assertThat(raw(engine, TAINTS)).containsExactly("public.films", "public.songs");
  }

  @Test
  @DisplayName(
      "names the tables that it reaches: a statement its own, a view or code in a string all of them")
  void reaches() throws SQLException {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, POLICY)) {
      Sql.run(c, "DELETE FROM films RETURNING id + 1"); // a column without a name
      assertThat(raw(engine, TAINTS)).containsExactly("public.films");
      Sql.run(c, unmirrored(engine));
      assertThat(raw(engine, TAINTS))
          .containsExactlyInAnyOrder("public.films", "public.films", "public.songs");
    }
  }

  @Test
  @DisplayName("is refused all the same where what follows it would pass unseen")
  void neverRuns() throws SQLException {
    Engine engine = Engine.POSTGRESQL;
    try (Connection c = mirrored(engine, POLICY)) {
      for (String sql :
          List.of(
              "PREPARE p AS INSERT INTO songs(title) VALUES ('x')",
              "ALTER TABLE songs ADD COLUMN more int",
              "BEGIN; INSERT INTO songs(title) VALUES ('x')")) {
        assertThatThrownBy(() -> Sql.run(c, sql))
            .as(sql)
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
    }
    assertThat(raw(engine, TAINTS)).isEmpty();
  }

  @Test
  @DisplayName("leaves last_insert_rowid() and changes() describing v1")
  void counters() throws SQLException {
    Engine engine = Engine.SQLITE;
    try (Connection c = mirrored(engine, POLICY);
        Statement s = c.createStatement()) {
      assertThat(s.executeUpdate(unmirrored(engine))).isEqualTo(1);
      assertThat(Sql.rows(c, "SELECT last_insert_rowid(), changes()")).containsExactly("7|1");
    }
  }

  @Test
  @DisplayName("gives its rows on SQLite, where they would keep its transaction from ending")
  void givesRows() throws SQLException {
    try (Connection c = mirrored(Engine.SQLITE, POLICY);
        Statement s = c.createStatement()) {
      String text =
          "INSERT INTO songs(title) VALUES ('a'), ('b') RETURNING id; PRAGMA user_version = 2";
      assertThat(Sql.rows(s.executeQuery(text))).containsExactly("1", "2");
      assertThat(s.execute(text)).isTrue();
      assertThat(Sql.rows(s.getResultSet())).containsExactly("3", "4");
    }
    assertThat(raw(Engine.SQLITE, "SELECT count(*) FROM songs")).containsExactly("4");
    assertThat(raw(Engine.SQLITE, "SELECT count(*) FROM songs_v2")).containsExactly("4");
    assertThat(raw(Engine.SQLITE, TAINTS)).isNotEmpty();
  }
}
