package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A table with a column that a program gives")
class ProvidedColumnsTest {
  private static final int ROWS = 2_500; // more than two pages of a comparison
  private static final int WRITERS = 4;
  private static final String MAPPING =
      """
      tables:
        files:
          to: files_v2
          added: { file_hash: { provider: dev.zdm.migrator.PathHash, from: [path] } }
      """;

  @TempDir Path folder = Path.of("");

  private String url = "";
  private Path mapping = Path.of("");

  private Migration expanded(Dialect dialect) throws Exception {
    url =
        dialect == Dialect.POSTGRESQL
            ? TestPostgres.newDatabase()
            : "jdbc:sqlite:" + folder.resolve("old.db") + "?journal_mode=WAL&busy_timeout=30000";
    mapping = Files.writeString(folder.resolve("zdm.yaml"), MAPPING);
    run("CREATE TABLE files(id int NOT NULL PRIMARY KEY, path text, note text)");
    run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + ROWS
            + ") INSERT INTO files SELECT i, 'p' || i, 'n' FROM n");
    Target target = Target.of(url, mapping.toString());
    new Expand(target)
        .run(
            "CREATE TABLE files_v2(id int NOT NULL PRIMARY KEY, path text, note text,"
                + " file_hash varchar(64))");
    return Migration.open(target);
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection mirrored() throws SQLException {
    return DriverManager.getConnection(
        url.replaceFirst("^jdbc:", "jdbc:zdm:")
            + (url.contains("?") ? "&" : "?")
            + "zdm.phase=mirror&zdm.read.percent=50&zdm.relay=off&zdm.mapping="
            + mapping);
  }

  /** The keys whose v2 rows are not what Java makes of v1's. */
  private List<Long> wrong() throws Exception {
    List<Long> wrong = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT s.id, s.path, t.id, t.file_hash FROM files s LEFT JOIN files_v2 t ON t.id = s.id"
                    + " UNION ALL SELECT id, NULL, NULL, NULL FROM files_v2 WHERE id NOT IN (SELECT id FROM files)"
                    + " ORDER BY 1")) {
      while (rows.next()) {
        String path = rows.getString(2);
        String hash = path == null ? null : PathHash.of(path);
        boolean there = rows.getObject(3) != null;
        if (!there || !String.valueOf(hash).equals(String.valueOf(rows.getString(4)))) {
          wrong.add(rows.getLong(1));
        }
      }
    }
    return wrong;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("is filled under load, verified, damaged and repaired")
  void whole(Dialect dialect) throws Exception {
    Migration migration = expanded(dialect);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(i);
        loads.add(writers.submit(() -> load(random, stop)));
      }
      new Backfill(
              migration,
              new Backfill.Pace(50, Duration.ofMillis(25), Duration.ofMillis(5)),
              p -> {})
          .run();
      stop.set(true);
      for (Future<Integer> load : loads) {
        assertThat(load.get(1, TimeUnit.MINUTES)).isPositive();
      }
    } finally {
      stop.set(true);
      writers.shutdownNow();
    }
    new Repair(migration).drainLedger();
    assertThat(wrong()).isEmpty();
    Verification.Result filled = new Verification(migration, 10).run();
    assertThat(filled.differences()).isZero();
    assertThat(filled.ledgerEntries()).isZero();

    run("UPDATE files_v2 SET file_hash = 'x' WHERE id IN (300, 1700)");
    run("UPDATE files_v2 SET file_hash = NULL WHERE id = 500");
    run("DELETE FROM files_v2 WHERE id = 2400");
    run("INSERT INTO files_v2 VALUES (-7, 'more', 'n', 'y')");
    List<Long> wrong = wrong();
    assertThat(wrong).containsExactly(-7L, 300L, 500L, 1700L, 2400L);
    Verification.TableResult damaged = new Verification(migration, 10).run().tables().get(0);
    assertThat(damaged.differences()).isEqualTo(5);
    assertThat(damaged.first())
        .extracting(d -> d.key() + " " + d.kind() + " " + d.column())
        .containsExactlyInAnyOrder(
            "{\"id\":300} DIFFERENT file_hash",
            "{\"id\":500} DIFFERENT file_hash",
            "{\"id\":1700} DIFFERENT file_hash",
            "{\"id\":2400} MISSING null",
            "{\"id\":-7} EXTRA null");
    assertThat(new Repair(migration).run().clean()).isTrue();
    assertThat(wrong()).isEmpty();
    assertThat(new Verification(migration, 10).run().clean()).isTrue();
  }

  /** Rows at the beginning, where the backfill has been, and at its end, where it will be. */
  private int load(Random random, AtomicBoolean stop) throws SQLException {
    int writes = 0;
    try (Connection connection = mirrored();
        Statement statement = connection.createStatement()) {
      while (!stop.get() || writes == 0) {
        int id = 1 + random.nextInt(ROWS + 20);
        id += id % 100 == 0 ? 1 : 0; // those are damaged later
        statement.execute(
            switch (random.nextInt(4)) {
              case 0 -> "DELETE FROM files WHERE id = " + id;
              case 1 -> "UPDATE files SET note = 'm' WHERE id = " + id;
              case 2 ->
                  "UPDATE files SET path = 'q%d' WHERE id = %d".formatted(random.nextInt(), id);
              default ->
                  "INSERT INTO files VALUES (%d, 'r%d', 'n') ON CONFLICT (id) DO UPDATE SET path = excluded.path"
                      .formatted(id, random.nextInt());
            });
        writes++;
      }
    }
    return writes;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("has the keys of rows for which the program has no value in the ledger")
  void refused(Dialect dialect) throws Exception {
    Migration migration = expanded(dialect);
    run("UPDATE files SET path = 'lost ' || id WHERE id IN (7, 1800)");
    Backfill.TableResult filled =
        new Backfill(migration, Backfill.Pace.DEFAULT, p -> {}).run().tables().get(0);
    assertThat(filled.refused()).isEqualTo(2);
    assertThat(filled.firstRefusals())
        .extracting(Backfill.Refusal::key)
        .containsExactly("{\"id\":7}", "{\"id\":1800}");
    assertThat(filled.firstRefusals().get(0).reason())
        .contains("PathHash", "IllegalStateException")
        .doesNotContain("lost");
    assertThat(wrong()).containsExactly(7L, 1800L);
    assertThat(new Repair(migration).run().clean()).isFalse();
    run("UPDATE files SET path = 'lost too' WHERE id IN (1, 999)");
    run("UPDATE files_v2 SET file_hash = 'x' WHERE id = 1000");
    assertThat(new Verification(migration, 10).run().tables().get(0).first())
        .extracting(d -> d.key() + " " + d.kind() + " " + d.column())
        .containsExactlyInAnyOrder(
            "{\"id\":1} DIFFERENT path",
            "{\"id\":7} MISSING null",
            "{\"id\":999} DIFFERENT path",
            "{\"id\":1000} DIFFERENT file_hash",
            "{\"id\":1800} MISSING null");
    run("UPDATE files_v2 SET path = 'lost too' WHERE id IN (1, 999)");
    assertThat(new Verification(migration, 10).run().tables().get(0).first())
        .extracting(d -> d.key() + " " + d.column())
        .contains("{\"id\":1} file_hash", "{\"id\":999} file_hash");
    assertThat(new Repair(migration).run().clean()).isFalse();
    run("UPDATE files SET path = 'found' WHERE id IN (1, 7, 999, 1800)");
    assertThat(new Repair(migration).run().clean()).isTrue();
    assertThat(wrong()).isEmpty();
  }
}
