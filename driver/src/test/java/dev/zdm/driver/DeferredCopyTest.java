package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("trap 36: many mirrored writes in one transaction on PostgreSQL")
class DeferredCopyTest {
  private static final Engine ENGINE = Engine.POSTGRESQL;
  private static final String DIFFERENT =
      "SELECT coalesce(s.id, t.id) FROM songs s FULL JOIN songs_v2 t ON s.id = t.id"
          + " WHERE s.id IS NULL OR t.id IS NULL OR s.title <> t.title OR s.plays <> t.plays";

  private String tail;

  private Connection open(String... ddl) throws SQLException {
    return opened("zdm.phase=mirror&zdm.relay=off", ddl);
  }

  private Connection opened(String settings, String... ddl) throws SQLException {
    tail = ENGINE.newDatabase();
    ENGINE.create(
        tail,
        "CREATE TABLE songs(id ID, title text NOT NULL UNIQUE, plays int DEFAULT 0)",
        "CREATE TABLE songs_v2(id bigint PRIMARY KEY, title text NOT NULL UNIQUE, plays int"
            + " CHECK (plays < 5000))");
    ENGINE.create(tail, ddl);
    Connection connection = DriverManager.getConnection("jdbc:zdm:" + ENGINE.with(tail, settings));
    connection.setAutoCommit(false);
    return connection;
  }

