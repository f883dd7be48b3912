package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.router.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@DisplayName("The way back from complete")
class CopyBackTest {
  private static final Cutover.Options OPTIONS =
      new Cutover.Options(Duration.ofMillis(500), Duration.ofSeconds(1), "a test");
  private static final String V1 = "SELECT id, author, body, score FROM notes ORDER BY id";
  private static final String V2 = "SELECT id, writer, body, score FROM notes_v2 ORDER BY id";

  @TempDir Path folder = Path.of("");

  /** What ends a run in the midst of it, as a kill would. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void to(Notes notes, Phase phase) throws SQLException {
    Cutover.Outcome outcome = new Cutover(notes.migration(), OPTIONS).to(phase);
    assertThat(outcome.done()).as(outcome.toString()).isTrue();
  }

  private static CopyBack copyBack(Notes notes) throws SQLException {
    return new CopyBack(notes.target(), OPTIONS, p -> {});
  }

  private static void application(Notes notes, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(notes.zdm("&zdm.relay=off"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Notes complete(Dialect dialect, int count) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(count);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    to(notes, Phase.MIRROR);
    to(notes, Phase.V2_PRIMARY);
    to(notes, Phase.COMPLETE);
    return notes;
  }

  /** Writes of every kind; v1 sees nothing of them. */
  private static void write(Notes notes) throws SQLException {
    List<List<String>> v1 = notes.rows(V1);
    application(
        notes,
        "INSERT INTO notes (id, author, body, score) VALUES (100001, 'new', 'b', 1)",
        "UPDATE notes SET score = score + 1, author = 'changed' WHERE id BETWEEN 5 AND 9",
        "DELETE FROM notes WHERE id IN (1, 2, 3)",
        "INSERT INTO notes (id, author, body, score) VALUES (2, 'again', NULL, NULL)",
        "DELETE FROM notes WHERE id = 100001",
        "INSERT INTO notes (id, author, body, score) VALUES (100001, 'used again', 'c', 2)");
    assertThat(notes.rows(V1)).as("v1 is left as it is").isEqualTo(v1);
    assertThat(notes.rows(V2)).isNotEqualTo(v1);
  }

