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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A copier has locked v1's row and written v2's, and commits while the application's write of that
 * row waits or after it has given up waiting.
 */
@DisplayName("traps.md section 9: against a copier,")
@Timeout(120)
class CopierRacesTest {
  private static final String KEY = "[{\"id\":1}]";
  private static final String UPDATE = "UPDATE items SET n = n + 1, st = 'new' WHERE id = 1";
  private static final String DELETE = "DELETE FROM items WHERE id = 1";

  /** Who holds v1's row, and how. */
  enum Copying {
    /** The measured one: a share lock, which makes plain updates wait. */
    SHARED {
      @Override
      void copy(Connection connection, MirroredDatabase database) throws SQLException {
        MirroredDatabase.rows(connection, "SELECT 1 FROM items WHERE id = 1 FOR SHARE");
        database.copier().copyAbsent(connection, KEY);
      }
    },
    /** The backfill's: only the key is held. */
    BACKFILL {
      @Override
      void copy(Connection connection, MirroredDatabase database) throws SQLException {
        try (PreparedStatement chunk = connection.prepareStatement(database.firstChunk())) {
          chunk.setInt(1, 10);
          chunk.execute();
        }
        database.copier().copyAbsent(connection, KEY);
      }
    },
    /** The relay's and the repair's: it may overwrite. */
    OVERWRITING {
      @Override
      void copy(Connection connection, MirroredDatabase database) throws SQLException {
        database.copier().copy(connection, KEY);
      }
    };

    abstract void copy(Connection connection, MirroredDatabase database) throws SQLException;
  }

  private MirroredDatabase database;

  @BeforeEach
  void create() throws SQLException {
    database = Items.postgres("1, 'old', 0");
  }

  /** Runs the write on {@code application} while the copier's transaction is open. */
  private int race(Copying copying, Connection application, String write) throws Exception {
    try (Connection connection = database.raw()) {
      connection.setAutoCommit(false);
      copying.copy(connection, database);
      Background<Integer> writing = Background.start(() -> count(application, write));
      writing.awaitLockOrEnd(database);
      connection.commit();
      return writing.get();
    }
  }

  private static int count(Connection application, String write) throws SQLException {
    if (!write.startsWith("WITH")) {
      return MirroredDatabase.update(application, write);
    }
    return Integer.parseInt(MirroredDatabase.rows(application, write).get(0));
  }

  private void assertLost(String... v2) throws SQLException {
    assertThat(database.unknownDifferences()).isNotEmpty();
    assertThat(database.rows("SELECT id, st, n FROM items_v2")).containsExactly(v2);
  }

  @Test
  @DisplayName("a fused plain UPDATE loses the update: zdm's form must not be this")
  void naiveUpdate() throws Exception {
    try (Connection raw = database.raw()) {
      assertThat(race(Copying.SHARED, raw, NaiveMirror.FUSED_UPDATE.text(UPDATE))).isEqualTo(1);
    }
    assertLost("1|old|0");
  }

  @Test
  @DisplayName("a fused plain DELETE leaves the copied row behind: zdm's form must not be this")
  void naiveDelete() throws Exception {
    try (Connection raw = database.raw()) {
      assertThat(race(Copying.SHARED, raw, NaiveMirror.FUSED_DELETE.text(DELETE))).isEqualTo(1);
    }
    assertLost("1|old|0");
  }

  @Test
  @DisplayName("a fused DELETE that notes what v2's half did not hit leaves it to the ledger")
  void notingDelete() throws Exception {
    try (Connection raw = database.raw()) {
      String noting =
          "WITH z AS (DELETE FROM items WHERE id = 1 RETURNING id),"
              + " m AS (DELETE FROM items_v2 t USING z WHERE t.id = z.id RETURNING t.id),"
              + " l AS (INSERT INTO zdm_ledger (table_name, row_key, reason)"
              + " SELECT 'public.items', json_build_object('id', id)::text, 'test'"
              + " FROM z WHERE id NOT IN (SELECT id FROM m)) SELECT count(*) FROM z";
      assertThat(race(Copying.SHARED, raw, noting)).isEqualTo(1);
    }
    assertThat(database.rows("SELECT id FROM items_v2")).containsExactly("1");
    database.assertConverges();
  }

