package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.RowCopier;
import dev.zdm.rewriter.Explanation;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.testdatabases.OldSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("oldest-postgresql")
@DisplayName("A table that goes to several")
class TargetEdgesTest {
  private static final String LOST =
      "INSERT INTO content (id, title, platform, download_info) VALUES (1, 'one', 'tube', '{\"path\":\"/\",\"more\":1}')";
  private static final int THREADS = 8;

  /** No row of v2's is the same before and after a change of the name. */
  private static final String FACTS =
      """
      tables:
        traits:
          to:
            - table: facts
              by: [owner]
              rows: "SELECT id AS owner, name, value FROM {source}"
          read: "SELECT owner AS id, name, value FROM {facts}"
      """;

  @TempDir Path directory;

  private Migrated facts() throws Exception {
    Migrated migrated =
        Migrated.of(
            Engine.POSTGRESQL,
            directory,
            FACTS,
            "CREATE TABLE traits (id int PRIMARY KEY, name text NOT NULL, value text)",
            "CREATE TABLE facts (owner int NOT NULL, name text NOT NULL, value text, PRIMARY KEY (owner, name))");
    try (Connection raw = migrated.twins().behind()) {
      Sql.run(raw, "INSERT INTO traits VALUES (1, 'old', 'x')");
    }
    return migrated;
  }

