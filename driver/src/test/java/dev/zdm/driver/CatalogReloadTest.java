package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("trap 20: DDL on a connection of the application's")
class CatalogReloadTest {
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
    "CREATE TABLE albums(id ID, name text)",
  };

  private static Connection connect(Engine engine, String tail) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + engine.with(tail, "zdm.phase=mirror&zdm.control.interval=50"));
  }

  private static void insertUntilMirrored(Engine engine, String tail, Connection c)
      throws Exception {
    try (Connection raw = engine.raw(tail)) {
      for (int i = 0; i < 40; i++) {
        Sql.run(c, "INSERT INTO albums(name) VALUES ('a')");
        if (!Sql.rows(raw, "SELECT id FROM albums_v2").isEmpty()) {
          return;
        }
        Thread.sleep(25);
      }
      assertThat(Sql.rows(raw, "SELECT id FROM albums_v2")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is seen when its transaction ends, although the catalog was read before that")
  void inTransaction(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(tail, TABLES);
    try (Connection c = connect(engine, tail)) {
      c.setAutoCommit(false);
      Sql.run(c, "CREATE TABLE albums_v2(id bigint PRIMARY KEY, name text)");
      Thread.sleep(300);
      c.commit();
      c.setAutoCommit(true);
      insertUntilMirrored(engine, tail, c);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is looked at again after the catalog could not be read")
  void retried(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(tail, TABLES);
    try (Connection c = connect(engine, tail);
        Connection raw = engine.raw(tail)) {
      Sql.run(c, "CREATE TABLE albums_v2(id bigint, name text)"); // without a key: refused
      Thread.sleep(300);
      Sql.run(raw, "DROP TABLE albums_v2");
      Sql.run(raw, "CREATE TABLE albums_v2(id bigint PRIMARY KEY, name text)");
      insertUntilMirrored(engine, tail, c);
    }
  }
}
