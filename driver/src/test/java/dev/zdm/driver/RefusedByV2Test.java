package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A write that v2 refuses")
class RefusedByV2Test {
  private String tail;

  private Connection mirrored(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL, plays int"
            + " CHECK (plays < 100))");
    return DriverManager.getConnection(
        "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.read.percent=100" + parameters));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private static String ledgerKeys() {
    return "SELECT row_key FROM zdm_ledger ORDER BY created_at, row_key";
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C5: stands on v1, has its key in the ledger, and its table is read from v1 at once")
  void ledger(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "")) {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT INTO songs(title, plays) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
        p.setString(1, "a");
        p.setInt(2, 500);
        assertThat(p.executeUpdate()).isEqualTo(1);
        try (var keys = p.getGeneratedKeys()) {
          assertThat(keys.next()).isTrue();
          assertThat(keys.getLong(1))
              .isEqualTo(
                  raw(engine, "SELECT id FROM songs").get(0).isEmpty()
                      ? 0
                      : Long.parseLong(raw(engine, "SELECT id FROM songs").get(0)));
        }
      }
      assertThat(Sql.rows(c, "SELECT title, plays FROM songs")).containsExactly("a|500");
      assertThat(raw(engine, "SELECT * FROM songs_v2")).isEmpty();
      assertThat(raw(engine, ledgerKeys())).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "C5, C7 and trap 36: leaves the application's transaction whole, and its reads see the write")
  void insideTransaction(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "")) {
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 1)");
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1")).containsExactly("a");
      Sql.run(c, "UPDATE songs SET plays = 100 WHERE id = 1");
      assertThat(Sql.rows(c, "SELECT plays FROM songs WHERE id = 1")).containsExactly("100");
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (2, 'b', 2)");
      c.commit();
    }
    assertThat(raw(engine, "SELECT id, plays FROM songs ORDER BY id"))
        .containsExactly("1|100", "2|2");
    assertThat(raw(engine, "SELECT id, plays FROM songs_v2 ORDER BY id"))
        .containsExactly("1|1", "2|2");
    assertThat(raw(engine, ledgerKeys())).singleElement().asString().contains("1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C10: has a ledger entry that names the constraint, and no value")
  void reason(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "&zdm.relay=off")) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'secret', 777)");
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (2, 'secret too', 777)");
      c.commit();
    }
    assertThat(raw(engine, "SELECT reason FROM zdm_ledger"))
        .hasSize(2)
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .containsIgnoringCase("check constraint")
                    .doesNotContain("secret", "777"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("takes its ledger entry with it when the transaction is rolled back")
  void rolledBack(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "")) {
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(title, plays) VALUES ('a', 500)");
      c.rollback();
    }
    assertThat(raw(engine, "SELECT * FROM songs")).isEmpty();
    assertThat(raw(engine, ledgerKeys())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("in a batch stands on v1, with all its keys in the ledger")
  void batch(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "");
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
      for (int i = 0; i < 3; i++) {
        p.setString(1, "t" + i);
        p.setInt(2, i * 100);
        p.addBatch();
      }
      assertThat(p.executeBatch()).containsExactly(1, 1, 1);
    }
    assertThat(raw(engine, "SELECT count(*) FROM songs")).containsExactly("3");
    assertThat(raw(engine, ledgerKeys())).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("policy fail: is refused whole, in autocommit and in a transaction that goes on")
  void policyFail(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "&zdm.mirror.failure=fail")) {
      assertThatThrownBy(() -> Sql.run(c, "INSERT INTO songs(title, plays) VALUES ('a', 500)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("zdm wrote nothing");
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (5, 'b', 5)");
      assertThatThrownBy(() -> Sql.run(c, "UPDATE songs SET plays = 500"))
          .hasMessageContaining("zdm wrote nothing");
      c.commit();
    }
    assertThat(raw(engine, "SELECT id, plays FROM songs")).containsExactly("5|5");
    assertThat(raw(engine, "SELECT id, plays FROM songs_v2")).containsExactly("5|5");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is refused if it cannot be recorded, so that nothing is lost")
  void noLedger(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "")) {
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "DROP TABLE zdm_ledger");
      }
      assertThatThrownBy(() -> Sql.run(c, "INSERT INTO songs(title, plays) VALUES ('a', 500)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(raw(engine, "SELECT * FROM songs")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("lets reads go back to v2 once the ledger is drained, and not before")
  void lifted(Engine engine) throws Exception {
    try (Connection c = mirrored(engine, "&zdm.control.interval=50")) {
      Sql.run(c, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 500)");
      Thread.sleep(300);
      assertThat(Sql.rows(c, "SELECT plays FROM songs")).containsExactly("500");
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "INSERT INTO songs_v2(id, title, plays) VALUES (1, 'planted', 5)");
        Sql.run(raw, "DELETE FROM zdm_ledger");
      }
      Await.until(() -> !Sql.rows(c, "SELECT title FROM songs").contains("a"));
      assertThat(Sql.rows(c, "SELECT title, plays FROM songs")).containsExactly("planted|5");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("C5: a read that fails on v2 is answered by v1, in a transaction too")
  void failingReads(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "")) {
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (1, 'a')");
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "ALTER TABLE songs_v2 RENAME TO gone");
      }
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("a");
      c.setAutoCommit(false);
      try (PreparedStatement p = c.prepareStatement("SELECT title FROM songs WHERE id = ?")) {
        p.setInt(1, 1);
        assertThat(Sql.rows(p.executeQuery())).containsExactly("a");
        p.setFetchSize(10);
        assertThat(Sql.rows(p.executeQuery())).containsExactly("a");
      }
      Sql.run(c, "INSERT INTO songs(id, title) VALUES (2, 'b')");
      c.commit();
    }
    assertThat(raw(engine, "SELECT id FROM songs ORDER BY id")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("holds no quarantine for ever when its connection is aborted")
  void aborted(Engine engine) throws Exception {
    String settings = "&zdm.control.interval=20";
    try (Connection first = mirrored(engine, settings);
        Connection second =
            DriverManager.getConnection(
                "jdbc:zdm:"
                    + engine.with(tail, "zdm.phase=mirror&zdm.read.percent=100" + settings))) {
      Sql.run(second, "INSERT INTO songs(id, title, plays) VALUES (1, 'a', 1)");
      first.setAutoCommit(false);
      Sql.run(first, "INSERT INTO songs(id, title, plays) VALUES (2, 'b', 500)");
      first.abort(Runnable::run);
      if (engine == Engine.SQLITE) {
        first.unwrap(Connection.class).close(); // its driver's abort ends nothing
      }
      try (Connection raw = engine.raw(tail)) {
        Sql.run(raw, "UPDATE songs_v2 SET title = 'planted'");
      }
      Await.until(() -> !Sql.rows(second, "SELECT title FROM songs").contains("a"));
      assertThat(Sql.rows(second, "SELECT title FROM songs")).containsExactly("planted");
    }
  }
}
