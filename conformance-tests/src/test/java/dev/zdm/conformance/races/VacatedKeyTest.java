package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another session gives up key 5 after this transaction's snapshot, and this one takes it: its
 * snapshot shows two rows of v1 with that key, the old one and its own.
 */
@DisplayName("Above READ COMMITTED, a key that somebody gave up after the snapshot,")
@Timeout(120)
class VacatedKeyTest {
  private static final int[] LEVELS = {
    Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE
  };

  private MirroredDatabase database;

  @BeforeEach
  void create() throws SQLException {
    database = Items.mirrored("1, 'one', 1", "5, 'old', 5");
  }

  @FunctionalInterface
  private interface Taking {
    void by(Connection connection) throws SQLException;
  }

  private void take(String vacate, Taking taking, String... v1) throws SQLException {
    for (int level : LEVELS) {
      try (Connection zdm = database.zdm();
          Connection other = database.zdm()) {
        zdm.setTransactionIsolation(level);
        zdm.setAutoCommit(false);
        MirroredDatabase.rows(zdm, "SELECT count(*) FROM items"); // takes the snapshot
        MirroredDatabase.update(other, vacate);
        taking.by(zdm);
        zdm.commit();
      }
      assertThat(database.rows("SELECT id, st, n FROM items ORDER BY id")).containsExactly(v1);
      database.assertConverges();
      database.run(
          "TRUNCATE items, items_v2",
          "INSERT INTO items VALUES (1, 'one', 1), (5, 'old', 5)",
          "INSERT INTO items_v2 VALUES (1, 'one', 1, 0), (5, 'old', 5, 0)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE FROM items WHERE id = 5", "UPDATE items SET id = 9 WHERE id = 5"})
  @DisplayName("trap 16: has the new row on v2 when a row moves there")
  void keyChange(String vacate) throws SQLException {
    database.run("ANALYZE items");
    String moved = "5|one|7";
    take(
        vacate,
        zdm -> MirroredDatabase.update(zdm, "UPDATE items SET id = 5, n = 7 WHERE id = 1"),
        vacate.startsWith("D") ? new String[] {moved} : new String[] {moved, "9|old|5"});
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("has the new row on v2 when one is inserted, singly or in a batch")
  void insert(boolean batch) throws SQLException {
    take(
        "DELETE FROM items WHERE id = 5",
        zdm -> {
          try (PreparedStatement insert =
              zdm.prepareStatement("INSERT INTO items (id, st, n) VALUES (?, 'new', 50)")) {
            insert.setInt(1, 5);
            if (batch) {
              insert.addBatch();
              insert.executeBatch();
            } else {
              insert.executeUpdate();
            }
          }
        },
        "1|one|1",
        "5|new|50");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("leaves nothing on v2 when the new row goes again, moved or deleted in a batch")
  void goesAgain(boolean batch) throws SQLException {
    take(
        "DELETE FROM items WHERE id = 5",
        zdm -> {
          MirroredDatabase.update(zdm, "INSERT INTO items (id, st, n) VALUES (5, 'new', 50)");
          if (batch) {
            try (PreparedStatement delete =
                zdm.prepareStatement("DELETE FROM items WHERE id = ? AND st = 'new'")) {
              delete.setInt(1, 5);
              delete.addBatch();
              delete.executeBatch();
            }
          } else {
            MirroredDatabase.update(zdm, "UPDATE items SET id = 6 WHERE id = 5 AND st = 'new'");
            MirroredDatabase.update(zdm, "DELETE FROM items WHERE id = 6");
          }
        },
        "1|one|1");
  }

  @Test
  @DisplayName("trap 5: has the new row on v2 where v1 has an AFTER trigger")
  void afterTrigger() throws SQLException {
    String insert = "INSERT INTO items (id, st, n) VALUES (5, 'new', 50)";
    database.run(
        "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER quiet AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION quiet()");
    take(
        "DELETE FROM items WHERE id = 5",
        zdm -> MirroredDatabase.update(zdm, insert),
        "1|one|1",
        "5|new|50");
  }
}
