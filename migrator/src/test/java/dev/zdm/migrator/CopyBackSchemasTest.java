package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.router.Phase;
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
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("A schema that was moved")
class CopyBackSchemasTest {
  private static final int ROWS = 120;
  private static final int WRITERS = 3;
  private static final Cutover.Options OPTIONS =
      new Cutover.Options(Duration.ofSeconds(30), Duration.ofSeconds(1), "a test");

  @TempDir Path folder = Path.of("");

  private final AtomicLong written = new AtomicLong();
  private final Queue<SQLException> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  static Stream<Arguments> schemas() {
    return Stream.of(OldSchema.values())
        .flatMap(schema -> Stream.of(Dialect.values()).map(d -> Arguments.of(schema, d)));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  @DisplayName("is moved back under load: v1 is what the application saw of v2, row by row")
  void back(OldSchema schema, Dialect dialect) throws Exception {
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
    Cutover cutover = new Cutover(migration, OPTIONS);
    step(cutover, Phase.MIRROR);
    new Backfill(migration, Backfill.Pace.DEFAULT, p -> {}).run();
    step(cutover, Phase.V2_PRIMARY);
    step(cutover, Phase.COMPLETE);
    Map<String, List<List<String>>> v1 = all(migration, url);

    String zdm =
        url.replaceFirst("^jdbc:", "jdbc:zdm:")
            + (url.contains("?") ? "&" : "?")
            + "zdm.control.interval=50&zdm.mapping="
            + mapping;
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(i);
      Thread writer = new Thread(() -> write(zdm, schema, random), "writer " + i);
      writer.start();
      writers.add(writer);
    }
    try {
      go(250);
      assertThat(all(migration, url)).as("v1 is left as it is").isEqualTo(v1);
      CopyBack.Outcome outcome = new CopyBack(target, OPTIONS, p -> {}).run();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!outcome.done() && System.nanoTime() < end) {
        outcome = new CopyBack(target, OPTIONS, p -> {}).run();
      }
      assertThat(outcome.done()).as(outcome.toString()).isTrue();
      go(50);
    } finally {
      stopped = true;
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(failures).isEmpty();
    new Repair(migration).drainLedger();
    Map<String, List<List<String>>> seen = all(migration, zdm);
    assertThat(seen).isNotEqualTo(v1);
    step(cutover, Phase.MIRROR);
    assertThat(all(migration, url)).isEqualTo(seen);
    assertThat(new Verification(migration, 5).run().clean()).isTrue();
  }

  private static void step(Cutover cutover, Phase phase) throws SQLException {
    Cutover.Outcome outcome = cutover.to(phase);
    assertThat(outcome.done()).as(outcome.toString()).isTrue();
  }

  /** All rows of v1's tables, as the one who uses this URL sees them. */
  private static Map<String, List<List<String>>> all(Migration migration, String url)
      throws SQLException {
    Map<String, List<List<String>>> all = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(url)) {
      for (MappedTable table : migration.mapping().tables()) {
        String key = String.join(", ", table.key());
        String sql = "SELECT * FROM %s ORDER BY %s".formatted(table.v1().name(), key);
        all.put(table.v1().name(), Session.rows(connection, sql, List.of()));
      }
    }
    return all;
  }

  private void go(int more) throws InterruptedException {
    long until = written.get() + more;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (written.get() < until && failures.isEmpty()) {
      assertThat(System.nanoTime()).as("nothing is written any more").isLessThan(end);
      Thread.sleep(2);
    }
  }

  private void write(String zdm, OldSchema schema, Random random) {
    try (Connection connection = DriverManager.getConnection(zdm);
        Statement statement = connection.createStatement()) {
      while (!stopped) {
        try {
          if (write(statement, schema, random)) {
            written.incrementAndGet();
          }
        } catch (SQLException e) {
          // the roles have turned, or another writer has added the row a moment before
          if (!"40001".equals(e.getSQLState()) && !isDuplicate(e)) {
            throw e;
          }
        }
      }
    } catch (SQLException e) {
      failures.add(e);
    }
  }

  private static boolean isDuplicate(SQLException e) {
    return "23505".equals(e.getSQLState()) || String.valueOf(e.getMessage()).contains("UNIQUE");
  }

  /** Whether it has changed a row. */
  private static boolean write(Statement statement, OldSchema schema, Random random)
      throws SQLException {
    int key = 1 + random.nextInt(ROWS + 30);
    int n = random.nextInt(100);
    List<String> ways = ways(schema, random, key, n);
    if (random.nextInt(4) == 0) {
      return statement.executeUpdate(ways.get(0)) > 0;
    }
    return statement.executeUpdate(ways.get(1)) > 0 || statement.executeUpdate(ways.get(2)) > 0;
  }

  /** A DELETE, an UPDATE, and an INSERT of the same row. */
  private static List<String> ways(OldSchema schema, Random random, int key, int n) {
    return switch (schema) {
      case TRANSCRIPTIONS ->
          List.of(
              "DELETE FROM transcriptions WHERE id = " + key,
              "UPDATE transcriptions SET audio_duration = %d, has_error = %d WHERE id = %d"
                  .formatted(n, n % 2, key),
              "INSERT INTO transcriptions (id, user_name, input_dir, file_name) VALUES (%d, 'x', 'd', 'f%d')"
                  .formatted(key, key));
      case ACCOUNTS -> {
        String table = List.of("settings", "event_settings", "spotify_auth").get(random.nextInt(3));
        yield table.equals("spotify_auth")
            ? List.of(
                "DELETE FROM spotify_auth WHERE admin_id = 'a%d'".formatted(key % ROWS + 1),
                "UPDATE spotify_auth SET expires_at = %d WHERE admin_id = 'a%d'"
                    .formatted(n, key % ROWS + 1),
                "INSERT INTO spotify_auth VALUES ('a%d', 't%d', NULL, 1)"
                    .formatted(key % ROWS + 1, n))
            : List.of(
                "DELETE FROM %s WHERE name = 'k%d'".formatted(table, key),
                "UPDATE %s SET value = 'n%d' WHERE name = 'k%d'".formatted(table, n, key),
                "INSERT INTO %s (name, value) VALUES ('k%d', 'n%d')".formatted(table, key, n));
      }
      case CONTENT ->
          List.of(
              "DELETE FROM content WHERE id = " + key,
              "UPDATE content SET metadata = '{\"n\":%d,\"m%d\":true}', platform = 'p%d', download_info = %s WHERE id = %d"
                  .formatted(n, n % 3, n % 7, download(n), key),
              content(key, n));
    };
  }

  private static String download(int n) {
    return n % 2 == 0 ? "NULL" : "'{\"path\":\"/d\",\"size\":%d,\"state\":\"ok\"}'".formatted(n);
  }

  private static String content(int id, int n) {
    return "INSERT INTO content (id, title, platform, metadata, download_info) VALUES (%d, 't', 'p%d', '{\"n\":%d,\"m%d\":true}', %s)"
        .formatted(id, n % 5, n, n % 3, download(n));
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

  private static void run(String url, List<String> statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
