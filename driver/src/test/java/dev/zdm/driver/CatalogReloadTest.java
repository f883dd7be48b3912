package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
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
      Await.until(
          () -> {
            Sql.run(c, "INSERT INTO albums(name) VALUES ('a')");
            return !Sql.rows(raw, "SELECT id FROM albums_v2").isEmpty();
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is seen when its transaction ends, although the catalog was read before that")
  void inTransaction(Engine engine) throws Exception {
    String tail = engine.newDatabase();
    engine.create(tail, TABLES);
    try (Connection c = connect(engine, tail);
        Connection other = connect(engine, tail)) {
      c.setAutoCommit(false);
      Sql.run(c, "CREATE TABLE albums_v2(id bigint PRIMARY KEY, name text)");
      Sql.rows(other, "SELECT id FROM albums"); // whoever begins reads the catalog if that is due
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
      Sql.rows(c, "SELECT id FROM albums"); // whoever begins reads the catalog if that is due
      Sql.run(raw, "DROP TABLE albums_v2");
      Sql.run(raw, "CREATE TABLE albums_v2(id bigint PRIMARY KEY, name text)");
      insertUntilMirrored(engine, tail, c);
    }
  }

  private static final String[] WAYS = {
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
        + " $$BEGIN DELETE FROM songs; RETURN NULL; END$$",
    "CREATE TRIGGER f AFTER INSERT ON albums FOR EACH ROW EXECUTE FUNCTION f()",
    "CREATE FUNCTION clean() RETURNS void LANGUAGE sql AS 'DELETE FROM songs'",
    "CREATE TABLE bands(id int PRIMARY KEY)",
    "INSERT INTO bands VALUES (1)",
    "ALTER TABLE songs ADD COLUMN band int DEFAULT 1 REFERENCES bands ON DELETE CASCADE",
    "ALTER TABLE songs_v2 ADD COLUMN band int",
    "INSERT INTO songs(title) VALUES ('a')",
    "INSERT INTO songs_v2 SELECT * FROM songs",
  };

  private static void assertWaysAreSeen(Connection c, Connection raw) throws SQLException {
    for (String sql : List.of("INSERT INTO albums(name) VALUES ('a')", "SELECT clean()")) {
      assertThatThrownBy(() -> Sql.run(c, sql))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("public.songs");
    }
    Sql.run(c, "DELETE FROM bands");
    assertThat(Sql.rows(raw, "SELECT * FROM songs")).isEmpty();
    assertThat(Sql.rows(raw, "SELECT * FROM songs_v2")).isEmpty();
  }

  @Test
  @DisplayName("makes triggers, functions and cascades seen that others have added meanwhile")
  void ways() throws Exception {
    String tail = Engine.POSTGRESQL.newDatabase();
    Engine.POSTGRESQL.create(tail, TABLES);
    try (Connection c = connect(Engine.POSTGRESQL, tail);
        Connection raw = Engine.POSTGRESQL.raw(tail)) {
      Sql.run(c, "INSERT INTO albums(name) VALUES ('a')");
      Sql.run(raw, WAYS);
      Sql.run(c, "CREATE TABLE more(id int)");
      assertWaysAreSeen(c, raw);
    }
  }

  @Test
  @DisplayName("is not needed for that where no connection was open for a control interval")
  void waysAfterReconnect() throws Exception {
    String tail = Engine.POSTGRESQL.newDatabase();
    Engine.POSTGRESQL.create(tail, TABLES);
    connect(Engine.POSTGRESQL, tail).close();
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      Sql.run(raw, WAYS);
      Thread.sleep(100);
      try (Connection c = connect(Engine.POSTGRESQL, tail)) {
        assertWaysAreSeen(c, raw);
      }
    }
  }
}
