package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A column of v2's that a program gives")
class ProvidedColumnsTest {
  private static final int SEQUENCES = Integer.getInteger("test.sequences", 4);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  @DisplayName("is right after every kind of write, in autocommit")
  void autocommit(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.zdm(100)) {
      for (String sql :
          List.of(
              "INSERT INTO files VALUES (1, '/a', 5, 'x')",
              "INSERT INTO files(id) VALUES (2)",
              "INSERT INTO files VALUES (3, '/it''s \\ \"q\" ü ?', 5, 'x'), (4, '', 6, NULL)",
              "UPDATE files SET path = '/b' WHERE id = 1",
              "UPDATE files SET note = 'other' WHERE id <= 2",
              "UPDATE files SET size = size + 1",
              "INSERT INTO files VALUES (1, '/c', 7, 'up') ON CONFLICT (id) DO UPDATE SET path = excluded.path",
              "INSERT INTO files VALUES (1, '/d', 7, 'no') ON CONFLICT DO NOTHING",
              "INSERT INTO files SELECT id + 10, path || '!', size, note FROM files WHERE path IS NOT NULL",
              "UPDATE files SET path = path || '2' WHERE id > 3 RETURNING id, path",
              "INSERT INTO pages VALUES (1, 1, 'w')",
              "DELETE FROM files WHERE id = 11",
              "INSERT INTO files VALUES (1, '/dup', 1, 'n')",
              "DELETE FROM files WHERE id > 9")) {
        String expected = Migrated.told(raw, sql);
        assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(expected);
        ProvidedFiles.assertProvided(migrated, sql);
      }
      assertThat(Sql.rows(zdm, "SELECT id, path FROM files WHERE id = 1")).containsExactly("1|/c");
    }
    migrated.assertSameTables();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is right after a batch, and its generated keys are the application's")
  void batches(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    for (boolean autocommit : new boolean[] {true, false}) {
      int base = autocommit ? 0 : 100;
      try (Connection zdm = migrated.zdm(0)) {
        zdm.setAutoCommit(autocommit);
        batch(zdm, "INSERT INTO files VALUES (?, 'p' || ?, 1, 'n')", base, 40);
        batch(zdm, "UPDATE files SET path = path || 'x' WHERE id = ? AND ? >= 0", base, 20);
        batch(zdm, "DELETE FROM files WHERE id = ? OR id = -?", base, 5);
        try (Statement text = zdm.createStatement()) {
          text.addBatch("UPDATE files SET path = 't' WHERE id = " + (base + 30));
          text.addBatch("DELETE FROM files WHERE id = " + (base + 31));
          assertThat(text.executeBatch()).containsExactly(1, 1);
        }
        if (!autocommit) {
          Sql.run(zdm, "UPDATE files SET path = 'free' WHERE id = 30 AND path = 't'");
          zdm.commit();
        }
        zdm.setAutoCommit(true);
        Sql.run(zdm, "UPDATE files SET path = 'free' || id WHERE path = 't'");
      }
      ProvidedFiles.assertProvided(migrated, "autocommit " + autocommit);
    }
  }

