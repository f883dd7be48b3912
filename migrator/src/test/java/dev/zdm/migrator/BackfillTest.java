package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A backfill")
class BackfillTest {
  private static final Backfill.Pace SMALL =
      new Backfill.Pace(100, Duration.ofSeconds(5), Duration.ZERO);

  @TempDir Path folder = Path.of("");

  private static Backfill.Result run(Notes notes, Backfill.Pace pace) throws Exception {
    return new Backfill(notes.migration(), pace, progress -> {}).run();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("copies every row in chunks, renames and derived columns included")
  void copies(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(1_050);
    List<Progress> heard = new ArrayList<>();

    Backfill.Result result = new Backfill(notes.migration(), SMALL, heard::add).run();

    assertThat(result.complete()).isTrue();
    assertThat(result.keys()).isEqualTo(1_050);
    assertThat(result.tables())
        .singleElement()
        .satisfies(t -> assertThat(t.chunks()).isEqualTo(12));
    assertThat(heard).hasSize(11).last().satisfies(p -> assertThat(p.done()).isEqualTo(1_050));
    assertThat(
            notes.column(
                "SELECT writer || '/' || body || '/' || score || '/' || size || '/' || colour"
                    + " FROM notes_v2 WHERE id IN (1, 1050) ORDER BY id"))
        .containsExactly("author 1/body 1/5/6/white", "author 1050/body 1050/5/9/white");
    assertThat(new Verification(notes.migration(), 5).run().clean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 68: never overwrites a row that v2 has")
  void neverOverwrites(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(10);
    notes.sql("INSERT INTO notes_v2 (id, writer) VALUES (4, 'newer')");

    run(notes, SMALL);

    assertThat(notes.column("SELECT writer FROM notes_v2 WHERE id IN (3, 4) ORDER BY id"))
        .containsExactly("author 3", "newer");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 22: leaves the keys that v2 refuses to the ledger, and copies all others")
  void refusedKeys(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(350);
    notes.sql("UPDATE notes SET score = -1 WHERE id IN (1, 57, 58, 350)");

    Backfill.Result result = run(notes, SMALL);

    assertThat(result.complete()).isFalse();
    Backfill.TableResult table = result.tables().get(0);
    assertThat(table.refused()).isEqualTo(4);
    assertThat(table.keys()).isEqualTo(350);
    assertThat(table.firstRefusals())
        .extracting(Backfill.Refusal::key)
        .containsExactly("{\"id\":1}", "{\"id\":57}", "{\"id\":58}", "{\"id\":350}");
    assertThat(table.firstRefusals())
        .allSatisfy(r -> assertThat(r.reason()).containsIgnoringCase("constraint"));
    assertThat(notes.column("SELECT count(*) FROM notes_v2")).containsExactly("346");
    assertThat(notes.column("SELECT DISTINCT reason FROM zdm_ledger"))
        .singleElement()
        .asString()
        .containsIgnoringCase("constraint")
        .doesNotContain("author 57");
    assertThat(new Verification(notes.migration(), 9).run().inLedger()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("can be run again, and then copies what is new")
  void runAgain(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(20);
    run(notes, SMALL);
    notes.sql("INSERT INTO notes VALUES (-7, 'late', 'b', 1)", "DELETE FROM notes_v2 WHERE id = 9");

    assertThat(run(notes, SMALL).complete()).isTrue();

    assertThat(new Verification(notes.migration(), 5).run().clean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 44: waits a short time for a lock, gives way, and tries again")
  void givesWay(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(20);
    CountDownLatch locked = new CountDownLatch(1);
    List<CompletableFuture<Void>> other = new ArrayList<>();
    Backfill.Pace pace = new Backfill.Pace(10, Duration.ofSeconds(5), Duration.ZERO);

    Backfill.Result result =
        new Backfill(
                notes.migration(),
                pace,
                progress -> {
                  if (other.isEmpty()) {
                    other.add(
                        CompletableFuture.runAsync(
                            () -> holdLock(notes, locked, Duration.ofMillis(900))));
                    await(locked);
                  }
                })
            .run();

    other.get(0).get(10, TimeUnit.SECONDS);
    assertThat(result.tables().get(0).retries()).isPositive();
    assertThat(new Verification(notes.migration(), 5).run().clean()).isTrue();
  }

  private static void await(CountDownLatch locked) {
    try {
      assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void holdLock(Notes notes, CountDownLatch locked, Duration time) {
    try (Connection connection = notes.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(notes.dialect() == Dialect.SQLITE ? "BEGIN IMMEDIATE" : "BEGIN");
      statement.execute("DELETE FROM notes WHERE id = 13");
      locked.countDown();
      Thread.sleep(time.toMillis());
      statement.execute("COMMIT");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 73: pages through a composite text key")
  void compositeKey(Dialect dialect) throws Exception {
    Notes notes = Notes.old(dialect, folder);
    notes.sql(
        "CREATE TABLE places (site text NOT NULL, shelf text NOT NULL, what text,"
            + " PRIMARY KEY (site, shelf))",
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 299)"
            + " INSERT INTO places SELECT 'site \"' || (i / 20), 'é' || i, 'thing' FROM n");
    Target inferred = new Target(notes.url(), dialect, null);
    new Expand(inferred)
        .run(
            "CREATE TABLE places_v2 (site text, shelf text, what text, more text,"
                + " PRIMARY KEY (site, shelf))");
    Migration migration = Migration.open(inferred);
    Backfill.Pace pace = new Backfill.Pace(7, Duration.ofSeconds(5), Duration.ZERO);

    assertThat(new Backfill(migration, pace, p -> {}).run().keys()).isEqualTo(300);

    assertThat(new Verification(migration, 5).run().clean()).isTrue();
    assertThat(notes.column("SELECT count(*) FROM places_v2")).containsExactly("300");
  }
}
