package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.copy.RowCopier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("traps.md section 10:")
@Timeout(120)
class CopierRulesTest {
  private static final String KEY = "[{\"id\":1}]";

  @Test
  @DisplayName("copier: one statement that deletes what is gone removes a fresh row")
  void naiveDelete() throws Exception {
    MirroredDatabase database = Items.postgres();
    database.run("INSERT INTO items_v2 (id, st) VALUES (1, 'orphan')");
    try (Connection zdm = database.zdm();
        Connection copier = database.raw()) {
      zdm.setAutoCommit(false);
      MirroredDatabase.update(zdm, "INSERT INTO items VALUES (1, 'fresh', 1)");
      Background<Integer> copying =
          Background.start(
              () ->
                  MirroredDatabase.update(
                      copier,
                      "DELETE FROM items_v2 t WHERE id = 1 AND st IS NOT NULL"
                          + " AND NOT EXISTS (SELECT 1 FROM items s WHERE s.id = t.id)"));
      copying.awaitWait(database, "Lock");
      zdm.commit();
      copying.get();
    }
    assertThat(database.unknownDifferences()).isNotEmpty();
  }

  @Test
  @DisplayName("trap 69: copier: locking v2's row first leaves a fresh row where it is")
  void delete() throws Exception {
    MirroredDatabase database = Items.postgres();
    database.run("INSERT INTO items_v2 (id, st) VALUES (1, 'orphan')");
    RowCopier copier = database.copier();
    try (Connection zdm = database.zdm();
        Connection copying = database.raw()) {
      zdm.setAutoCommit(false);
      MirroredDatabase.update(zdm, "INSERT INTO items VALUES (1, 'fresh', 1)");
      copying.setAutoCommit(false);
      Background<Boolean> copy =
          Background.start(
              () -> {
                copier.copy(copying, KEY);
                copying.commit();
                return true;
              });
      copy.awaitWait(database, "Lock");
      zdm.commit();
      copy.get();
    }
    assertThat(database.rows("SELECT id, st FROM items_v2")).containsExactly("1|fresh");
    database.assertEqual();
  }

  @Test
  @DisplayName("trap 44: copier: a backfill's chunk leaves plain updates alone (FOR KEY SHARE)")
  void keyShare() throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'b', 0");
    RowCopier copier = database.copier();
    try (Connection chunk = database.raw();
        Connection zdm = database.zdm()) {
      chunk.setAutoCommit(false);
      try (PreparedStatement first = chunk.prepareStatement(database.firstChunk())) {
        first.setInt(1, 10);
        first.execute();
      }
      copier.copyAbsent(chunk, "[{\"id\":1},{\"id\":2}]");
      Background<Integer> write =
          Background.start(() -> MirroredDatabase.update(zdm, "UPDATE items SET n = n + 1"));
      assertThat(write.get()).isEqualTo(2); // while the chunk is open
      chunk.commit();
    }
    database.assertEqual();
  }

  @Test
  @DisplayName("copier: the ledger lets two writers note the same keys in any order")
  void ledgerHasNoUniqueKey() throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0", "2, 'b', 0");
    RowCopier copier = database.copier();
    try (Connection one = database.raw();
        Connection two = database.raw();
        OwnStatements first = new OwnStatements(one);
        OwnStatements second = new OwnStatements(two)) {
      one.setAutoCommit(false);
      two.setAutoCommit(false);
      copier.owe(first, KEY, "one");
      copier.owe(second, "[{\"id\":2}]", "two");
      Background<Boolean> crossed =
          Background.start(
              () -> {
                copier.owe(first, "[{\"id\":2}]", "one");
                return true;
              });
      assertThat(crossed.get()).isTrue(); // while the other is open
      copier.owe(second, KEY, "two");
      one.commit();
      two.commit();
    }
    assertThat(database.rows("SELECT count(*) FROM zdm_ledger")).containsExactly("4");
    database.assertConverges();
  }

  @Test
  @DisplayName("trap 36: savepoints: 100 mirrored writes in one transaction are all on v2")
  void manyWrites() throws Exception {
    MirroredDatabase database = Items.mirrored();
    try (Connection zdm = database.zdm();
        PreparedStatement insert =
            zdm.prepareStatement("INSERT INTO items (id, st, n) VALUES (?, 'x', 1)")) {
      zdm.setAutoCommit(false);
      for (int id = 1; id <= 50; id++) {
        insert.setInt(1, id);
        insert.executeUpdate();
        MirroredDatabase.update(zdm, "UPDATE items SET n = n + 1 WHERE id = " + (id + 1) / 2);
      }
      MirroredDatabase.update(zdm, "DELETE FROM items WHERE id = 7");
      zdm.commit();
    }
    assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("49");
    database.assertEqual();
  }

  @Test
  @DisplayName("trap 61: savepoints: a cursor that is open survives mirrored writes")
  void cursors() throws Exception {
    MirroredDatabase database = Items.mirrored();
    database.run(
        "INSERT INTO items SELECT g, 'x', 0 FROM generate_series(1, 50) g",
        "INSERT INTO items_v2 SELECT id, st, n, version FROM items");
    List<Integer> seen = new ArrayList<>();
    try (Connection zdm = database.zdm();
        Statement reading = zdm.createStatement()) {
      zdm.setAutoCommit(false);
      reading.setFetchSize(5);
      try (ResultSet rows = reading.executeQuery("SELECT id FROM items ORDER BY id")) {
        while (rows.next()) {
          int id = rows.getInt(1);
          seen.add(id);
          // v2 refuses some: the cursor outlives ROLLBACK TO, too
          int n = id % 10 == 0 ? 5_000 : id;
          MirroredDatabase.update(zdm, "UPDATE items SET n = " + n + " WHERE id = " + id);
        }
      }
      zdm.commit();
    }
    assertThat(seen).hasSize(50);
    assertThat(database.rows("SELECT row_key FROM zdm_ledger"))
        .contains("{\"id\":10}", "{\"id\":30}", "{\"id\":50}");
    database.run("UPDATE items SET n = 0 WHERE n > 1000");
    database.assertConverges();
  }

  @Test
  @DisplayName("trap 36: reads: one that fails on v2 inside a transaction leaves no 25P02")
  void failingRead() throws Exception {
    MirroredDatabase database = Items.mirrored("1, 'a', 0");
    try (Connection zdm = database.zdm("zdm.read.percent=100")) {
      zdm.setAutoCommit(false);
      assertThat(MirroredDatabase.rows(zdm, "SELECT st FROM items WHERE id = 1"))
          .containsExactly("a");
      zdm.commit();
      database.run("ALTER TABLE items_v2 RENAME COLUMN st TO gone");
      assertThat(MirroredDatabase.rows(zdm, "SELECT st FROM items WHERE id = 1"))
          .containsExactly("a");
      assertThat(MirroredDatabase.update(zdm, "UPDATE items SET n = 3 WHERE id = 1")).isEqualTo(1);
      assertThat(MirroredDatabase.rows(zdm, "SELECT n FROM items WHERE id = 1"))
          .containsExactly("3");
      zdm.commit();
    }
    database.run("ALTER TABLE items_v2 RENAME COLUMN gone TO st");
    assertThat(database.rows("SELECT n FROM items")).containsExactly("3");
    database.assertConverges();
  }
}
