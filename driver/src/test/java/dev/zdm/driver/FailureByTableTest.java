package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A table with a failure policy of its own")
class FailureByTableTest {
  private String tail;

  private Connection mirrored(Engine engine, String parameters) throws SQLException {
    tail = engine.newDatabase();
    engine.create(
        tail,
        "CREATE TABLE songs(id ID, plays int)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, plays int CHECK (plays < 100))",
        "CREATE TABLE films(id ID, plays int)",
        "CREATE TABLE films_v2(id bigint PRIMARY KEY, plays int CHECK (plays < 100))");
    return DriverManager.getConnection(
        "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.relay=off&" + parameters));
  }

  private List<String> raw(Engine engine, String query) throws SQLException {
    try (Connection raw = engine.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private static void batch(Connection c, String sql) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(sql)) {
      for (int i = 0; i < 2; i++) {
        p.setInt(1, 1 + 500 * i);
        p.addBatch();
      }
      p.executeBatch();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("fails as a whole while the others go into the ledger, by each way of writing")
  void failsAlone(Engine engine) throws SQLException {
    try (Connection c = mirrored(engine, "zdm.mirror.failure.films=fail")) {
      Sql.run(c, "INSERT INTO songs(plays) VALUES (500)");
      assertThatThrownBy(() -> Sql.run(c, "INSERT INTO films(plays) VALUES (500)"))
          .hasMessageContaining("zdm wrote nothing");
      batch(c, "INSERT INTO songs(plays) VALUES (?)");
      assertThatThrownBy(() -> batch(c, "INSERT INTO films(plays) VALUES (?)"))
          .hasMessageContaining("zdm wrote nothing");
      c.setAutoCommit(false);
      Sql.run(c, "INSERT INTO songs(plays) VALUES (600)");
      assertThatThrownBy(() -> Sql.run(c, "INSERT INTO films(plays) VALUES (600)"))
          .hasMessageContaining("zdm wrote nothing");
      Sql.run(c, "INSERT INTO films(plays) VALUES (7)");
      c.commit();
    }
    assertThat(raw(engine, "SELECT count(*) FROM songs")).containsExactly("4");
    assertThat(raw(engine, "SELECT plays FROM films")).containsExactly("7");
    assertThat(raw(engine, "SELECT plays FROM films_v2")).containsExactly("7");
    assertThat(raw(engine, "SELECT DISTINCT table_name FROM zdm_ledger"))
        .containsExactly(engine.table("songs").toString());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("goes into the ledger where the others fail, and so needs the ledger at connect")
  void ledgerAlone(Engine engine) throws SQLException {
    String policy = "zdm.mirror.failure=fail&zdm.mirror.failure.SONGS=ledger";
    try (Connection c = mirrored(engine, policy)) {
      Sql.run(c, "INSERT INTO songs(plays) VALUES (500)");
      assertThatThrownBy(() -> Sql.run(c, "INSERT INTO films(plays) VALUES (500)"))
          .hasMessageContaining("zdm wrote nothing");
    }
    assertThat(raw(engine, "SELECT count(*) FROM zdm_ledger")).containsExactly("1");
    try (Connection raw = engine.raw(tail)) {
      Sql.run(raw, "DROP TABLE zdm_ledger");
    }
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    "jdbc:zdm:"
                        + engine.with(tail, "zdm.phase=mirror&zdm.plan-cache.size=9&" + policy)))
        .hasMessageContaining("zdm expand");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("PostgreSQL needs the ledger where every table fails, too; SQLite does not")
  void noneInLedger(Engine engine) throws SQLException {
    mirrored(engine, "").close();
    try (Connection raw = engine.raw(tail)) {
      Sql.run(raw, "DROP TABLE zdm_ledger");
    }
    String url = "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.mirror.failure=fail");
    if (engine == Engine.POSTGRESQL) {
      assertThatThrownBy(() -> DriverManager.getConnection(url))
          .hasMessageContaining("create it with 'zdm expand' (");
    } else {
      try (Connection c = DriverManager.getConnection(url)) {
        Sql.run(c, "INSERT INTO films(plays) VALUES (7)");
        Sql.run(c, "DELETE FROM films");
      }
      assertThat(raw(engine, "SELECT count(*) FROM films_v2")).containsExactly("0");
    }
  }
}
