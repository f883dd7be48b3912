package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C5: a table whose v2 refuses write after write")
class StreaksTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final MappedTable SONGS =
      new MappedTable(
          new TableName("public", "songs"),
          new TableName("public", "songs_v2"),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          false,
          false);

  @Test
  @DisplayName("is asked once a second after the third time, until it takes one")
  void counted() {
    AtomicLong nanos = new AtomicLong();
    Quarantine quarantine = new Quarantine();
    Streaks streaks = new Streaks(quarantine, nanos::get);
    quarantine.raise(SONGS);
    streaks.failed(SONGS);
    streaks.failed(SONGS);
    streaks.succeeded(SONGS);
    streaks.failed(SONGS);
    streaks.failed(SONGS);
    assertThat(streaks.skips(SONGS)).isFalse();
    streaks.failed(SONGS);
    assertThat(streaks.skips(SONGS)).isTrue();
    nanos.set(1_000_000_000);
    assertThat(streaks.skips(SONGS)).as("one tries").isFalse();
    assertThat(streaks.skips(SONGS)).as("the next does not").isTrue();
    streaks.failed(SONGS);
    assertThat(streaks.skips(SONGS)).isTrue();
    nanos.set(3_000_000_000L);
    assertThat(streaks.skips(SONGS)).isFalse();
    streaks.succeeded(SONGS);
    assertThat(streaks.skips(SONGS)).isFalse();
  }

  @Test
  @DisplayName("is asked again at once when its quarantine was lifted")
  void lifted() {
    Quarantine quarantine = new Quarantine();
    Streaks streaks = new Streaks(quarantine, () -> 0);
    for (int i = 0; i < 3; i++) {
      streaks.failed(SONGS);
    }
    assertThat(streaks.skips(SONGS)).isFalse();
    quarantine.raise(SONGS);
    assertThat(streaks.skips(SONGS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("stands on v1 with its keys in the ledger, and v1's own errors surface")
  void skipped(boolean autoCommit) throws SQLException {
    String tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text UNIQUE)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text)",
        "CREATE SEQUENCE tries",
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN PERFORM nextval('tries'); RAISE EXCEPTION 'no'; END $$",
        "CREATE TRIGGER no BEFORE INSERT ON songs_v2 FOR EACH ROW EXECUTE FUNCTION no()");
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror&zdm.relay=off"));
        Connection raw = ENGINE.raw(tail);
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      c.setAutoCommit(autoCommit);
      for (int i = 0; i < 30; i++) {
        p.setString(1, "t" + i);
        assertThat(p.executeUpdate()).isEqualTo(1);
      }
      p.setString(1, "b1");
      p.addBatch();
      p.setString(1, "b2");
      p.addBatch();
      assertThat(p.executeBatch()).containsExactly(1, 1);
      if (!autoCommit) {
        c.commit();
      }
      assertThat(Sql.rows(raw, "SELECT count(*), count(DISTINCT row_key) FROM zdm_ledger"))
          .containsExactly("32|32");
      assertThat(Long.parseLong(Sql.rows(raw, "SELECT last_value FROM tries").get(0)))
          .as("writes that asked v2")
          .isBetween(3L, 29L);
      p.setString(1, "t0");
      assertThatThrownBy(p::executeUpdate)
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("23505");
                assertThat(e.getClass().getName()).isEqualTo("org.postgresql.util.PSQLException");
              });
      if (!autoCommit) {
        c.rollback();
      }
      assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly("32");
    }
  }
}
