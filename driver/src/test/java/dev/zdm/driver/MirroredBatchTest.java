package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same batch on the raw driver and through zdm, on twin databases. */
@DisplayName("A prepared batch on PostgreSQL")
class MirroredBatchTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String[] TABLES = {
    "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
    "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL UNIQUE, plays int"
        + " CHECK (plays < 500))",
    "CREATE TABLE tags(kind char(3), tag uuid, place int UNIQUE, PRIMARY KEY (kind, tag))",
    "CREATE TABLE tags_v2(kind char(3), tag uuid, place int UNIQUE, PRIMARY KEY (kind, tag))",
    "INSERT INTO songs(title) SELECT 's' || i FROM generate_series(1, 20) AS n(i)",
    "INSERT INTO songs_v2 SELECT * FROM songs",
  };
  private static final List<String> SAME = List.of("songs", "tags");

  private String rawTail;
  private String zdmTail;

  @BeforeEach
  void create() throws SQLException {
    rawTail = ENGINE.newDatabase();
    zdmTail = ENGINE.newDatabase();
    ENGINE.create(rawTail, TABLES);
    ENGINE.create(zdmTail, TABLES);
  }

  private void both(String... ddl) throws SQLException {
    ENGINE.create(rawTail, ddl);
    ENGINE.create(zdmTail, ddl);
  }

  @FunctionalInterface
  private interface Use {
    String of(Connection connection) throws SQLException;
  }

  private Connection zdm(String more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:zdm:" + ENGINE.with(zdmTail, "zdm.phase=mirror&zdm.relay=off" + more));
  }

  /** Compares what both give, in autocommit or not, and v1 afterwards. */
  private void assertSame(boolean autoCommit, Use use) throws SQLException {
    String expected;
    String actual;
    try (Connection raw = ENGINE.raw(rawTail);
        Connection zdm = zdm("")) {
      raw.setAutoCommit(autoCommit);
      zdm.setAutoCommit(autoCommit);
      expected = use.of(raw);
      actual = use.of(zdm);
      assertThat(zdm.getAutoCommit()).isEqualTo(autoCommit);
      if (!autoCommit) {
        raw.commit();
        zdm.commit();
      }
    }
    assertThat(actual).isEqualTo(expected);
    for (String table : SAME) {
      assertThat(rows(zdmTail, table)).as(table).isEqualTo(rows(rawTail, table));
    }
  }

  private void assertMirrored() throws SQLException {
    for (String table : SAME) {
      assertThat(rows(zdmTail, table + "_v2")).as(table).isEqualTo(rows(zdmTail, table));
    }
    assertThat(query("SELECT row_key FROM zdm_ledger")).isEmpty();
  }

  private static List<String> rows(String tail, String table) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, "SELECT * FROM " + table + " ORDER BY 1, 2");
    }
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection raw = ENGINE.raw(zdmTail)) {
      return Sql.rows(raw, sql);
    }
  }

  private static String run(PreparedStatement p, Object[]... entries) throws SQLException {
    for (Object[] entry : entries) {
      for (int i = 0; i < entry.length; i++) {
        p.setObject(i + 1, entry[i]);
      }
      p.addBatch();
    }
    try {
      return Arrays.toString(p.executeBatch());
    } catch (BatchUpdateException e) {
      return Arrays.toString(e.getUpdateCounts())
          + e.getSQLState()
          + e.getMessage()
          + e.getNextException().getMessage();
    }
  }

  private static Object[] entry(Object... values) {
    return values;
  }

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
  @DisplayName("trap 54: that fails in a transaction fails in the driver's words")
  void failsInTransaction() throws SQLException {
    assertSame(
        false,
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO songs(id, title) VALUES (?, ?)")) {
            String answer = run(p, entry(101, "a"), entry(102, "s1"), entry(103, "b"));
            c.rollback();
            return answer + run(p, entry(101, "a"));
          }
        });
    assertMirrored();
  }

  @Test
  @DisplayName("C2: that fails in autocommit leaves nothing, and says so")
  void failsInAutocommit() throws SQLException {
    try (Connection c = zdm("");
        PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      assertThat(run(p, entry("a"), entry("s1"), entry("b"))).startsWith("[-3, -3, -3]23505");
      assertThat(c.getAutoCommit()).isTrue();
      assertThat(query("SELECT count(*) FROM songs")).containsExactly("20");
      assertThat(run(p, entry("a"))).isEqualTo("[1]");
    }
    assertMirrored();
  }

  @Test
  @DisplayName("C5: that v2 refuses stands on v1, and the ledger has its keys")
  void refused() throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (Connection c = zdm("");
          PreparedStatement p = c.prepareStatement("UPDATE songs SET plays = ? WHERE title = ?")) {
        c.setAutoCommit(autoCommit);
        assertThat(run(p, entry(900, "s1"), entry(1, "s2"))).isEqualTo("[1, 1]");
        assertThat(run(p, entry(3, "s3"))).isEqualTo("[1]");
        if (!autoCommit) {
          c.commit();
        }
        assertThat(c.getAutoCommit()).isEqualTo(autoCommit);
      }
      assertThat(query("SELECT row_key FROM zdm_ledger ORDER BY 1"))
          .containsExactly("{\"id\":1}", "{\"id\":2}");
      assertThat(query("SELECT plays FROM songs_v2 WHERE id <= 3 ORDER BY id"))
          .containsExactly("0", "0", "3");
      Sql.run(ENGINE.raw(zdmTail), "TRUNCATE zdm_ledger");
    }
  }

  @Test
  @DisplayName("policy fail: that v2 refuses cannot be committed on v1 alone")
  void policyFail() throws SQLException {
    try (Connection c = zdm("&zdm.mirror.failure=fail");
        PreparedStatement p = c.prepareStatement("UPDATE songs SET plays = ? WHERE title = ?")) {
      assertThatThrownBy(() -> run(p, entry(900, "s1"))).hasMessageContaining("wrote nothing");
      c.setAutoCommit(false);
      assertThatThrownBy(() -> run(p, entry(900, "s1"))).hasMessageContaining("wrote nothing");
      assertThatThrownBy(() -> Sql.run(c, "SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      c.rollback();
      assertThat(run(p, entry(7, "s1"))).isEqualTo("[1]");
      c.commit();
    }
    assertThat(query("SELECT plays FROM songs_v2 WHERE id = 1")).containsExactly("7");
    assertMirrored();
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
  @DisplayName("C2: whose deferred constraint fails at its end fails as a batch")
  void deferredConstraint() throws SQLException {
    both(
        "CREATE TABLE album(id int PRIMARY KEY)",
        "INSERT INTO album VALUES (0)",
        "ALTER TABLE songs ADD FOREIGN KEY (plays) REFERENCES album DEFERRABLE INITIALLY"
            + " DEFERRED");
    Use use =
        c -> {
          try (PreparedStatement p =
              c.prepareStatement("INSERT INTO songs(title, plays) VALUES (?, ?)")) {
            p.setString(1, "a");
            p.setInt(2, 77);
            p.addBatch();
            p.executeBatch();
            return "nothing";
          } catch (BatchUpdateException e) {
            return Arrays.toString(e.getUpdateCounts()) + e.getSQLState();
          }
        };
    assertSame(true, use);
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

  @Test
  @DisplayName("C5: holds reads of the table on v1 where a deleted row was not seen on v2")
  void unseen() throws SQLException {
    String reads = "&zdm.read.percent=100&zdm.read.keyless=statement&zdm.control.interval=60000";
    try (Connection c = zdm(reads);
        Connection copier = ENGINE.raw(zdmTail);
        PreparedStatement p = c.prepareStatement("DELETE FROM songs WHERE id = ?")) {
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 4");
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      c.setAutoCommit(false);
      Sql.rows(c, "SELECT 1");
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 4");
      assertThat(run(p, entry(4), entry(5))).isEqualTo("[1, 1]");
      c.commit();
      assertThat(query("SELECT row_key FROM zdm_ledger")).contains("{\"id\":4}");
      assertThat(Sql.rows(c, "SELECT id FROM songs WHERE id = 4")).isEmpty();
    }
  }
}
