package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A role with few rights")
class GrantsTest {
  private static final AtomicInteger ROLES = new AtomicInteger();

  private final Engine engine = Engine.POSTGRESQL;
  private final String tail = engine.newDatabase();
  private final String role =
      "zdm_few_" + ProcessHandle.current().pid() + "_" + ROLES.incrementAndGet();

  private void prepare(String... grants) throws SQLException {
    engine.create(
        tail,
        "CREATE TABLE songs(id bigint PRIMARY KEY, title text)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
        "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
        "GRANT USAGE ON SCHEMA public TO " + role);
    try (Connection raw = engine.raw(tail)) {
      for (String grant : grants) {
        Sql.run(raw, grant + " TO " + role);
      }
    }
  }

  private Connection connect(String parameters) throws SQLException {
    String url = engine.with(tail, "zdm.phase=mirror&zdm.read.percent=100" + parameters);
    return DriverManager.getConnection(
        "jdbc:zdm:" + url.replaceAll("user=[^&]*", "user=" + role), role, "x");
  }

  @Test
  @DisplayName("is told at connect of every right that it lacks, and how to give it")
  void missing() throws SQLException {
    prepare("GRANT INSERT ON songs", "GRANT SELECT ON zdm_ledger", "GRANT SELECT ON songs_v2");
    assertThatThrownBy(() -> connect(""))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no SELECT on public.songs;")
        .hasMessageContaining("no INSERT, UPDATE, DELETE on public.songs_v2")
        .hasMessageContaining(
            "GRANT INSERT, DELETE ON \"public\".\"zdm_ledger\" TO \"" + role + "\"");
  }

  @Test
  @DisplayName("writes, fails into the ledger and is relayed, once it was given what was named")
  void given() throws Exception {
    prepare("GRANT SELECT, INSERT, UPDATE ON songs", "GRANT SELECT ON zdm_ledger");
    String message = "";
    try (Connection c = connect("")) {
      assertThat(c).as("must be refused").isNull();
    } catch (SQLException e) {
      message = e.getMessage();
    }
    try (Connection raw = engine.raw(tail)) {
      Sql.run(raw, message.substring(message.indexOf("Give it: ") + 9).split("; "));
      Sql.run(raw, "ALTER TABLE songs_v2 ADD CHECK (title <> 'bad')");
    }
    try (Connection c = connect("&zdm.control.interval=20")) {
      Sql.run(c, "INSERT INTO songs VALUES (1, 'good'), (2, 'good')");
      Sql.run(c, "UPDATE songs SET title = 'bad' WHERE id = 2");
      Sql.run(c, "UPDATE songs SET title = 'fine' WHERE id = 2");
      try (Connection raw = engine.raw(tail)) {
        Await.until(() -> Sql.rows(raw, "SELECT 1 FROM zdm_ledger").isEmpty());
        assertThat(Sql.rows(raw, "SELECT title FROM songs_v2 ORDER BY id"))
            .containsExactly("good", "fine");
      }
    }
  }

  @Test
  @DisplayName("that only reads v1 has to be able to read v2, and nothing more")
  void readsOnly() throws SQLException {
    prepare("GRANT SELECT ON songs", "GRANT SELECT ON songs_v2", "GRANT SELECT ON zdm_ledger");
    try (Connection c = connect("")) {
      assertThat(Sql.rows(c, "SELECT * FROM songs")).isEmpty();
    }
  }
}
