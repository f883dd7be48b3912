package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oldest-postgresql")
@DisplayName("trap 30: a connection whose search_path was changed")
class SearchPathTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String INSERT = "INSERT INTO songs(id, title) VALUES (?, 'tenant')";

  private String tail;

  private Connection open() throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
        "CREATE SCHEMA tenant",
        "CREATE TABLE tenant.songs(id bigint PRIMARY KEY, title text)",
        "INSERT INTO tenant.songs VALUES (1, 'of the tenant')",
        "INSERT INTO songs_v2 VALUES (1, 'of v2')");
    return DriverManager.getConnection(
        "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror&zdm.read.percent=100"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET search_path TO tenant",
        "SET SCHEMA 'tenant'",
        "set session schema 'tenant'",
        "SELECT set_config('search_path', 'tenant', false)",
        "SELECT 1; SET search_path TO tenant",
      })
  @DisplayName("writes no other table's rows to v2, by statements prepared before or after")
  void writes(String change) throws SQLException {
    try (Connection c = open();
        PreparedStatement before = c.prepareStatement(INSERT)) {
      before.setInt(1, 2);
      Sql.run(c, change);
      assertNotMirrored(before);
      try (PreparedStatement after = c.prepareStatement(INSERT)) {
        after.setInt(1, 3);
        assertNotMirrored(after);
      }
      c.setSchema("public");
      before.setInt(1, 4);
      assertThat(before.executeUpdate()).isEqualTo(1);
    }
    try (Connection raw = ENGINE.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT id FROM songs_v2 ORDER BY id")).containsExactly("1", "4");
      assertThat(Sql.rows(raw, "SELECT id FROM songs")).containsExactly("4");
    }
  }

  private static void assertNotMirrored(PreparedStatement insert) {
    assertThatThrownBy(insert::executeUpdate).hasMessageContaining("search_path");
  }

  @Test
  @DisplayName("is known also where a batch changed it")
  void batch() throws SQLException {
    try (Connection c = open();
        Statement s = c.createStatement();
        PreparedStatement insert = c.prepareStatement(INSERT)) {
      s.addBatch("SET search_path TO tenant");
      s.executeBatch();
      insert.setInt(1, 2);
      assertNotMirrored(insert);
    }
  }

  @Test
  @DisplayName("reads what the database makes of its names, as without zdm")
  void reads() throws SQLException {
    try (Connection c = open();
        PreparedStatement before = c.prepareStatement("SELECT title FROM songs WHERE id = 1")) {
      Sql.run(c, "SET search_path TO tenant");
      try (ResultSet rows = before.executeQuery()) {
        assertThat(Sql.rows(rows)).containsExactly("of the tenant");
      }
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("of the tenant");
      c.setSchema("public");
      assertThat(Sql.rows(c, "SELECT title FROM songs")).containsExactly("of v2");
    }
  }
}