  private Migrated content(Engine engine) throws Exception {
    return Migrated.of(OldSchema.CONTENT, engine, directory);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("has a row that v2 cannot give back read from v1, and named in the ledger")
  void lossy(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    try (Connection zdm = migrated.zdm(100)) {
      Sql.run(zdm, LOST);
      assertThat(Sql.rows(zdm, "SELECT id, title FROM content")).containsExactly("1|one");
      assertThat(migrated.behind("SELECT row_key FROM zdm_ledger")).containsExactly("{\"id\":1}");
      assertThat(migrated.behind("SELECT * FROM content_v2")).isEmpty();
      assertThat(migrated.behind("SELECT * FROM downloads")).isEmpty();
      Sql.run(zdm, "UPDATE content SET download_info = NULL");
      migrated.drain();
      assertThat(migrated.wrong()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("refuses such a row under policy fail")
  void fails(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    try (Connection zdm =
        migrated.zdm("zdm.read.percent=100&zdm.relay=off&zdm.mirror.failure=fail")) {
      assertThatThrownBy(() -> Sql.run(zdm, LOST)).isInstanceOf(SQLException.class);
      assertThat(migrated.behind("SELECT * FROM content")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is mirrored in batches, and in transactions of many writes")
  void batches(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    for (boolean autocommit : new boolean[] {true, false}) {
      try (Connection raw = migrated.twins().raw();
          Connection zdm = migrated.zdm(100)) {
        for (Connection each : List.of(raw, zdm)) {
          each.setAutoCommit(autocommit);
          batch(each, "INSERT INTO content (platform, title, id) VALUES (?, 'b', ?)", 60);
          batch(each, "UPDATE content SET platform = ? WHERE id = ? + 1", 60);
          batch(each, "DELETE FROM content WHERE platform <> ? AND id = ?", 20);
          for (int i = 0; i < 70; i++) {
            Sql.run(
                each,
                "INSERT INTO content (id, title, platform, metadata) VALUES (%d, 't', 'p%d', '{\"n\":%d}') ON CONFLICT (id) DO UPDATE SET metadata = '{}'"
                    .formatted(i, i, i));
          }
          if (!autocommit) {
            each.commit();
          }
        }
      }
      migrated.assertSameTables();
      assertThat(migrated.wrong()).isEmpty();
    }
  }

  private static void batch(Connection connection, String sql, int size) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < size; i++) {
        statement.setString(1, "p" + i % 3);
        statement.setInt(2, 1000 + i);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    if (sql.startsWith("DELETE")) {
      Sql.run(connection, "DELETE FROM content WHERE id >= 1000");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is read by its key with v2's index")
  void index(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    try (Connection zdm = migrated.zdm(100);
        Connection behind = migrated.twins().behind()) {
      for (int i = 0; i < 30; i++) {
        Sql.run(
            zdm, "INSERT INTO content (id, title, platform) VALUES (%d, 't', 'p')".formatted(i));
      }
      String v2 =
          Explanation.of(
                  migrated.mapping(),
                  "SELECT metadata, title FROM content WHERE id = 7",
                  CopyLimits.NONE)
              .v2Sql();
      String plan;
      if (engine == Engine.POSTGRESQL) {
        Sql.run(behind, "SET enable_seqscan = off");
        plan = String.join("\n", Sql.rows(behind, "EXPLAIN " + v2));
        assertThat(plan).contains("content_v2_pkey", "content_metadata_pkey");
      } else {
        plan = String.join("\n", Sql.rows(behind, "EXPLAIN QUERY PLAN " + v2));
        assertThat(plan).contains("SEARCH c USING INTEGER PRIMARY KEY");
      }
      assertThat(plan).doesNotContain("Seq Scan on content", "SCAN c", "SCAN e", "SCAN d");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is not meant by a WITH of the application's that has the names of v2's tables")
  void names(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    migrated.assertSame(
        100,
        List.of(
            "INSERT INTO content (id, title, platform) VALUES (1, 'one', 'tube')",
            "WITH platforms AS (SELECT 9 AS id, 'wrong' AS name), content_v2 AS (SELECT 1 AS id) SELECT c.platform, p.name FROM content c, platforms p, content_v2 v WHERE v.id = c.id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UPDATE traits SET name = 'new' WHERE id = 1", "DELETE FROM traits WHERE id = 1"})
  @DisplayName("leaves keys to the ledger above READ COMMITTED, where v2's rows may not be seen")
  void repeatableRead(String write) throws Exception {
    Migrated migrated = facts();
    try (Connection raw = migrated.twins().behind();
        Connection zdm = migrated.zdm(100)) {
      zdm.setAutoCommit(false);
      zdm.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(Sql.rows(zdm, "SELECT 1")).hasSize(1); // the snapshot
      copy(migrated, raw);
      Sql.run(zdm, write);
      List<String> told = Sql.rows(zdm, "SELECT name FROM traits");
      zdm.commit();
      assertThat(migrated.behind("SELECT row_key FROM zdm_ledger")).contains("{\"id\":1}");
      assertThat(Sql.rows(zdm, "SELECT name FROM traits")).isEqualTo(told);
    }
    migrated.drain();
    assertThat(migrated.wrong()).isEmpty();
  }

  private static void copy(Migrated migrated, Connection raw) throws SQLException {
    raw.setAutoCommit(false);
    new RowCopier(migrated.mapping(), migrated.mapping().tables().get(0)).copy(raw, "[{\"id\":1}]");
    raw.commit();
    raw.setAutoCommit(true);
  }

  @Test
  @DisplayName("keeps no row of an old image that a copier writes while the row is changed")
  void copierRace() throws Exception {
    Migrated migrated = facts();
    try (Connection raw = migrated.twins().behind();
        Connection copier = migrated.twins().behind();
        Connection zdm = migrated.zdm(0)) {
      copier.setAutoCommit(false);
      new RowCopier(migrated.mapping(), migrated.mapping().tables().get(0))
          .copyAbsent(copier, "[{\"id\":1}]");
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Sql.run(zdm, "UPDATE traits SET name = 'new' WHERE id = 1");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitLock(raw);
      copier.commit();
      write.get(1, TimeUnit.MINUTES);
    }
    assertThat(migrated.behind("SELECT name FROM facts")).containsExactly("new");
    assertThat(migrated.wrong()).isEmpty();
  }

  private static void awaitLock(Connection raw) throws Exception {
    for (int i = 0; i < 200; i++) {
      String waiting = Sql.rows(raw, "SELECT count(*) FROM pg_locks WHERE NOT granted").get(0);
      if (!waiting.equals("0")) {
        return;
      }
      Thread.sleep(25);
    }
    throw new AssertionError("nobody waits");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is mirrored under many writers, who add the same rows to a shared table")
  void concurrent(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        all.add(threads.submit(() -> write(migrated, engine, random)));
      }
      for (Future<Integer> each : all) {
        assertThat(each.get(2, TimeUnit.MINUTES)).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
    migrated.drain();
    assertThat(migrated.wrong()).isEmpty();
  }

  private static int write(Migrated migrated, Engine engine, Random random) throws SQLException {
    int done = 0;
    try (Connection zdm =
        migrated.zdm("zdm.read.percent=50&zdm.relay=off&zdm.mirror.lock-timeout=5000")) {
      for (int i = 0; i < 60; i++) {
        int key = random.nextInt(6);
        switch (random.nextInt(4)) {
          case 0 -> Sql.run(zdm, "DELETE FROM content WHERE id = " + key);
          case 1 ->
              Sql.run(
                  zdm,
                  "UPDATE content SET metadata = '{\"n%d\":%d}', platform = 'p%d' WHERE id = %d"
                      .formatted(i % 3, i, i % 7, key));
          default ->
              Sql.run(
                  zdm,
                  "INSERT INTO content (id, title, platform, metadata) VALUES (%d, 't', 'p%d', '{\"a\":1}') ON CONFLICT (id) DO UPDATE SET title = 'u%d'"
                      .formatted(key, i % 7, i));
        }
        done++;
      }
    }
    return done;
  }

  /** The copier's own locks, as the relay takes them. */
  @ParameterizedTest
  @EnumSource
  @DisplayName("is copied by key, any number of times, whatever v2 has")
  void copier(Engine engine) throws Exception {
    Migrated migrated = content(engine);
    try (Connection raw = migrated.twins().behind()) {
      Sql.run(
          raw,
          "INSERT INTO content (id, title, platform, metadata) VALUES (1, 'one', 'tube', '{\"a\":1}'), (2, 'two', 'tube', NULL)");
    }
    RowCopier copier = new RowCopier(migrated.mapping(), migrated.mapping().tables().get(0));
    for (String change :
        List.of(
            "UPDATE content SET title = 'x'",
            "DELETE FROM content_metadata",
            "UPDATE content SET metadata = '{\"b\":1}'",
            "DELETE FROM content WHERE id = 1")) {
      try (OwnTransactions own =
          OwnTransactions.on(
              migrated.twins().behind(), migrated.mapping().dialect(), 5_000, "test")) {
        own.execute(change);
        for (int i = 0; i < 2; i++) {
          own.write(
              connection -> {
                copier.copy(own.statements(), "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":1}]");
                return 0;
              });
        }
      }
      assertThat(migrated.wrong()).as(change).isEmpty();
    }
  }
}
