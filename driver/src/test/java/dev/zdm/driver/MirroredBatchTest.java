package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A prepared batch on PostgreSQL")
class MirroredBatchTest extends TwinBatches {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("that brings its own keys is mirrored by them")
  void ownKeys(boolean autoCommit) throws SQLException {
    UUID tag = UUID.fromString("3bca1dc1-5a43-4b3f-9a52-5d0a5f9e7d10");
    assertSame(
        autoCommit,
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO tags(place, tag, kind) VALUES (1 + ?, ?, ?)")) {
            return run(p, entry(1, tag, "a"), entry(2, tag, "b\"c"))
                + run(p, entry(3, tag, "\\"))
                + p.getGeneratedKeys().next();
          }
        });
    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO songs(title) VALUES (?)",
        "INSERT INTO songs(title) VALUES (?) RETURNING plays, title AS called",
        "INSERT INTO songs(title) VALUES (?) ON CONFLICT (title) DO UPDATE SET plays = 7",
        "UPDATE songs SET plays = plays + 1 WHERE title = ?",
        "UPDATE songs SET plays = plays + 1 WHERE title = ? RETURNING id AS title",
        "DELETE FROM songs WHERE title = ?",
        "DELETE FROM songs AS s WHERE title = ? RETURNING *",
        "INSERT INTO songs VALUES (nextval('songs_id_seq'), ?, 3)",
      })
  @DisplayName("traps 2 and 15: gives what the raw driver gives, with and without RETURNING")
  void kinds(String sql) throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      for (boolean wanted : new boolean[] {true, false}) {
        String suffix = autoCommit + "" + wanted;
        assertSame(
            autoCommit,
            c -> {
              try (PreparedStatement p =
                  wanted
                      ? c.prepareStatement(sql, new String[] {"id", "title", "plays"})
                      : c.prepareStatement(sql)) {
                String counts =
                    run(p, entry(autoCommit ? "y" + suffix : "s1"), entry("x" + suffix))
                        + run(p, entry("s5" + suffix), entry("s6" + wanted));
                return counts + (wanted && !sql.contains("RETURNING") ? keys(p) : "");
              }
            });
        assertMirrored();
      }
    }
  }

  private static String keys(PreparedStatement p) throws SQLException {
    return Sql.rows(p.getGeneratedKeys()).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE songs SET id = id + 1000 WHERE title = ?",
        "UPDATE songs SET id = id + 1000 WHERE title = ? RETURNING id, title",
      })
  @DisplayName("trap 16: that changes keys moves the rows on v2")
  void changesKeys(String sql) throws SQLException {
    try (Connection raw = ENGINE.raw(rawTail)) {
      if (raw.getMetaData().getDatabaseMajorVersion() < 18) {
        try (Connection zdm = zdm("");
            PreparedStatement p = zdm.prepareStatement(sql)) {
          p.setString(1, "s1");
          assertThatThrownBy(p::addBatch).hasMessageContaining("PostgreSQL 18");
        }
        return;
      }
    }
    for (boolean autoCommit : new boolean[] {true, false}) {
      assertSame(
          autoCommit,
          c -> {
            try (PreparedStatement p = c.prepareStatement(sql)) {
              return run(p, entry("s1"), entry("s2"), entry("none"), entry("s1"));
            }
          });
      assertMirrored();
    }
  }

  @Test
  @DisplayName("traps 4 and 5: whose keys a trigger changes is mirrored by what was stored")
  void changedByTrigger() throws SQLException {
    both(
        "CREATE FUNCTION louder() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN NEW.id := NEW.id + 500; RETURN NEW; END $$",
        "CREATE TRIGGER louder BEFORE INSERT ON songs FOR EACH ROW EXECUTE FUNCTION louder()");
    assertSame(
        true,
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO songs(id, title) VALUES (?, ?)")) {
            return run(p, entry(21L, "a"), entry(22L, "b"));
          }
        });
    assertMirrored();
  }

  @Test
  @DisplayName("moves unique values along in the order of its entries")
  void shifted() throws SQLException {
    UUID tag = new UUID(1, 2);
    for (String table : List.of("tags", "tags_v2")) {
      both(
          "INSERT INTO "
              + table
              + " SELECT i, '"
              + tag
              + "', i FROM generate_series(1, 9) AS n(i)");
    }
    assertSame(
        true,
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("UPDATE tags SET place = place + 1 WHERE place = ?")) {
            return run(p, entry(9), entry(8), entry(7), entry(6), entry(5), entry(4));
          }
        });
    assertMirrored();
  }

  @Test
  @DisplayName("trap 35: leaves autocommit as any thread sees it, while it runs")
  void autoCommitOfOthers() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Connection c = zdm("");
        Connection other = ENGINE.raw(zdmTail);
        PreparedStatement p = c.prepareStatement("UPDATE songs SET plays = 1 WHERE title = ?")) {
      other.setAutoCommit(false);
      Sql.run(other, "SELECT * FROM songs WHERE title = 's1' FOR UPDATE");
      Future<String> batch = executor.submit(() -> run(p, entry("s1"), entry("s2")));
      Await.until(() -> !query("SELECT 1 FROM pg_locks WHERE NOT granted").isEmpty());
      assertThat(c.getAutoCommit()).isTrue();
      other.rollback();
      assertThat(batch.get()).isEqualTo("[1, 1]");
      assertThat(c.getAutoCommit()).isTrue();
    } finally {
      executor.shutdownNow();
    }
    assertMirrored();
  }

  @Test
  @DisplayName("keeps reWriteBatchedInserts")
  void rewritten() throws SQLException {
    try (Connection c = zdm("&reWriteBatchedInserts=true");
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(id, title) VALUES (?, ?)")) {
      assertThat(run(p, entry(21L, "a"), entry(22L, "b"), entry(23L, "c"), entry(24L, "d")))
          .isEqualTo("[-2, -2, -2, -2]");
    }
    assertMirrored();
  }

  @Test
  @DisplayName("section 9: at REPEATABLE READ leaves in the ledger what it deleted unseen")
  void repeatableRead() throws SQLException {
    try (Connection c = zdm("");
        Connection copier = ENGINE.raw(zdmTail);
        PreparedStatement p = c.prepareStatement("DELETE FROM songs WHERE title = ?")) {
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 1");
      c.setAutoCommit(false);
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Sql.run(c, "SELECT 1 FROM tags");
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 1");
      assertThat(run(p, entry("s1"), entry("s2"))).isEqualTo("[1, 1]");
      c.commit();
    }
    assertThat(query("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
    assertThat(query("SELECT id FROM songs_v2 WHERE id < 3")).containsExactly("1");
  }

  @Test
  @DisplayName("trap 36: many in one transaction are copied before it commits")
  void many() throws SQLException {
    assertSame(
        false,
        c -> {
          StringBuilder counts = new StringBuilder();
          try (PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)");
              Statement s = c.createStatement()) {
            for (int i = 0; i < 50; i++) {
              counts.append(run(p, entry("b" + i), entry("c" + i)));
            }
            return counts
                .append(s.executeUpdate("DELETE FROM songs WHERE title = 'b49'"))
                .toString();
          }
        });
    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("whose key is of bytes is mirrored, however the driver has them sent")
  void bytes(boolean keys) throws SQLException {
    both(
        "CREATE TABLE raws(id bytea PRIMARY KEY, note text)",
        "CREATE TABLE raws_v2(id bytea PRIMARY KEY, note text)",
        "INSERT INTO raws VALUES ('\\x01ff', 'a'), ('\\x02', 'b')",
        "INSERT INTO raws_v2 SELECT * FROM raws");
    try (Connection c = zdm("");
        PreparedStatement p =
            c.prepareStatement(
                "UPDATE raws SET note = ? WHERE id = ?",
                keys ? Statement.RETURN_GENERATED_KEYS : Statement.NO_GENERATED_KEYS)) {
      for (int i = 0; i < 12; i++) {
        assertThat(run(p, entry("c" + i, new byte[] {1, -1}), entry("d" + i, new byte[] {2})))
            .isEqualTo("[1, 1]");
        assertThat(rows(zdmTail, "raws_v2")).isEqualTo(rows(zdmTail, "raws"));
      }
    }
    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+3", "5.00"})
  @DisplayName("whose key is a number in another spelling than the column's is mirrored")
  void spelled(String key) throws SQLException {
    both(
        "CREATE TABLE sums(id bigint PRIMARY KEY, note text)",
        "CREATE TABLE sums_v2(id bigint PRIMARY KEY, note text)");
    try (Connection c = zdm("");
        PreparedStatement p = c.prepareStatement("INSERT INTO sums(id, note) VALUES (?, ?)")) {
      assertThat(run(p, entry(new BigDecimal(key), "a"))).isEqualTo("[1]");
    }
    assertThat(rows(zdmTail, "sums_v2")).hasSize(1).isEqualTo(rows(zdmTail, "sums"));
    assertMirrored();
  }
}