  private static void back(Notes notes) throws SQLException {
    List<List<String>> v2 = notes.rows(V2);
    assertThat(notes.rows(V1)).isEqualTo(v2);
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger")).containsExactly("0");
    to(notes, Phase.MIRROR);
    assertThat(notes.rows(V1)).isEqualTo(v2);
    application(notes, "UPDATE notes SET score = score + 1 WHERE id = 10");
    assertThat(notes.rows(V1)).isEqualTo(notes.rows(V2)).isNotEqualTo(v2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("makes v1 what v2 is, and from there leads to mirror; and forward, and back again")
  void thereAndBack(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 50);
    for (int i = 0; i < 2; i++) {
      write(notes);

      CopyBack.Outcome outcome = copyBack(notes).run();

      assertThat(outcome.done()).as(outcome.toString()).isTrue();
      assertThat(outcome.was()).isEqualTo(Phase.COMPLETE);
      assertThat(outcome.tables().get(0).fromComparison()).isPositive();
      assertThatThrownBy(() -> notes.sql("UPDATE notes SET score = 1"))
          .as("a native writer")
          .hasMessageContaining(GuardSql.WORDS);
      back(notes);
      to(notes, Phase.V2_PRIMARY);
      to(notes, Phase.COMPLETE);
      application(notes, "DELETE FROM notes WHERE id = 100001");
    }
    assertThat(
            notes.column(
                "SELECT what || ' ' || coalesce(was, '') || ' ' || outcome FROM zdm_history"
                    + " WHERE what = 'copy back' OR was = 'complete'"))
        .containsExactly(
            "phase complete done", "copy back  done", "phase complete done", "copy back  done");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "mirrors a write of a row that v1 lacks: it comes whole, and what is gone is no error")
  void mirrorsWhatLacks(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    application(
        notes,
        "INSERT INTO notes (id, author, body, score) VALUES (30, 'new', 'whole', 3)",
        "INSERT INTO notes (id, author, body, score) VALUES (31, 'new', 'gone', 3)",
        "UPDATE notes SET body = 'changed' WHERE id = 4");
    AtomicInteger calls = new AtomicInteger();
    CopyBack killed =
        new CopyBack(
            notes.target(),
            OPTIONS,
            p -> {
              calls.incrementAndGet();
              throw new Killed();
            });
    notes.sql("DELETE FROM notes_v2 WHERE id = 20"); // the first that is copied
    assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
    assertThat(calls).hasValue(1);
    assertThat(notes.column("SELECT id FROM notes WHERE id > 19")).isEmpty();

    application(
        notes,
        "UPDATE notes SET score = 4 WHERE id = 30",
        "DELETE FROM notes WHERE id = 31",
        "UPDATE notes SET score = 4 WHERE id = 4");

    assertThat(notes.rows("SELECT id, author, body, score FROM notes WHERE id IN (4, 30, 31)"))
        .containsExactlyInAnyOrder(
            List.of("4", "author 4", "changed", "4"), List.of("30", "new", "whole", "4"));
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger WHERE row_key IS NOT NULL"))
        .containsExactly("0");
    assertThat(copyBack(notes).run().done()).isTrue();
    back(notes);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("that is killed is gone again to its end, and until then nobody goes on to mirror")
  void killed(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 4_000);
    write(notes);
    notes.sql(
        "UPDATE notes_v2 SET score = 9 WHERE id > 20", "DELETE FROM notes_v2 WHERE id > 3990");
    for (int after = 0; after < 5; after++) {
      AtomicInteger left = new AtomicInteger(after);
      CopyBack killed =
          new CopyBack(
              notes.target(),
              OPTIONS,
              p -> {
                if (left.getAndDecrement() == 0) {
                  throw new Killed();
                }
              });
      assertThatThrownBy(killed::run).isInstanceOf(Killed.class);
      for (Phase phase : List.of(Phase.MIRROR, Phase.COMPLETE)) {
        assertThat(new Cutover(notes.migration(), OPTIONS).to(phase).obstacles())
            .anySatisfy(o -> assertThat(o).contains("run zdm rollback --copy-back again"));
      }
      application(notes, "UPDATE notes SET score = score + 1 WHERE id BETWEEN 100 AND 120");
    }
    // also where the rows are equal by now: who wrote v2 alone may not have ended
    assertThat(new Repair(notes.migration()).run().clean()).isTrue();
    assertThat(new Cutover(notes.migration(), OPTIONS).to(Phase.MIRROR).obstacles())
        .contains(
            "v1 may lack rows that v2 got in phase complete; run zdm rollback --copy-back again,"
                + " to its end");

    CopyBack.Outcome outcome = copyBack(notes).run();

    assertThat(outcome.done()).isTrue();
    assertThat(outcome.was()).isEqualTo(Phase.V2_PRIMARY);
    back(notes);
  }

  @Test
  @DisplayName("loses nothing when the server ends its connection, wherever it is")
  void terminated() throws Exception {
    Notes notes = complete(Dialect.POSTGRESQL, 3_000);
    write(notes);
    notes.sql(
        "UPDATE notes_v2 SET score = 9 WHERE id > 20", "DELETE FROM notes_v2 WHERE id > 2990");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    int terminated = 0;
    try {
      for (int i = 0; i < 12; i++) {
        Future<CopyBack.Outcome> run = thread.submit(() -> copyBack(notes).run());
        Thread.sleep(20L * i);
        notes.column(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND application_name = 'zdm migrator'");
        try {
          run.get(1, TimeUnit.MINUTES);
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasRootCauseInstanceOf(SQLException.class);
          terminated++;
        }
      }
    } finally {
      thread.shutdownNow();
    }
    assertThat(terminated).isPositive();

    assertThat(copyBack(notes).run().done()).isTrue();
    back(notes);
  }

  private static List<String> everything(Notes notes) throws SQLException {
    List<String> all =
        new ArrayList<>(notes.column("SELECT epoch || phase || roll_call FROM zdm_control"));
    all.addAll(notes.column("SELECT id || what FROM zdm_history ORDER BY id"));
    all.addAll(notes.column("SELECT reason FROM zdm_ledger ORDER BY id"));
    all.addAll(
        notes.column(
            notes.dialect() == Dialect.POSTGRESQL
                ? "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
                : "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1"));
    notes.rows(V1).forEach(row -> all.add(row.toString()));
    notes.rows(V2).forEach(row -> all.add(row.toString()));
    return all;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "in a dry run changes nothing, and says what it would run and how much it would copy")
  void dryRun(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 50);
    write(notes);
    List<String> before = everything(notes);

    List<String> plan = copyBack(notes).plan();

    assertThat(everything(notes)).isEqualTo(before);
    assertThat(plan)
        .contains("BEGIN", "UPDATE zdm_control SET epoch = 4, phase = 'v2-primary'", "COMMIT")
        .anySatisfy(
            line -> assertThat(line).endsWith("notes: 1 keys to insert, 6 to change, 2 to delete"));
    assertThat(plan).containsAll(copyBack(notes).run().statements());
    assertThat(copyBack(notes).plan())
        .anySatisfy(
            line -> assertThat(line).endsWith("notes: 0 keys to insert, 0 to change, 0 to delete"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("reports a row that v1 does not take, keeps it in the ledger, and copies the others")
  void refused(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    application(
        notes,
        "UPDATE notes SET body = 'body 5' WHERE id = 4",
        "DELETE FROM notes WHERE id = 6",
        "INSERT INTO notes (id, author, body, score) VALUES (21, 'a', 'body 6', 1)");
    notes.sql("CREATE UNIQUE INDEX one_body ON notes (body)");

    CopyBack.Outcome outcome = copyBack(notes).run();

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.now()).isEqualTo(Phase.V2_PRIMARY);
    assertThat(outcome.tables().get(0).refused())
        .hasEntrySatisfying("{\"id\":4}", why -> assertThat(why).containsIgnoringCase("unique"))
        .hasSize(1);
    assertThat(notes.column("SELECT author FROM notes WHERE id = 21")).containsExactly("a");
    assertThat(notes.column("SELECT count(*) FROM zdm_ledger WHERE row_key IS NULL"))
        .as("the taint stays")
        .containsExactly("1");
    assertThat(
            notes.column(
                "SELECT outcome FROM zdm_history WHERE what = 'copy back' ORDER BY id DESC"))
        .containsExactly("1 keys differ still");
    assertThat(new Cutover(notes.migration(), OPTIONS).to(Phase.MIRROR).done()).isFalse();

    application(notes, "UPDATE notes SET body = 'body of its own' WHERE id = 4");
    assertThat(copyBack(notes).run().done()).isTrue();
    back(notes);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "copies nothing as long as an instance may write v2 alone, and goes on when asked again")
  void waits(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    write(notes);
    notes.sql(
        "INSERT INTO zdm_instances (id, epoch, phase, phases, read_percent, roll_call,"
            + " interval_millis, host) VALUES ('slow', 3, 'complete',"
            + " 'off mirror v2-primary complete', '100', 1000, 100, 'slow')");

    CopyBack.Outcome outcome = copyBack(notes).run();

    assertThat(outcome.waitsFor()).containsExactly("slow");
    assertThat(outcome.tables()).isEmpty();
    assertThat(notes.column("SELECT reason FROM zdm_ledger"))
        .containsExactly("v1 did not follow v2 for a while");
    assertThat(new Cutover(notes.migration(), OPTIONS).to(Phase.MIRROR).obstacles())
        .anySatisfy(o -> assertThat(o).contains("--copy-back again"));
    notes.sql("UPDATE zdm_instances SET epoch = 4");
    assertThat(copyBack(notes).run().done()).isTrue();
    notes.sql("DELETE FROM zdm_instances");
    back(notes);
  }

  @Test
  @DisplayName("waits for a transaction that has written v2 past zdm and is open")
  void openWriter() throws Exception {
    Notes notes = complete(Dialect.POSTGRESQL, 20);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection writer = notes.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE notes_v2 SET score = 8 WHERE id = 4");
      Future<CopyBack.Outcome> back = thread.submit(() -> copyBack(notes).run());
      Thread.sleep(1_000);
      assertThat(back).isNotDone();
      writer.commit();
      assertThat(back.get(1, TimeUnit.MINUTES).done()).isTrue();
    } finally {
      thread.shutdownNow();
    }
    assertThat(notes.column("SELECT score FROM notes WHERE id = 4")).containsExactly("8");
    back(notes);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("of two at once lets one be first, and v1 is right afterwards")
  void twoAtOnce(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 1_000);
    write(notes);
    notes.sql("UPDATE notes_v2 SET score = 9 WHERE id > 20", "DELETE FROM notes_v2 WHERE id > 900");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<CopyBack.Outcome> run = () -> copyBack(notes).run();
      List<Future<CopyBack.Outcome>> both = List.of(threads.submit(run), threads.submit(run));
      for (Future<CopyBack.Outcome> one : both) {
        CopyBack.Outcome outcome = one.get(1, TimeUnit.MINUTES);
        assertThat(outcome.done() || outcome.obstacles().equals(List.of(Cutover.SOMEBODY_ELSE)))
            .as(outcome.toString())
            .isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(notes.column("SELECT epoch FROM zdm_control")).containsExactly("4");
    back(notes);
  }

  private static void archive(Contract contract) throws Exception {
    Contract.Outcome aside = contract.archive(false);
    for (int i = 0; i < 20 && !aside.done(); i++) {
      Thread.sleep(200); // this test has read v1 itself
      aside = contract.archive(false);
    }
    assertThat(aside.obstacles()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("is refused once contract has set v1 aside, with what takes that back")
  void archived(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    write(notes);
    Contract contract =
        new Contract(notes.target(), new Contract.Options(Duration.ZERO, Duration.ZERO, "a test"));
    archive(contract);
    List<String> before = notes.column("SELECT phase || epoch FROM zdm_control");

    assertThat(copyBack(notes).run().obstacles())
        .containsExactly("v1 is set aside; take that back first: zdm contract --undo");
    assertThat(contract.rename(false).obstacles()).isEmpty();
    assertThat(copyBack(notes).run().obstacles())
        .containsExactly(
            "v1 is set aside; take that back first: zdm contract --undo, twice, for v2 has taken"
                + " its name");
    assertThat(copyBack(notes).plan()).singleElement().asString().contains("in the way");
    assertThat(notes.column("SELECT phase || epoch FROM zdm_control")).isEqualTo(before);

    assertThat(contract.undo(false).done()).isTrue();
    assertThat(contract.undo(false).done()).isTrue();
    archive(contract);
    assertThat(copyBack(notes).run().obstacles())
        .containsExactly("v1 is set aside; take that back first: zdm contract --undo");
    assertThat(contract.undo(false).done()).isTrue();
    assertThat(copyBack(notes).run().done()).isTrue();
    back(notes);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("is refused for good once contract has dropped v1")
  void dropped(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    Contract contract =
        new Contract(notes.target(), new Contract.Options(Duration.ZERO, Duration.ZERO, "a test"));
    archive(contract);
    assertThat(contract.cleanup(false).done()).isTrue();

    assertThat(copyBack(notes).run().obstacles())
        .singleElement()
        .asString()
        .contains("nothing brings it back");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("lets the time begin anew for which nobody may have read v1, when it was gone")
  void soak(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 5);
    String hours =
        dialect == Dialect.POSTGRESQL
            ? "at - interval '2 hours'"
            : "strftime('%Y-%m-%d %H:%M:%f', at, '-2 hours')";
    notes.sql("UPDATE zdm_history SET at = " + hours + " WHERE what = 'watch v1'");
    assertThat(copyBack(notes).run().done()).isTrue();
    to(notes, Phase.COMPLETE);

    assertThat(notes.column("SELECT count(*) FROM zdm_history WHERE what = 'watch v1'"))
        .containsExactly("2");
    assertThat(
            new Contract(
                    notes.target(),
                    new Contract.Options(Duration.ofHours(1), Duration.ZERO, "a test"))
                .archive(false)
                .obstacles())
        .singleElement()
        .asString()
        .contains("come back");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("copies nothing as long as an instance is silent that may wake, and write v2 alone")
  void silent(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    write(notes);
    notes.sql(
        "INSERT INTO zdm_instances (id, epoch, phase, phases, read_percent, roll_call,"
            + " interval_millis, host, seen_at) VALUES ('asleep', 3, 'complete',"
            + " 'off mirror v2-primary complete', '100', 0, 100, 'asleep', '2020-01-01 00:00:00')");

    CopyBack.Outcome outcome = copyBack(notes).run();

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.tables()).isEmpty();
    assertThat(outcome.waitsFor()).singleElement().asString().contains("asleep", "--forget-silent");
    assertThat(new Cutover(notes.migration(), OPTIONS).to(Phase.MIRROR).done()).isFalse();
    assertThat(notes.column("SELECT id FROM zdm_instances")).containsExactly("asleep");
    copyBack(notes).forgetSilent();
    assertThat(notes.column("SELECT id FROM zdm_instances")).isEmpty();
    assertThat(copyBack(notes).run().done()).isTrue();
    back(notes);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("has its taints lifted by nobody else, for somebody may still write v2 alone")
  void taints(Dialect dialect) throws Exception {
    Notes notes = complete(dialect, 20);
    notes.sql(
        "INSERT INTO zdm_instances (id, epoch, phase, phases, read_percent, roll_call,"
            + " interval_millis, host) VALUES ('slow', 3, 'complete',"
            + " 'off mirror v2-primary complete', '100', 1000, 100, 'slow')");
    assertThat(copyBack(notes).run().done()).isFalse();

    new Verification(notes.migration(), 5).run();
    new Repair(notes.migration()).run();

    assertThat(notes.column("SELECT reason FROM zdm_ledger"))
        .containsExactly("v1 did not follow v2 for a while");
    notes.sql("DELETE FROM zdm_instances");
    assertThat(copyBack(notes).run().done()).isTrue();
    back(notes);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("is for complete: where v1 is up to date it says so")
  void otherPhases(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(5);
    to(notes, Phase.MIRROR);

    assertThatThrownBy(() -> copyBack(notes).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in phase mirror, where v1 is up to date");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("gives no number out twice: v1 goes on behind the last that v2 has drawn")
  void sequences(Dialect dialect) throws Exception {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    String v1 = postgres ? "id bigserial PRIMARY KEY" : "id INTEGER PRIMARY KEY AUTOINCREMENT";
    String v2 = postgres ? "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY" : v1;
    Notes notes = Notes.old(dialect, folder);
    notes.sql("DROP TABLE notes", "CREATE TABLE jobs (" + v1 + ", body text)");
    Files.writeString(notes.mapping(), "tables: { jobs: { to: jobs_v2 } }");
    new Expand(notes.target()).run("CREATE TABLE jobs_v2 (" + v2 + ", body text)");
    to(notes, Phase.MIRROR);
    notes.sql("INSERT INTO jobs (body) VALUES ('a'), ('b'), ('c')");
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    to(notes, Phase.V2_PRIMARY);
    to(notes, Phase.COMPLETE);
    application(
        notes,
        "INSERT INTO jobs (body) VALUES ('d'), ('e')",
        "DELETE FROM jobs WHERE id = 5",
        "INSERT INTO jobs (body) VALUES ('f'), ('g')",
        "DELETE FROM jobs WHERE id = 7");

    assertThat(copyBack(notes).run().done()).isTrue();
    to(notes, Phase.MIRROR);
    notes.sql("INSERT INTO jobs (body) VALUES ('h')");

    assertThat(notes.column("SELECT id || body FROM jobs ORDER BY id"))
        .containsExactly("1a", "2b", "3c", "4d", "6f", "8h");
  }
}
