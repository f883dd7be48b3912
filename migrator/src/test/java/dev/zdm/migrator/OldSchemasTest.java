package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.OldSchema;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("A schema that is to be moved")
class OldSchemasTest {
  private static final int ROWS = 300;
  private static final int WRITERS = 4;

  @TempDir Path folder = Path.of("");

  static Stream<Arguments> schemas() {
    return Stream.of(OldSchema.values())
        .flatMap(schema -> Stream.of(Dialect.values()).map(d -> Arguments.of(schema, d)));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  @DisplayName("is expanded, filled under load, verified, damaged and repaired")
  void whole(OldSchema schema, Dialect dialect) throws Exception {
    String engine = dialect.name().toLowerCase(Locale.ROOT);
    String url =
        dialect == Dialect.POSTGRESQL
            ? TestPostgres.newDatabase()
            : "jdbc:sqlite:" + folder.resolve("old.db") + "?journal_mode=WAL&busy_timeout=30000";
    Path mapping = Files.writeString(folder.resolve("zdm.yaml"), schema.mapping(engine));
    run(url, schema.v1(engine));
    run(url, rows(schema));
    Target target = Target.of(url, mapping.toString());
    new Expand(target).run(String.join(";\n", schema.v2(engine)));
    Migration migration = Migration.open(target);

    String zdm =
        url.replaceFirst("^jdbc:", "jdbc:zdm:")
            + (url.contains("?") ? "&" : "?")
            + "zdm.phase=mirror&zdm.read.percent=50&zdm.relay=off&zdm.mapping="
            + mapping;
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(i);
        loads.add(writers.submit(() -> load(zdm, schema, random, stop)));
      }
      new Backfill(
              migration,
              new Backfill.Pace(20, Duration.ofMillis(25), Duration.ofMillis(5)),
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
    Verification.Result filled = new Verification(migration, 10).run();
    assertThat(filled.tables()).as("filled").allSatisfy(t -> assertThat(t.first()).isEmpty());
    assertThat(filled.ledgerEntries()).isZero();
    filled.tables().forEach(t -> assertThat(t.v2Rows()).isEqualTo(t.v1Rows()));

    run(url, damage(schema));
    assertThat(new Verification(migration, 10).run().differences()).isGreaterThan(1);
    assertThat(new Repair(migration).run().clean()).isTrue();
    assertThat(new Verification(migration, 10).run().clean()).isTrue();
  }

  private static int load(String zdm, OldSchema schema, Random random, AtomicBoolean stop)
      throws SQLException {
    int writes = 0;
    try (Connection connection = DriverManager.getConnection(zdm);
        Statement statement = connection.createStatement()) {
      while (!stop.get() || writes == 0) {
        statement.execute(write(schema, random));
        writes++;
      }
    }
    return writes;
  }

  private static void run(String url, List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> rows(OldSchema schema) {
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= ROWS; i++) {
      switch (schema) {
        case TRANSCRIPTIONS ->
            all.add(
                "INSERT INTO transcriptions (id, user_name, input_dir, file_name, has_error) VALUES (%d, 'u%d', 'd', 'f%d', %d)"
                    .formatted(i, i % 7, i, i % 2));
        case ACCOUNTS -> {
          all.add("INSERT INTO settings VALUES ('k%d', 'v%d')".formatted(i, i));
          all.add("INSERT INTO event_settings (name, value) VALUES ('k%d', 'e')".formatted(i));
          all.add("INSERT INTO admins VALUES ('a%d', 'm%d', 'h')".formatted(i, i));
          all.add("INSERT INTO spotify_auth VALUES ('a%d', 't', NULL, 1)".formatted(i));
        }
        case CONTENT -> all.add(content(i, i));
      }
    }
    return all;
  }

  private static String content(int id, int n) {
    return "INSERT INTO content (id, title, platform, metadata, download_info) VALUES (%d, 't', 'p%d', '{\"n\":%d,\"m%d\":true}', %s)"
        .formatted(
            id,
            n % 5,
            n,
            n % 3,
            n % 2 == 0 ? "NULL" : "'{\"path\":\"/d\",\"size\":%d,\"state\":\"ok\"}'".formatted(n));
  }

  private static String write(OldSchema schema, Random random) {
    int key = 1 + random.nextInt(ROWS);
    int n = random.nextInt(100);
    boolean deletes = random.nextInt(4) == 0;
    return switch (schema) {
      case TRANSCRIPTIONS ->
          deletes
              ? "DELETE FROM transcriptions WHERE id = " + key
              : "INSERT INTO transcriptions (id, user_name, input_dir, file_name) VALUES (%d, 'x', 'd', 'f%d') ON CONFLICT (id) DO UPDATE SET audio_duration = %d"
                  .formatted(key, key, n);
      case ACCOUNTS -> {
        String table = random.nextBoolean() ? "settings" : "event_settings";
        yield deletes
            ? "DELETE FROM %s WHERE name = 'k%d'".formatted(table, key)
            : "INSERT INTO %s (name, value) VALUES ('k%d', 'n%d') ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                .formatted(table, key, n);
      }
      case CONTENT ->
          deletes
              ? "DELETE FROM content WHERE id = " + key
              : content(key, n)
                  + " ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata, download_info ="
                  + " excluded.download_info, platform = excluded.platform";
    };
  }

  private static List<String> damage(OldSchema schema) {
    return switch (schema) {
      case TRANSCRIPTIONS ->
          List.of(
              "DELETE FROM transcriptions_v2 WHERE id < 20",
              "UPDATE transcriptions_v2 SET user_name = 'wrong' WHERE id BETWEEN 30 AND 60",
              "UPDATE transcriptions_v2 SET deleted_at = '2024-01-01 00:00:00' WHERE id > 250",
              "INSERT INTO transcriptions_v2 (id, user_name, input_dir, file_name, failed) SELECT 9999, 'x', 'd', 'x', failed FROM transcriptions_v2 LIMIT 1");
      case ACCOUNTS ->
          List.of(
              "DELETE FROM preferences WHERE name LIKE 'k1%' AND scope = 'app'",
              "UPDATE accounts SET secret = 'wrong' WHERE ref LIKE 'a2%'",
              "INSERT INTO preferences VALUES ('event', 'extra', 'x', NULL)");
      case CONTENT ->
          List.of(
              "DELETE FROM content_metadata WHERE content_id < 30",
              "UPDATE content_metadata SET value = '0' WHERE content_id BETWEEN 40 AND 60",
              "DELETE FROM downloads WHERE content_id > 250",
              "UPDATE content_v2 SET title = 'wrong' WHERE id BETWEEN 100 AND 120",
              "INSERT INTO content_v2 (id, title, platform_id, state, described) SELECT 9999, 'x', platform_id, 'new', described FROM content_v2 LIMIT 1");
    };
  }
}
