package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

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
class DeferredCopyTest extends LongTransaction {
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
  @ValueSource(strings = {"", "autosave=always", "preferQueryMode=simple"})
  @DisplayName("trap 37: are copied once more where the copy was behind a savepoint that is gone")
  void copiedBehindSavepoint(String setting) throws SQLException {
    try (Connection c =
        opened(
            "zdm.phase=mirror&zdm.relay=off&zdm.read.percent=100&" + setting,
            "CREATE TABLE makers(id int PRIMARY KEY)",
            "CREATE TABLE makers_v2(id int PRIMARY KEY)",
            "CREATE TABLE tools(id int PRIMARY KEY, maker int REFERENCES makers ON DELETE CASCADE)",
            "CREATE TABLE tools_v2(id int PRIMARY KEY, maker int)",
            "INSERT INTO makers VALUES (1)",
            "INSERT INTO makers_v2 VALUES (1)",
            "INSERT INTO songs(id, title, plays) VALUES (100000, 'x', 0)",
            "INSERT INTO songs_v2 SELECT * FROM songs")) {
      for (String way : List.of("call", "ROLLBACK TO app", "SELECT 1; ROLLBACK TO app", "batch")) {
        insert(c, 0, 40);
        Savepoint savepoint = c.setSavepoint("app");
        Sql.run(c, "DELETE FROM makers WHERE id = 1"); // before it, what is recorded is copied
        switch (way) {
          case "call" -> c.rollback(savepoint);
          case "batch" -> {
            try (Statement batch = c.createStatement()) {
              batch.addBatch("ROLLBACK TO app");
              batch.executeBatch();
            }
          }
          default -> Sql.run(c, way);
        }
        assertThat(Sql.rows(c, "SELECT count(*) FROM songs WHERE title LIKE 't%'"))
            .containsExactly("40");
        c.commit();
        assertSame();
        Sql.run(c, "DELETE FROM songs WHERE title LIKE 't%'");
        c.commit();
      }
    }
    assertThat(raw("SELECT id FROM makers_v2")).containsExactly("1");
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
}