  private static void batch(Connection zdm, String sql, int base, int entries) throws SQLException {
    try (PreparedStatement statement = zdm.prepareStatement(sql)) {
      for (int i = 1; i <= entries; i++) {
        statement.setInt(1, base + i);
        statement.setInt(2, base + i);
        statement.addBatch();
      }
      int[] ones = IntStream.range(0, entries).map(i -> 1).toArray();
      assertThat(statement.executeBatch()).containsExactly(ones);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is there at COMMIT, not before, and a transaction reads what it wrote")
  void transactions(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection zdm = migrated.zdm(100)) {
      zdm.setAutoCommit(false);
      Sql.run(zdm, "INSERT INTO files VALUES (1, '/a', 5, 'x')");
      Sql.run(zdm, "INSERT INTO pages VALUES (1, 1, 'refers to it')");
      assertThat(Sql.rows(zdm, "SELECT path FROM files WHERE id = 1")).containsExactly("/a");
      Savepoint savepoint = zdm.setSavepoint();
      Sql.run(zdm, "UPDATE files SET path = '/gone' WHERE id = 1");
      Sql.run(zdm, "INSERT INTO files VALUES (2, '/gone too', 5, 'x')");
      zdm.rollback(savepoint);
      Sql.run(zdm, "INSERT INTO files VALUES (3, '/c', 5, 'x')");
      zdm.commit();
      ProvidedFiles.assertProvided(migrated, "committed");
      Sql.run(zdm, "UPDATE files SET path = path || '!'", "DELETE FROM pages");
      zdm.rollback();
      ProvidedFiles.assertProvided(migrated, "rolled back");
      Sql.run(zdm, "UPDATE files SET path = path || '?'");
      if (engine == Engine.POSTGRESQL) {
        Sql.run(zdm, "COMMIT");
      } else {
        zdm.commit(); // its driver has begun the transaction, and ends it
      }
      ProvidedFiles.assertProvided(migrated, "committed by a text");
      Sql.run(zdm, "DELETE FROM pages", "DELETE FROM files WHERE id = 1");
      Sql.run(zdm, "INSERT INTO files VALUES (1, '/back', NULL, NULL)");
      zdm.setAutoCommit(true);
      ProvidedFiles.assertProvided(migrated, "committed by setAutoCommit");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("that cannot be given is v2's failure: v1 has the row, the ledger its key")
  void failing(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(
          zdm,
          "INSERT INTO files VALUES (1, '/a', 5, 'secret'), (2, '/b', 5, 'y')",
          "UPDATE files SET path = '/lost' WHERE id = 1");
      assertThat(Sql.rows(zdm, "SELECT path FROM files WHERE id = 1")).containsExactly("/lost");
      zdm.setAutoCommit(false);
      Sql.run(zdm, "UPDATE files SET path = '/odd' WHERE id = 2");
      zdm.commit();
      zdm.setAutoCommit(true);
      assertThat(Sql.rows(zdm, "SELECT path FROM files WHERE id = 2")).containsExactly("/odd");
      List<String> owed =
          migrated.behind("SELECT row_key, reason FROM zdm_ledger ORDER BY row_key");
      assertThat(owed).hasSize(2);
      assertThat(owed.get(0))
          .contains("{\"id\":1}|", "FileHash", "java.io.FileNotFoundException")
          .doesNotContain("/lost");
      assertThat(owed.get(1)).contains("{\"id\":2}|", "FileHash").contains("List");
      assertThat(migrated.behind("SELECT location FROM files_v2 ORDER BY id"))
          .containsExactly("/a", "/b");
      Sql.run(zdm, "UPDATE files SET path = '/found' WHERE id = 1");
      Sql.run(zdm, "UPDATE files SET path = '/even' WHERE id = 2");
    }
    migrated.drain();
    ProvidedFiles.assertProvided(migrated, "drained");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("that cannot be given fails the write, where that is the policy")
  void failsBoth(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection zdm = migrated.zdm("zdm.mirror.failure=fail&zdm.relay=off")) {
      Sql.run(zdm, "INSERT INTO files VALUES (1, '/a', 5, 'x')");
      assertThatThrownBy(() -> Sql.run(zdm, "INSERT INTO files VALUES (2, '/lost', 5, 'x')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("FileHash");
      try (PreparedStatement batch =
          zdm.prepareStatement("INSERT INTO files VALUES (?, '/lost', 1, 'n')")) {
        batch.setInt(1, 9);
        batch.addBatch();
        assertThatThrownBy(batch::executeBatch).hasMessageContaining("FileHash");
      }
      zdm.setAutoCommit(false);
      Sql.run(zdm, "UPDATE files SET path = '/b' WHERE id = 1");
      assertThatThrownBy(() -> Sql.run(zdm, "UPDATE files SET path = '/lost' WHERE id = 1"))
          .hasMessageContaining("FileHash");
      zdm.rollback();
      Sql.run(zdm, "UPDATE files SET path = '/c' WHERE id = 1");
      zdm.commit();
      zdm.setAutoCommit(true);
    }
    assertThat(migrated.behind("SELECT id, path FROM files")).containsExactly("1|/c");
    ProvidedFiles.assertProvided(migrated, "in the end");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("leaves the application its own errors, rows and generated keys")
  void asRaw(Engine engine) throws Exception {
    Migrated migrated = ProvidedFiles.on(engine, directory);
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.zdm(100)) {
      for (boolean autocommit : new boolean[] {true, false}) {
        for (String sql :
            List.of(
                "INSERT INTO files VALUES (1, '/a', 5, 'x')",
                "INSERT INTO files VALUES (1, '/a', 5, 'x')",
                "INSERT INTO files VALUES (7, '/a', 'five', 'x', 'more')",
                "UPDATE files SET size = nothing",
                "INSERT INTO files(id, path) VALUES (2, '/b') RETURNING path, id",
                "UPDATE files SET size = size / 0 + nothing")) {
          for (Connection c : List.of(raw, zdm)) {
            c.setAutoCommit(autocommit);
          }
          String expected = Migrated.told(raw, sql);
          assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(expected);
          if (!autocommit) {
            raw.commit();
            zdm.commit();
          }
        }
        for (Connection c : List.of(raw, zdm)) {
          c.setAutoCommit(true);
          Sql.run(c, "DELETE FROM files");
        }
      }
      if (engine == Engine.POSTGRESQL) {
        assertThat(keys(zdm)).isEqualTo(keys(raw));
      }
    }
    ProvidedFiles.assertProvided(migrated, "in the end");
  }

  private static String keys(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO files VALUES (5, '/k', 1, 'n'), (6, '/l', 1, 'n')",
            new String[] {"path", "id"})) {
      insert.setFetchSize(1);
      int count = insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        return count + " " + Sql.rows(keys);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is right after random writes, whatever became of them")
  void random(Engine engine) throws Exception {
    long seed = Long.getLong("test.seed", 11);
    for (int i = 0; i < SEQUENCES; i++) {
      Migrated migrated = ProvidedFiles.on(engine, directory);
      new Play(migrated, new Random(seed + i), "seed " + (seed + i)).run();
    }
  }

  /** Random transactions, on both twins. */
  private record Play(Migrated migrated, Random random, String seed) {
    void run() throws Exception {
      try (Connection raw = migrated.twins().raw();
          Connection zdm = migrated.zdm(random.nextInt(3) * 50)) {
        for (int t = 0; t < 25; t++) {
          transaction(raw, zdm);
          ProvidedFiles.assertProvided(migrated, seed + ", transaction " + t);
        }
      }
      migrated.assertSameTables();
    }

    private void transaction(Connection raw, Connection zdm) throws Exception {
      boolean autocommit = random.nextInt(3) == 0;
      raw.setAutoCommit(autocommit);
      zdm.setAutoCommit(autocommit);
      List<Savepoint> savepoints = new ArrayList<>();
      int length = random.nextInt(5) == 0 ? 45 : 1 + random.nextInt(6);
      for (int s = 0; s < length; s++) {
        if (!autocommit && random.nextInt(8) == 0) {
          savepoint(raw, zdm, savepoints);
        }
        String sql = statement();
        String expected = Migrated.told(raw, sql);
        assertThat(Migrated.told(zdm, sql)).as(seed + ": " + sql).isEqualTo(expected);
      }
      if (!autocommit) {
        boolean keeps = random.nextInt(4) > 0;
        for (Connection c : List.of(raw, zdm)) {
          if (keeps) {
            c.commit();
          } else {
            c.rollback();
          }
        }
      }
    }

    private void savepoint(Connection raw, Connection zdm, List<Savepoint> open)
        throws SQLException {
      if (open.isEmpty()) {
        open.add(raw.setSavepoint());
        open.add(zdm.setSavepoint());
      } else {
        raw.rollback(open.get(0));
        zdm.rollback(open.get(1));
      }
    }

    private int id() {
      return 1 + random.nextInt(9);
    }

    private String path() {
      return random.nextInt(9) == 0 ? "NULL" : "'/" + random.nextInt(1_000_000) + "'";
    }

    private String statement() {
      return switch (random.nextInt(9)) {
        case 0, 1 ->
            "INSERT INTO files VALUES (%d, %s, %d, 'n') ON CONFLICT (id) DO UPDATE SET path = excluded.path, note = 'u'"
                .formatted(id(), path(), random.nextInt(9));
        case 2 ->
            "INSERT INTO files VALUES (%d, %s, NULL, 'n') ON CONFLICT DO NOTHING"
                .formatted(id(), path());
        case 3 -> "UPDATE files SET path = %s WHERE id = %d".formatted(path(), id());
        case 4 -> "UPDATE files SET note = 'm' WHERE id > " + id();
        case 5 -> "UPDATE files SET size = coalesce(size, 0) + 1 WHERE id < " + id();
        case 6 ->
            "INSERT INTO pages SELECT %d, min(id), 'w' FROM files ON CONFLICT (id) DO UPDATE SET file = excluded.file"
                .formatted(id());
        case 7 -> "DELETE FROM pages WHERE id = " + id();
        default ->
            "DELETE FROM files WHERE id = %d AND id NOT IN (SELECT file FROM pages WHERE file IS NOT NULL)"
                .formatted(id());
      };
    }
  }
}
