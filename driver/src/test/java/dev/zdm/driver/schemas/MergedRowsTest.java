package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("Two v1 rows that feed one v2 row")
class MergedRowsTest {
  private static final String MAPPING =
      """
      tables:
        names:
          to: people
          columns: { words: { to: name } }
          reads: { where: "name IS NOT NULL" }
          deletes: { soft: "name = NULL, changes = NULL" }
        faces:
          to: people
          columns: { picture: { to: face }, changes: { to: face_changes } }
          reads: { where: "face IS NOT NULL" }
          deletes: { soft: "face = NULL, face_changes = NULL" }
      """;
  private static final int KEYS = 5;
  private static final int THREADS = 8;

  @TempDir Path directory;

  private Migrated migrated(Engine engine) throws Exception {
    return Migrated.of(
        engine,
        directory,
        MAPPING,
        "CREATE TABLE names (id int NOT NULL PRIMARY KEY, words text NOT NULL, changes int)",
        "CREATE TABLE faces (id int NOT NULL PRIMARY KEY, picture text NOT NULL, changes int)",
        "CREATE TABLE people (id int NOT NULL PRIMARY KEY, name text, changes int, face text, face_changes int, note text)");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("come and go by themselves")
  void parts(Engine engine) throws Exception {
    Migrated migrated = migrated(engine);
    for (int percent : new int[] {0, 100}) {
      migrated.assertSame(
          percent,
          List.of(
              "INSERT INTO names VALUES (1, 'ann', 0), (2, 'bob', 0)",
              "SELECT * FROM faces",
              "INSERT INTO faces VALUES (1, 'f1', 0), (3, 'f3', 0)",
              "SELECT n.words, f.picture FROM names n LEFT JOIN faces f ON f.id = n.id",
              "UPDATE faces SET picture = 'new', changes = changes + 1 WHERE id = 1",
              "DELETE FROM names WHERE id = 1",
              "SELECT count(*) FROM names",
              "SELECT * FROM faces WHERE id = 1",
              "INSERT INTO names VALUES (1, 'again', 7)",
              "DELETE FROM faces",
              "SELECT * FROM names",
              "DELETE FROM names"));
    }
    assertThat(migrated.behind("SELECT count(*) FROM people WHERE name IS NOT NULL"))
        .containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("never lose an update to each other")
  void concurrent(Engine engine) throws Exception {
    Migrated migrated = migrated(engine);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        all.add(threads.submit(() -> write(migrated, seed)));
      }
      int written = 0;
      for (Future<Integer> each : all) {
        written += each.get(2, TimeUnit.MINUTES);
      }
      assertThat(written).isPositive();
    } finally {
      threads.shutdownNow();
    }
    migrated.drain();
    assertThat(migrated.wrong()).isEmpty();
  }

  private static int write(Migrated migrated, int seed) throws Exception {
    Random random = new Random(seed);
    String table = seed % 2 == 0 ? "names" : "faces";
    try (Connection zdm =
        migrated.zdm("zdm.read.percent=50&zdm.relay=off&zdm.mirror.lock-timeout=30000")) {
      for (int i = 0; i < 150; i++) {
        int key = random.nextInt(KEYS);
        switch (random.nextInt(4)) {
          case 0 -> Sql.run(zdm, "DELETE FROM " + table + " WHERE id = " + key);
          case 1 ->
              Sql.run(
                  zdm,
                  "INSERT INTO %s VALUES (%d, 'w%d', 0) ON CONFLICT (id) DO UPDATE SET changes = %s.changes + 1"
                      .formatted(table, key, i, table));
          default ->
              Sql.run(
                  zdm, "UPDATE %s SET changes = changes + 1 WHERE id = %d".formatted(table, key));
        }
      }
      return 1;
    }
  }
}
