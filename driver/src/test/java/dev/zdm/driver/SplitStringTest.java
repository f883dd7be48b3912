package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.testdatabases.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The driver asks the server to describe a statement with a parameter whose type it does not know;
 * if one of its columns has no largest size, it ends the round trip before that statement.
 */
@DisplayName("C4: a mirrored write in autocommit whose string the driver splits")
class SplitStringTest {
  private static final int TIMES = 12; // beyond the driver's threshold for named statements

  private final String tail = TestPostgres.newDatabaseTail();

  @BeforeEach
  void create() throws SQLException {
    Engine.POSTGRESQL.create(
        tail,
        "CREATE TABLE songs(id ID, title text UNIQUE, heard timestamp)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text CHECK (title <> 'v2'), heard"
            + " timestamp)");
  }

  private Connection mirrored() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + Engine.POSTGRESQL.with(tail, "zdm.phase=mirror&zdm.relay=off"));
  }

  private static PreparedStatement prepared(Connection c, String sql) throws SQLException {
    return sql.contains("RETURNING")
        ? c.prepareStatement(sql)
        : c.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
  }

  private static void run(PreparedStatement statement, String title) throws SQLException {
    statement.setString(1, title);
    statement.setTimestamp(2, new Timestamp(0)); // of a type that the driver leaves open
    boolean rows = statement.execute();
    try (ResultSet answer = rows ? statement.getResultSet() : statement.getGeneratedKeys()) {
      assertThat(answer.next()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO songs(title, heard) VALUES (?, ?)",
        "INSERT INTO songs(title, heard) VALUES (?, ?) RETURNING id, title",
      })
  @DisplayName("writes both sides, and keeps nothing of one that fails")
  void whole(String sql) throws SQLException {
    try (Connection c = mirrored();
        PreparedStatement statement = prepared(c, sql)) {
      for (int i = 0; i < TIMES; i++) {
        run(statement, "title " + i);
      }
      assertThatThrownBy(() -> run(statement, "title 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      assertThat(c.getAutoCommit()).isTrue();
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("0");
      assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly(TIMES + "");
    }
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT reason FROM zdm_ledger")).isEmpty();
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs_v2")).containsExactly(TIMES + "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE FROM songs WHERE title = ? AND heard IS NOT DISTINCT FROM ?"})
  @DisplayName("removes both rows or none, also where it says what it removed")
  void twoStep(String sql) throws SQLException {
    try (Connection c = mirrored();
        PreparedStatement insert = prepared(c, "INSERT INTO songs(title, heard) VALUES (?, ?)");
        PreparedStatement delete = prepared(c, sql)) {
      for (int i = 0; i < TIMES; i++) {
        run(insert, "title " + i);
        run(delete, "title " + i);
        insert.setNull(2, Types.NULL);
      }
    }
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT reason FROM zdm_ledger")).isEmpty();
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs_v2")).containsExactly("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO songs(title, heard) VALUES (?, ?)"})
  @DisplayName("leaves v1's half where v2 refuses its own, and no transaction open")
  void refused(String sql) throws SQLException {
    try (Connection c = mirrored();
        PreparedStatement statement = prepared(c, sql)) {
      for (int i = 0; i < TIMES; i++) {
        run(statement, i == TIMES - 1 ? "v2" : "title " + i);
      }
      assertThat(Sql.rows(c, "SELECT pg_current_xact_id_if_assigned() IS NULL"))
          .containsExactly("t");
    }
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT count(*) FROM zdm_ledger")).containsExactly("1");
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs")).containsExactly(TIMES + "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareThreshold=-1", "prepareThreshold=1", "stringtype=unspecified"})
  @DisplayName("stays whole under settings by which the driver has its parts described")
  void described(String setting) throws SQLException {
    String url = Engine.POSTGRESQL.with(tail, "zdm.phase=mirror&zdm.relay=off&" + setting);
    try (Connection c = DriverManager.getConnection("jdbc:zdm:" + url);
        PreparedStatement insert = c.prepareStatement("INSERT INTO songs VALUES (?, ?)");
        PreparedStatement update = c.prepareStatement("UPDATE songs SET title = ? WHERE id = ?");
        PreparedStatement delete = c.prepareStatement("DELETE FROM songs WHERE id = ?")) {
      for (int i = 0; i < TIMES; i++) {
        insert.setInt(1, i);
        insert.setString(2, "title " + i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
        update.setString(1, "other " + i);
        update.setInt(2, i);
        assertThat(update.executeUpdate()).isEqualTo(1);
        delete.setInt(1, i);
        assertThat(delete.executeUpdate()).isEqualTo(1);
      }
    }
    try (Connection raw = Engine.POSTGRESQL.raw(tail)) {
      assertThat(Sql.rows(raw, "SELECT reason FROM zdm_ledger")).isEmpty();
      assertThat(Sql.rows(raw, "SELECT count(*) FROM songs_v2")).containsExactly("0");
    }
  }
}