  private List<String> raw(String query) throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      return Sql.rows(raw, query);
    }
  }

  private long nextTransaction() throws SQLException {
    return Long.parseLong(raw("SELECT pg_current_xact_id()").get(0));
  }

  private void assertSame() throws SQLException {
    assertThat(raw(DIFFERENT)).as("rows that differ").isEmpty();
    assertThat(raw("SELECT * FROM zdm_ledger")).as("ledger").isEmpty();
  }

  private static void insert(Connection c, int from, int to) throws SQLException {
    try (PreparedStatement p = c.prepareStatement("INSERT INTO songs(title) VALUES (?)")) {
      for (int i = from; i < to; i++) {
        p.setString(1, "t" + i);
        assertThat(p.executeUpdate()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  @DisplayName("take no more than 64 subtransactions, and v2 has them all when it commits")
  void subtransactions(int writes) throws SQLException {
    try (Connection c = open()) {
      long before = nextTransaction();
      insert(c, 0, writes / 2);
      try (PreparedStatement update =
              c.prepareStatement("UPDATE songs SET plays = plays + 1 WHERE title = ?");
          PreparedStatement delete = c.prepareStatement("DELETE FROM songs WHERE title = ?")) {
        for (int i = 0; i < writes / 2; i++) {
          PreparedStatement p = i % 3 == 0 ? delete : update;
          p.setString(1, "t" + i);
          assertThat(p.executeUpdate()).isEqualTo(1);
        }
      }
      assertThat(nextTransaction() - before).isBetween(2L, 64L);
      c.commit();
      assertThat(c.getAutoCommit()).isFalse();
      insert(c, writes, writes + 1);
      c.commit();
    }
    assertThat(raw("SELECT count(*) FROM songs_v2")).doesNotContain("0");
    assertSame();
  }

  @Test
  @DisplayName("trap 37: follow the application's savepoints")
  void savepoints() throws SQLException {
    Random random = new Random(7);
    try (Connection c = open()) {
      for (int round = 0; round < 20; round++) {
        Savepoint savepoint = null;
        for (int i = 0; i < 80; i++) {
          int title = random.nextInt(60);
          switch (random.nextInt(8)) {
            case 0 -> savepoint = c.setSavepoint();
            case 1 -> {
              if (savepoint != null) {
                c.rollback(savepoint);
              }
            }
            case 2 -> Sql.run(c, "DELETE FROM songs WHERE title = 't" + title + "'");
            case 3, 4 ->
                Sql.run(c, "UPDATE songs SET plays = plays + 1 WHERE plays % 5 = " + title % 5);
            default ->
                Sql.run(
                    c, "INSERT INTO songs(title) VALUES ('t" + title + "') ON CONFLICT DO NOTHING");
          }
        }
        if (round % 5 == 4) {
          c.rollback();
        } else {
          c.commit();
        }
        assertSame();
      }
    }
    assertThat(raw("SELECT count(*) FROM songs_v2")).doesNotContain("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "END",
        "COMMIT AND CHAIN",
        "PREPARE TRANSACTION 'both'",
        "INSERT INTO other VALUES (1); COMMIT",
        "COMMIT; BEGIN",
      })
  @DisplayName("are copied before a transaction is ended by text")
  void endedByText(String end) throws SQLException {
    try (Connection c = open("CREATE TABLE other(id int)")) {
      c.setAutoCommit(true);
      Sql.run(c, "BEGIN");
      insert(c, 0, 40);
      Sql.run(c, end);
      if (end.startsWith("PREPARE")) {
        Sql.run(c, "COMMIT PREPARED 'both'");
      }
      assertThat(raw("SELECT count(*) FROM songs_v2")).containsExactly("40");
      assertSame();
    }
  }

  @Test
  @DisplayName("are copied before a batch of texts that commits")
  void endedByBatch() throws SQLException {
    try (Connection c = open("CREATE TABLE other(id int)");
        Statement s = c.createStatement()) {
      c.setAutoCommit(true);
      Sql.run(c, "BEGIN");
      insert(c, 0, 40);
      s.addBatch("INSERT INTO other VALUES (1)");
      s.addBatch("COMMIT");
      s.executeBatch();
      assertSame();
    }
  }

  @Test
  @DisplayName("are copied when autocommit is switched on, and forgotten by a rollback")
  void autoCommit() throws SQLException {
    try (Connection c = open()) {
      insert(c, 0, 40);
      c.setAutoCommit(true);
      assertThat(raw("SELECT count(*) FROM songs_v2")).containsExactly("40");
      assertSame();
      c.setAutoCommit(false);
      insert(c, 40, 80);
      c.rollback();
      assertThat(raw("SELECT count(*) FROM songs")).containsExactly("40");
      assertSame();
    }
  }

  @Test
  @DisplayName("trap 46: are read by their own transaction from v1, and by others from v2")
  void ownReads() throws SQLException {
    try (Connection c =
        opened("zdm.phase=mirror&zdm.read.percent=100&zdm.read.keyless=statement")) {
      insert(c, 0, 1);
      c.commit();
      Sql.run(c, "UPDATE songs_v2 SET title = 'on v2'");
      c.commit();
      insert(c, 1, 40);
      assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly("40");
      try (Connection other =
          DriverManager.getConnection(
              "jdbc:zdm:"
                  + ENGINE.with(
                      tail, "zdm.phase=mirror&zdm.read.percent=100&zdm.read.keyless=statement"))) {
        assertThat(Sql.rows(other, "SELECT title FROM songs WHERE id = 1"))
            .containsExactly("on v2");
      }
      c.commit();
      assertThat(Sql.rows(c, "SELECT title FROM songs WHERE id = 1")).containsExactly("on v2");
    }
  }

  @Test
  @DisplayName("C5: stand on v1 when v2 refuses one of them, and the ledger has them all")
  void refused() throws SQLException {
    try (Connection c = open()) {
      insert(c, 0, 40);
      Sql.run(c, "UPDATE songs SET plays = 9000 WHERE title = 't39'");
      c.commit();
      assertThat(raw("SELECT count(*) FROM songs")).containsExactly("40");
      assertThat(raw("SELECT count(*), min(reason) LIKE '%23514%' FROM zdm_ledger"))
          .containsExactly("9|t");
      assertThat(Sql.rows(c, "SELECT plays FROM songs WHERE title = 't39'"))
          .containsExactly("9000");
    }
  }

  @Test
  @DisplayName("C5: wait for v2's rows for a bounded time")
  void held() throws SQLException {
    try (Connection c = open();
        Connection other = ENGINE.raw(tail)) {
      insert(c, 0, 40);
      c.commit();
      other.setAutoCommit(false);
      Sql.run(other, "LOCK TABLE songs_v2 IN SHARE ROW EXCLUSIVE MODE", "SELECT 1");
      Sql.run(other, "ROLLBACK");
      for (int i = 0; i < 40; i++) {
        if (i == 39) {
          Sql.run(other, "SELECT * FROM songs_v2 WHERE title = 't39' FOR UPDATE");
        }
        Sql.run(c, "UPDATE songs SET plays = 1 WHERE title = 't" + i + "'");
      }
      c.commit();
      other.rollback();
      assertThat(raw("SELECT DISTINCT reason LIKE '%55P03%' FROM zdm_ledger")).containsExactly("t");
      assertThat(Sql.rows(c, "SHOW lock_timeout")).containsExactly("0");
    }
  }

  @Test
  @DisplayName("C2: fail with their own error, and the transaction as v1's would")
  void ownError() throws SQLException {
    try (Connection c = open()) {
      insert(c, 0, 40);
      assertThatThrownBy(() -> insert(c, 39, 40))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      assertThatThrownBy(() -> insert(c, 41, 42))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
      assertThat(endOfFailed(c)).isEqualTo(endOfFailedRaw());
      insert(c, 0, 1);
      c.commit();
    }
    assertThat(raw("SELECT title FROM songs")).containsExactly("t0");
    assertSame();
  }

  /** What commit() says of a transaction that has failed. */
  private static String endOfFailed(Connection c) {
    try {
      c.commit();
      return "nothing";
    } catch (SQLException e) {
      return e.getClass() + " " + e.getSQLState() + " " + e.getMessage();
    }
  }

  private String endOfFailedRaw() throws SQLException {
    try (Connection raw = ENGINE.raw(tail)) {
      raw.setAutoCommit(false);
      assertThatThrownBy(() -> Sql.run(raw, "SELECT 1 / 0")).isInstanceOf(SQLException.class);
      return endOfFailed(raw);
    }
  }

  @Test
  @DisplayName("C2: surface what fails at COMMIT, a deferred constraint of v1")
  void failsAtCommit() throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE album(id int PRIMARY KEY)",
            "ALTER TABLE songs ADD FOREIGN KEY (plays) REFERENCES album"
                + " DEFERRABLE INITIALLY DEFERRED",
            "INSERT INTO album VALUES (0)")) {
      insert(c, 0, 40);
      Sql.run(c, "UPDATE songs SET plays = 77 WHERE title = 't3'");
      assertThatThrownBy(c::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
      assertThat(Sql.rows(c, "SELECT count(*) FROM songs")).containsExactly("0");
      insert(c, 0, 40);
      c.commit();
    }
    assertThat(raw("SELECT count(*) FROM songs")).containsExactly("40");
    assertSame();
  }

  @Test
  @DisplayName("policy fail: fail with the transaction, without a savepoint")
  void policyFail() throws SQLException {
    try (Connection c = opened("zdm.phase=mirror&zdm.mirror.failure=fail")) {
      long before = nextTransaction();
      insert(c, 0, 100);
      assertThat(nextTransaction() - before).isBetween(2L, 64L);
      assertThatThrownBy(() -> Sql.run(c, "UPDATE songs SET plays = 9000 WHERE title = 't3'"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
      c.rollback();
      insert(c, 0, 100);
      c.commit();
    }
    assertThat(raw("SELECT count(*) FROM songs_v2")).containsExactly("100");
    assertSame();
  }

  @Test
  @DisplayName("trap 7: leave lastval() to v1's sequence")
  void lastval() throws SQLException {
    try (Connection c = open()) {
      insert(c, 0, 40);
      assertThat(Sql.rows(c, "SELECT lastval()")).containsExactly("40");
      c.commit();
      assertThat(Sql.rows(c, "SELECT lastval()")).containsExactly("40");
    }
  }

  @Test
  @DisplayName("are copied parents first, deleted children first, and cascade as on v1")
  void foreignKeys() throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE fans(id ID, song bigint REFERENCES songs, name text)",
            "CREATE TABLE fans_v2(id bigint PRIMARY KEY, song bigint REFERENCES songs_v2,"
                + " name text)",
            "CREATE TABLE cover(id ID, song bigint REFERENCES songs ON DELETE CASCADE)",
            "CREATE TABLE cover_v2(id bigint PRIMARY KEY, song bigint REFERENCES songs_v2"
                + " ON DELETE CASCADE)")) {
      for (int i = 1; i <= 60; i++) {
        insert(c, i, i + 1);
        Sql.run(c, "INSERT INTO fans(song, name) VALUES (" + i + ", 'f" + i + "')");
        Sql.run(c, "INSERT INTO cover(song) VALUES (" + i + ")");
      }
      c.commit();
      assertThat(raw("SELECT count(*) FROM fans_v2")).containsExactly("60");
      for (int i = 1; i <= 50; i++) {
        Sql.run(c, "DELETE FROM fans WHERE song = " + i, "DELETE FROM songs WHERE id = " + i);
        Sql.run(c, "INSERT INTO songs(id, title) VALUES (" + i + ", 't" + i + "')");
      }
      c.commit();
      assertThat(raw("SELECT id, song FROM cover_v2 ORDER BY 1"))
          .isEqualTo(raw("SELECT id, song FROM cover ORDER BY 1"));
      assertThat(raw("SELECT id, song FROM fans_v2 ORDER BY 1"))
          .isEqualTo(raw("SELECT id, song FROM fans ORDER BY 1"))
          .hasSize(10);
      for (int i = 1; i <= 40; i++) {
        Sql.run(c, "UPDATE fans SET name = 'g" + i + "' WHERE id = 51");
      }
      insert(c, 200, 201);
      Sql.run(c, "UPDATE fans SET song = (SELECT id FROM songs WHERE title = 't200')");
      Sql.run(c, "DELETE FROM songs WHERE id = 60");
      c.commit();
    }
    assertSame();
    assertThat(raw("SELECT id, song, name FROM fans_v2 ORDER BY 1"))
        .isEqualTo(raw("SELECT id, song, name FROM fans ORDER BY 1"));
  }

  @Test
  @DisplayName("move unique values along in the application's order")
  void shifted() throws SQLException {
    try (Connection c =
        open(
            "CREATE TABLE track(id int PRIMARY KEY, place int UNIQUE)",
            "CREATE TABLE track_v2(id int PRIMARY KEY, place int UNIQUE)")) {
      Sql.run(c, "INSERT INTO track SELECT i, i FROM generate_series(1, 80) AS n(i)");
      c.commit();
      for (int i = 80; i >= 1; i--) {
        Sql.run(c, "UPDATE track SET place = place + 1 WHERE id = " + i);
      }
      c.commit();
    }
    assertThat(raw("SELECT * FROM track_v2 ORDER BY 1"))
        .isEqualTo(raw("SELECT * FROM track ORDER BY 1"));
    assertSame();
  }

  @Test
  @DisplayName("section 9: at REPEATABLE READ leave in the ledger a row deleted before it was seen")
  void repeatableRead() throws SQLException {
    try (Connection c = open();
        Connection copier = ENGINE.raw(tail)) {
      insert(c, 0, 40);
      c.commit();
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 40");
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      for (int i = 0; i < 39; i++) {
        Sql.run(c, "UPDATE songs SET plays = 1 WHERE title = 't" + i + "'");
      }
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 40");
      Sql.run(c, "DELETE FROM songs WHERE id = 40");
      c.commit();
      assertThat(raw(DIFFERENT)).containsExactly("40");
      assertThat(raw("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":40}");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("C5: hold reads of a table on v1 where a deleted row was not seen on v2")
  void unseen(boolean deferred) throws SQLException {
    String reads = "zdm.read.percent=100&zdm.read.keyless=statement&zdm.control.interval=60000";
    try (Connection c = opened("zdm.phase=mirror&zdm.relay=off&" + reads);
        Connection copier = ENGINE.raw(tail)) {
      insert(c, 0, 40);
      c.commit();
      Sql.run(copier, "DELETE FROM songs_v2 WHERE id = 40");
      c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Sql.rows(c, "SELECT 1");
      Sql.run(copier, "INSERT INTO songs_v2 SELECT * FROM songs WHERE id = 40");
      for (int i = 0; i < (deferred ? 35 : 1); i++) {
        Sql.run(c, "UPDATE songs SET plays = 1 WHERE title = 't" + i + "'");
      }
      Sql.run(c, "DELETE FROM songs WHERE id = 40");
      c.commit();
      assertThat(raw("SELECT row_key FROM zdm_ledger")).contains("{\"id\":40}");
      assertThat(Sql.rows(c, "SELECT id FROM songs WHERE id = 40")).isEmpty();
    }
  }

  @Test
  @DisplayName("are on v2 before a row that refers to them and whose table may not wait")
  void mixedPolicies() throws SQLException {
    try (Connection c =
        opened(
            "zdm.phase=mirror&zdm.relay=off&zdm.mirror.failure.fans=fail",
            "CREATE TABLE fans(id int PRIMARY KEY, song bigint REFERENCES songs)",
            "CREATE TABLE fans_v2(id int PRIMARY KEY, song bigint REFERENCES songs_v2)")) {
      for (int i = 1; i <= 40; i++) {
        insert(c, i, i + 1);
        Sql.run(c, "INSERT INTO fans VALUES (" + i + ", " + i + ")");
      }
      c.commit();
    }
    assertThat(raw("SELECT count(*) FROM fans_v2")).containsExactly("40");
    assertSame();
  }

  @Test
  @DisplayName(
      "stand on v1 when v2 refuses them, with no more rights on the ledger than it asks for")
  void leastRights() throws SQLException {
    try (Connection owner = open();
        Connection raw = ENGINE.raw(tail)) {
      insert(owner, 0, 1);
      owner.commit();
      Sql.run(
          raw,
          "CREATE ROLE least",
          "GRANT SELECT, INSERT, UPDATE, DELETE ON songs, songs_v2 TO least",
          "GRANT SELECT, INSERT, DELETE ON zdm_ledger TO least");
      try (Connection c =
          DriverManager.getConnection(
              "jdbc:zdm:" + ENGINE.with(tail, "zdm.phase=mirror&options=-c%20role=least"))) {
        c.setAutoCommit(false);
        for (int i = 0; i < 40; i++) {
          Sql.run(c, "UPDATE songs SET plays = " + 1000 * (i / 8));
        }
        Sql.run(c, "UPDATE songs SET plays = 9000");
        c.commit();
      } finally {
        Sql.run(raw, "DROP OWNED BY least", "DROP ROLE least");
      }
    }
    assertThat(raw("SELECT plays FROM songs")).containsExactly("9000");
  }
}