  @Test
  @DisplayName("two statements that DELETE at REPEATABLE READ leave it behind, and nobody fails")
  void naiveRepeatableReadDelete() throws Exception {
    try (Connection raw = database.raw()) {
      beginRepeatableRead(raw);
      assertThat(race(Copying.SHARED, raw, DELETE)).isEqualTo(1);
      MirroredDatabase.run(raw, "DELETE FROM items_v2 WHERE id = 1");
      raw.commit();
    }
    assertLost("1|old|0");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("READ COMMITTED: an UPDATE is on v2, or its key in the ledger")
  void update(Copying copying) throws Exception {
    try (Connection zdm = database.zdm()) {
      assertThat(race(copying, zdm, UPDATE)).isEqualTo(1);
    }
    assertThat(database.rows("SELECT st, n FROM items")).containsExactly("new|1");
    database.assertConverges();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("READ COMMITTED: a DELETE is on v2, or its key in the ledger")
  void delete(Copying copying) throws Exception {
    try (Connection zdm = database.zdm()) {
      assertThat(race(copying, zdm, DELETE)).isEqualTo(1);
    }
    assertThat(database.rows("SELECT * FROM items")).isEmpty();
    database.assertConverges();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("READ COMMITTED, in a transaction: both are on v2, or their keys in the ledger")
  void transaction(Copying copying) throws Exception {
    database.run("INSERT INTO items VALUES (2, 'other', 0)");
    try (Connection zdm = database.zdm()) {
      zdm.setAutoCommit(false);
      MirroredDatabase.update(zdm, "UPDATE items SET n = 5 WHERE id = 2");
      assertThat(race(copying, zdm, UPDATE)).isEqualTo(1);
      assertThat(MirroredDatabase.update(zdm, DELETE)).isEqualTo(1);
      MirroredDatabase.update(zdm, "INSERT INTO items VALUES (1, 'again', 7)");
      zdm.commit();
    }
    assertThat(database.rows("SELECT id, st, n FROM items ORDER BY id"))
        .containsExactly("1|again|7", "2|other|5");
    database.assertConverges();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 16: READ COMMITTED: a key change is on v2, or both keys in the ledger")
  void keyChange(Copying copying) throws Exception {
    try (Connection zdm = database.zdm()) {
      assertThat(race(copying, zdm, "UPDATE items SET id = 9, n = 1 WHERE id = 1")).isEqualTo(1);
    }
    assertThat(database.rows("SELECT id, n FROM items")).containsExactly("9|1");
    database.assertConverges();
  }

  private static void beginRepeatableRead(Connection connection) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setAutoCommit(false);
    MirroredDatabase.rows(connection, "SELECT count(*) FROM items");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("REPEATABLE READ: a DELETE has its key in the ledger, for it cannot see v2's row")
  void repeatableReadDelete(Copying copying) throws Exception {
    try (Connection zdm = database.zdm()) {
      beginRepeatableRead(zdm);
      assertThat(race(copying, zdm, DELETE)).isEqualTo(1);
      zdm.commit();
    }
    assertThat(database.rows("SELECT id FROM items_v2")).containsExactly("1");
    assertThat(database.rows("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
    database.assertConverges();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 43: REPEATABLE READ: an UPDATE stands, and its 40001 on v2 is the ledger's")
  void repeatableReadUpdate(Copying copying) throws Exception {
    try (Connection zdm = database.zdm()) {
      beginRepeatableRead(zdm);
      assertThat(race(copying, zdm, UPDATE)).isEqualTo(1);
      zdm.commit();
    }
    assertThat(database.rows("SELECT st, n FROM items")).containsExactly("new|1");
    database.assertConverges();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("REPEATABLE READ: a DELETE in a batch has its key in the ledger, as one alone has")
  void repeatableReadBatch(Copying copying) throws Exception {
    try (Connection zdm = database.zdm();
        PreparedStatement delete = zdm.prepareStatement("DELETE FROM items WHERE id = ?")) {
      beginRepeatableRead(zdm);
      delete.setInt(1, 1);
      delete.addBatch();
      assertThat(raceBatch(copying, delete)).containsExactly(1);
      zdm.commit();
    }
    assertThat(database.rows("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
    database.assertConverges();
  }

  private int[] raceBatch(Copying copying, PreparedStatement batch) throws Exception {
    try (Connection connection = database.raw()) {
      connection.setAutoCommit(false);
      copying.copy(connection, database);
      Background<int[]> writing = Background.start(batch::executeBatch);
      writing.awaitLockOrEnd(database);
      connection.commit();
      return writing.get();
    }
  }

  @Test
  @DisplayName("a batch's keys are spelled in the ledger as a single write's are")
  void spelling() throws Exception {
    try (Connection zdm = database.zdm();
        PreparedStatement update = zdm.prepareStatement("UPDATE items SET n = ? WHERE id = ?")) {
      MirroredDatabase.update(zdm, "UPDATE items SET n = 5000 WHERE id = 1"); // v2 refuses it
      update.setInt(1, 6_000);
      update.setInt(2, 1);
      update.addBatch();
      update.executeBatch();
    }
    assertThat(database.rows("SELECT row_key FROM zdm_ledger"))
        .containsExactly("{\"id\":1}", "{\"id\":1}");
  }
}
