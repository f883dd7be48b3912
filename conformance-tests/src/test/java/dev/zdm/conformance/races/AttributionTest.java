package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("traps.md section 10: attribution:")
@Timeout(120)
class AttributionTest {
  private static final String[] FAILING = {
    "INSERT INTO items VALUES (1, 'again', 0)",
    "UPDATE items SET id = 2 WHERE id = 1",
    "UPDATE items SET n = n / (n - n) WHERE id = 1",
    "UPDATE items SET nosuch = 1 WHERE id = 1",
    "UPDATE items SET n = 'x' WHERE id = 1",
    "DELETE FROM items WHERE id = 'x'",
  };

  private static SQLException failure(Connection connection, String sql) {
    return catchThrowableOfType(SQLException.class, () -> MirroredDatabase.update(connection, sql));
  }

  private static void assertSame(SQLException actual, SQLException expected) {
    assertThat((Throwable) actual).isNotNull();
    assertThat((Object) actual.getClass()).isEqualTo(expected.getClass());
    assertThat((Throwable) actual).hasMessage(expected.getMessage());
    assertThat(actual.getSQLState()).isEqualTo(expected.getSQLState());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("what fails on v1 is v1's own error, position included, and leaves nothing")
  void ofV1(boolean autoCommit) throws SQLException {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'b', 0");
    for (String sql : FAILING) {
      try (Connection raw = database.raw();
          Connection zdm = database.zdm()) {
        raw.setAutoCommit(autoCommit);
        zdm.setAutoCommit(autoCommit);
        assertSame(failure(zdm, sql), failure(raw, sql));
        if (!autoCommit) {
          String next = "SELECT count(*) FROM items";
          assertSame(failure(zdm, next), failure(raw, next)); // 25P02
          zdm.rollback();
        }
        assertThat(MirroredDatabase.update(zdm, "UPDATE items SET st = 'goes on' WHERE id = 2"))
            .isEqualTo(1);
      }
    }
    database.assertEqual();
  }

  @Test
  @DisplayName("with autosave=always it is v1's own error too, and its transaction goes on")
  void autosave() throws SQLException {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'b', 0");
    for (String sql : FAILING) {
      try (Connection raw = database.raw();
          Connection zdm = database.zdm("autosave=always")) {
        raw.setAutoCommit(false);
        zdm.setAutoCommit(false);
        assertSame(failure(zdm, sql), failure(raw, sql));
        assertThat(MirroredDatabase.update(zdm, "UPDATE items SET n = n + 1 WHERE id = 2"))
            .isEqualTo(1);
        zdm.commit();
      }
    }
    assertThat(database.rows("SELECT n FROM items ORDER BY id")).containsExactly("0", "6");
    database.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("trap 43: a cancel while v2 is written surfaces as 57014; v1 is not written again")
  void cancel(boolean autoCommit) throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0");
    database.run(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN"
            + " PERFORM pg_sleep(60); RETURN NEW; END$$",
        "CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON items_v2 FOR EACH ROW"
            + " EXECUTE FUNCTION slow()");
    try (Connection zdm = database.zdm();
        Statement statement = zdm.createStatement()) {
      zdm.setAutoCommit(autoCommit);
      Background<Integer> write =
          Background.start(() -> statement.executeUpdate("UPDATE items SET n = 1 WHERE id = 1"));
      write.awaitWait(database, "PgSleep");
      statement.cancel();
      assertThatThrownBy(write::get)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      if (!autoCommit) {
        zdm.rollback();
      }
    }
    assertThat(database.rows("SELECT n FROM items")).containsExactly("0");
    database.assertEqual();
  }

  @Test
  @DisplayName("trap 43: a serializable 40001 surfaces as the raw driver's does")
  void serializable() throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'a', 0");
    try (Connection one = database.zdm();
        Connection two = database.zdm()) {
      for (Connection connection : new Connection[] {one, two}) {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setAutoCommit(false);
        MirroredDatabase.rows(connection, "SELECT count(*) FROM items WHERE st = 'a'");
      }
      assertThat(MirroredDatabase.update(one, "UPDATE items SET st = 'b' WHERE id = 1"))
          .isEqualTo(1);
      one.commit();
      assertThatThrownBy(
              () -> {
                MirroredDatabase.update(two, "UPDATE items SET st = 'b' WHERE id = 2");
                two.commit();
              })
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
      two.rollback();
    }
    assertThat(database.rows("SELECT id, st FROM items ORDER BY id")).containsExactly("1|b", "2|a");
    database.assertEqual();
  }

  @Test
  @DisplayName("a DEFERRABLE constraint on v2 would fail at COMMIT, and is refused at connect")
  void deferrable() throws SQLException {
    MirroredDatabase database = Items.mirrored("1, 'a', 0");
    database.run("ALTER TABLE items_v2 ADD UNIQUE (n) DEFERRABLE INITIALLY DEFERRED");
    assertThatThrownBy(database::zdm).hasMessageContaining("DEFERRABLE");
    database.run(
        "ALTER TABLE items_v2 DROP CONSTRAINT items_v2_n_key",
        "CREATE TABLE only_v2 (item int REFERENCES items_v2 DEFERRABLE INITIALLY DEFERRED)");
    assertThatThrownBy(database::zdm).hasMessageContaining("only_v2_item_fkey is DEFERRABLE");
  }

  @Test
  @DisplayName(
      "trap 54: an autocommit batch of 1,000 that fails keeps all or nothing on both sides")
  void longBatch() throws SQLException {
    MirroredDatabase database = Items.mirrored("900, 'in the way', 0");
    try (Connection zdm = database.zdm();
        PreparedStatement insert =
            zdm.prepareStatement("INSERT INTO items (id, st, n) VALUES (?, 'x', 1)")) {
      for (int id = 1; id <= 1_000; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
    }
    assertThat(database.rows("SELECT id FROM items")).containsExactly("900");
    database.assertEqual();
  }

  @Test
  @DisplayName("trap 12: a data-modifying WITH cannot be embedded: it is mirrored in another form")
  void dataModifyingWith() throws SQLException {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'b', 0");
    String sql =
        "WITH gone AS (DELETE FROM items WHERE id = 1 RETURNING n)"
            + " UPDATE items SET n = gone.n + 5 FROM gone WHERE id = 2";
    try (Connection zdm = database.zdm()) {
      assertThat(MirroredDatabase.update(zdm, sql)).isEqualTo(1);
    }
    assertThat(database.rows("SELECT id, n FROM items ORDER BY id")).containsExactly("2|5");
    database.assertEqual();
  }
}
