package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.migrator.Cutover.Options;
import dev.zdm.migrator.Cutover.Outcome;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.router.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Cutover (traps 48 to 50, 82 and 83)")
class CutoverTest {
  private static final Options OPTIONS =
      new Options(Duration.ofMillis(300), Duration.ofSeconds(1), "a test");

  @TempDir Path folder = Path.of("");

  private Notes mirrored(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(20);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, progress -> {}).run();
    assertThat(to(notes, Phase.MIRROR).done()).isTrue();
    return notes;
  }

  private static Outcome to(Notes notes, Phase phase) throws SQLException {
    return new Cutover(notes.migration(), OPTIONS).to(phase);
  }

  private static void instance(
      Notes notes, String id, int epoch, String phases, String percent, String age)
      throws SQLException {
    String seen =
        notes.dialect() == Dialect.POSTGRESQL
            ? "clock_timestamp() - interval '" + age + "'"
            : "datetime('now', '-" + age + "')";
    notes.sql(
        "INSERT INTO zdm_instances (id, epoch, phase, phases, read_percent, roll_call,"
            + " interval_millis, host, seen_at) VALUES ('%s', %d, 'mirror', '%s', '%s', 1000, 100,"
                .formatted(id, epoch, phases, percent)
            + " '%s', %s)".formatted(id, seen));
  }

  private static List<String> catalog(Notes notes) throws SQLException {
    return notes.dialect() == Dialect.POSTGRESQL
        ? notes.column(
            "SELECT oid || ' ' || relname || ' ' || relkind::text || ' ' || relhastriggers FROM pg_class"
                + " WHERE relnamespace = 'public'::regnamespace"
                + " UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
                + " UNION ALL SELECT c.epoch || c.phase || c.roll_call FROM zdm_control c"
                + " UNION ALL SELECT id || what FROM zdm_history ORDER BY 1")
        : notes.column(
            "SELECT name || sql FROM sqlite_master WHERE sql IS NOT NULL"
                + " UNION ALL SELECT epoch || phase || roll_call FROM zdm_control"
                + " UNION ALL SELECT id || what FROM zdm_history ORDER BY 1");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("goes forward, back and forward again, and v1 is guarded while v2 is primary")
  void thereAndBack(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);

    for (int i = 0; i < 2; i++) {
      assertThat(to(notes, Phase.V2_PRIMARY).done()).isTrue();
      assertThatThrownBy(() -> notes.sql("UPDATE notes SET score = 1"))
          .as("a native writer")
          .hasMessageContaining(GuardSql.WORDS);
      notes.sql("UPDATE notes_v2 SET score = 5");

      assertThat(to(notes, Phase.MIRROR).done()).isTrue();
      notes.sql("UPDATE notes SET score = 5", "UPDATE notes_v2 SET score = 5");
    }

    assertThat(notes.column("SELECT became || ' ' || outcome FROM zdm_history ORDER BY id"))
        .containsExactly(
            "mirror done", "v2-primary done", "mirror done", "v2-primary done", "mirror done");
    assertThat(notes.column("SELECT epoch FROM zdm_control")).containsExactly("5");
    assertThat(guards(notes)).as("phase mirror pays nothing").isEmpty();
  }

  private static List<String> guards(Notes notes) throws SQLException {
    return notes.column(
        notes.dialect() == Dialect.POSTGRESQL
            ? "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            : "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name <> 'zdm_guard_pass'");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("names everything that is in the way at once, and changes nothing")
  void gate(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    notes.sql("UPDATE notes SET author = 'x' WHERE id < 3");
    notes.owe(7);
    notes.sql(
        "INSERT INTO zdm_ledger (table_name, reason) SELECT table_name, 'a taint' FROM zdm_ledger");
    instance(notes, "old", 0, "off mirror v2-primary complete", "100", "1 seconds");
    instance(notes, "unable", 1, "off mirror", "100", "1 seconds");
    instance(notes, "careful", 1, "off mirror v2-primary complete", "50", "1 seconds");
    List<String> before = catalog(notes);

    Outcome outcome = to(notes, Phase.V2_PRIMARY);

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.now()).isEqualTo(Phase.MIRROR);
    assertThat(outcome.obstacles())
        .hasSize(6)
        .anySatisfy(o -> assertThat(o).contains("differ in 2 keys").contains("zdm repair"))
        .anySatisfy(o -> assertThat(o).contains("on old has not acknowledged epoch 1"))
        .anySatisfy(o -> assertThat(o).contains("on unable cannot run phase v2-primary"))
        .anySatisfy(o -> assertThat(o).contains("on careful sends 50 % of its reads to v2"))
        .anySatisfy(o -> assertThat(o).contains("the ledger has 1 entries for"))
        .anySatisfy(o -> assertThat(o).contains("notes is tainted"));
    assertThat(notes.column("SELECT outcome FROM zdm_history ORDER BY id DESC LIMIT 1").get(0))
        .startsWith("refused: ");
    assertThat(catalog(notes).stream().filter(line -> !line.endsWith("phase")).toList())
        .as("but for the roll call")
        .hasSameSizeAs(before.stream().filter(line -> !line.endsWith("phase")).toList());
    assertThat(guards(notes)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("in a dry run changes nothing, and says what it would run")
  void dryRun(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    notes.owe(7);
    List<String> before = catalog(notes);

    List<String> plan = new Cutover(notes.migration(), OPTIONS).plan(Phase.V2_PRIMARY);

    assertThat(catalog(notes)).isEqualTo(before);
    assertThat(plan)
        .anySatisfy(line -> assertThat(line).startsWith("-- in the way: the ledger has 1 entries"))
        .anySatisfy(line -> assertThat(line).contains("TRIGGER").contains("zdm_guard"))
        .contains("BEGIN", "UPDATE zdm_control SET epoch = 2, phase = 'v2-primary'", "COMMIT");
    notes.sql("DELETE FROM zdm_ledger");
    Outcome outcome = to(notes, Phase.V2_PRIMARY);
    assertThat(plan).as("what was run is what was said").containsAll(outcome.statements());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "waits for an instance that is behind, and can be asked again; one that is gone is not")
  void waits(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    instance(notes, "gone", 0, "off", "0", "1 hours");
    notes.sql("UPDATE zdm_instances SET roll_call = 0");
    instance(notes, "slow", 1, "off mirror v2-primary complete", "100", "1 seconds");

    Outcome outcome = to(notes, Phase.V2_PRIMARY);

    assertThat(outcome.obstacles()).isEmpty();
    assertThat(outcome.waitsFor()).containsExactly("slow");
    assertThat(to(notes, Phase.V2_PRIMARY).waitsFor()).containsExactly("slow");
    notes.sql("UPDATE zdm_instances SET epoch = 2 WHERE id = 'slow'");
    assertThat(to(notes, Phase.V2_PRIMARY).done()).isTrue();

    instance(notes, "left", 2, "off mirror v2-primary complete", "100", "1 seconds");
    notes.sql("UPDATE zdm_instances SET epoch = 3 WHERE id = 'slow'");
    assertThat(to(notes, Phase.MIRROR).waitsFor()).containsExactly("left");
    if (dialect == Dialect.POSTGRESQL) {
      assertThat(guards(notes)).as("v2 is guarded as long as somebody is left behind").isNotEmpty();
    }
    notes.sql("UPDATE zdm_instances SET epoch = 3");
    assertThat(to(notes, Phase.MIRROR).done()).isTrue();
    assertThat(guards(notes)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("completes, and from there refuses the way back with the reason")
  void completes(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    to(notes, Phase.V2_PRIMARY);

    assertThat(to(notes, Phase.COMPLETE).done()).isTrue();

    for (String write : List.of("UPDATE notes SET score = 1", "DELETE FROM notes")) {
      assertThatThrownBy(() -> notes.sql(write)).hasMessageContaining("is complete");
    }
    notes.sql("UPDATE notes_v2 SET score = 6");
    Outcome back = to(notes, Phase.V2_PRIMARY);
    assertThat(back.now()).isEqualTo(Phase.COMPLETE);
    assertThat(back.obstacles())
        .singleElement()
        .asString()
        .contains("v1 has not followed v2 since 20");
    assertThatThrownBy(() -> to(notes, Phase.MIRROR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one at a time");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("does not complete while a view reads v1, or a foreign key ties it to other tables")
  void ties(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    notes.sql(
        "CREATE VIEW recent AS SELECT id, body FROM notes",
        "CREATE TABLE marks (note bigint REFERENCES notes (id))");
    to(notes, Phase.V2_PRIMARY);

    Outcome outcome = to(notes, Phase.COMPLETE);

    assertThat(outcome.now()).isEqualTo(Phase.V2_PRIMARY);
    assertThat(outcome.obstacles())
        .hasSize(2)
        .anySatisfy(o -> assertThat(o).contains("view").contains("recent reads"))
        .anySatisfy(o -> assertThat(o).contains("marks").contains("let it lead to v2"));
    notes.sql("DROP VIEW recent", "DROP TABLE marks");
    assertThat(to(notes, Phase.COMPLETE).done()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("does not let v2 answer where it cannot do what v1 does by itself")
  void cannotAnswer(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    String does =
        dialect == Dialect.POSTGRESQL
            ? "EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()"
            : "BEGIN SELECT 1; END";
    notes.sql("CREATE TRIGGER counted BEFORE UPDATE ON notes FOR EACH ROW " + does);

    assertThat(to(notes, Phase.V2_PRIMARY).obstacles())
        .singleElement()
        .asString()
        .contains("triggers that would not run where v2 answers (counted)");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("stops mirroring only with every read on v1, and taints what v2 will miss")
  void stops(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);

    assertThat(to(notes, Phase.OFF).done()).isTrue();

    assertThat(notes.column("SELECT reason FROM zdm_ledger WHERE row_key IS NULL"))
        .containsExactly("writes were not mirrored for a while");
    assertThat(notes.column("SELECT epoch || phase FROM zdm_control")).containsExactly("3off");
    assertThat(to(notes, Phase.MIRROR).done()).isTrue();
    notes.sql("UPDATE notes SET body = 'missed' WHERE id = 1");
    assertThat(to(notes, Phase.V2_PRIMARY).obstacles())
        .anySatisfy(o -> assertThat(o).contains("differ"))
        .anySatisfy(o -> assertThat(o).contains("tainted"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("of two at once lets one be first")
  void twoAtOnce(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Outcome> turn = () -> to(notes, Phase.V2_PRIMARY);
      Future<Outcome> one = threads.submit(turn);
      Future<Outcome> other = threads.submit(turn);
      List<Outcome> outcomes =
          List.of(one.get(2, TimeUnit.MINUTES), other.get(2, TimeUnit.MINUTES));

      assertThat(notes.column("SELECT epoch FROM zdm_control")).containsExactly("2");
      assertThat(outcomes).anySatisfy(o -> assertThat(o.done()).isTrue());
      assertThat(
              notes.column(
                  "SELECT count(*) FROM zdm_history WHERE became = 'v2-primary' AND outcome ="
                      + " 'done'"))
          .containsExactly("1");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @DisplayName("waits for a writer that is at it, and lets no other through before the turn")
  void openWriter() throws Exception {
    Notes notes = mirrored(Dialect.POSTGRESQL);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection writer = notes.connect();
        var statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE notes SET body = body WHERE id = 1");
      Future<Outcome> turn = thread.submit(() -> to(notes, Phase.V2_PRIMARY));
      Thread.sleep(1_500);
      assertThat(turn).isNotDone();
      // one who comes meanwhile waits for the lock's bound at most, and writes
      long start = System.nanoTime();
      notes.sql("UPDATE notes SET body = body WHERE id = 2");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      writer.commit();
      assertThat(turn.get(1, TimeUnit.MINUTES).done()).isTrue();
      assertThatThrownBy(() -> statement.execute("UPDATE notes SET body = body WHERE id = 1"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo(GuardSql.STATE);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  @DisplayName("that is killed in the midst of a turn has changed nothing, and is done again")
  void killed() throws Exception {
    Notes notes = mirrored(Dialect.POSTGRESQL);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection writer = notes.connect();
        var statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE notes SET body = body WHERE id = 1");
      List<String> before = guards(notes);
      Future<Outcome> turn = thread.submit(() -> to(notes, Phase.V2_PRIMARY));
      while (notes
          .column(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                  + " current_database() AND query LIKE 'LOCK TABLE%' AND wait_event_type = 'Lock'")
          .isEmpty()) {
        Thread.sleep(5);
      }
      assertThatThrownBy(() -> turn.get(1, TimeUnit.MINUTES))
          .hasRootCauseInstanceOf(SQLException.class);
      writer.rollback();
      assertThat(guards(notes)).isEqualTo(before);
      assertThat(notes.column("SELECT phase FROM zdm_control")).containsExactly("mirror");
      assertThat(to(notes, Phase.V2_PRIMARY).done()).isTrue();
    } finally {
      thread.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("ends every copy of v1's rows to v2: they may be older; a repair goes the other way")
  void noCopies(Dialect dialect) throws Exception {
    Notes notes = mirrored(dialect);
    to(notes, Phase.V2_PRIMARY);
    notes.sql("UPDATE notes_v2 SET score = 9");

    assertThatThrownBy(
            () -> new Backfill(notes.migration(), Backfill.Pace.DEFAULT, progress -> {}).run())
        .hasMessageContaining("v1 is not primary any more");
    assertThatThrownBy(() -> notes.migration().openToCopy(Roles.V1_FIRST))
        .hasMessageContaining("v1 is not primary any more");
    assertThat(notes.column("SELECT DISTINCT score FROM notes_v2")).containsExactly("9");

    assertThat(new Repair(notes.migration()).run().clean()).isTrue();
    assertThat(notes.column("SELECT DISTINCT score FROM notes_v2")).containsExactly("9");
    assertThat(notes.column("SELECT DISTINCT score FROM notes")).containsExactly("9");

    to(notes, Phase.COMPLETE);
    assertThatThrownBy(() -> new Repair(notes.migration()).run())
        .hasMessageContaining("neither owes the other anything");
  }

  @Test
  @DisplayName("compares once more while writers are held off: what was written past zdm is found")
  void writtenPast() throws Exception {
    Notes notes = mirrored(Dialect.POSTGRESQL);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection writer = notes.connect();
        var statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE notes SET body = 'past zdm' WHERE id = 1");
      Future<Outcome> turn = thread.submit(() -> to(notes, Phase.V2_PRIMARY));
      Thread.sleep(1_500);
      writer.commit();
      Outcome outcome = turn.get(1, TimeUnit.MINUTES);
      assertThat(outcome.obstacles()).singleElement().asString().contains("differ in 1 keys");
      assertThat(guards(notes)).isEmpty();
      assertThat(notes.column("SELECT phase FROM zdm_control")).containsExactly("mirror");
    } finally {
      thread.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("advances what numbers the rows of both sides at each turn")
  void sequences(Dialect dialect) throws Exception {
    String id =
        dialect == Dialect.POSTGRESQL
            ? "id bigserial PRIMARY KEY"
            : "id INTEGER PRIMARY KEY AUTOINCREMENT";
    String v2 =
        dialect == Dialect.POSTGRESQL
            ? "id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
            : id;
    Notes notes = Notes.old(dialect, folder);
    notes.sql("DROP TABLE notes", "CREATE TABLE jobs (" + id + ", body text)");
    java.nio.file.Files.writeString(notes.mapping(), "tables: { jobs: { to: jobs_v2 } }");
    new Expand(notes.target()).run("CREATE TABLE jobs_v2 (" + v2 + ", body text)");
    to(notes, Phase.MIRROR);
    notes.sql("INSERT INTO jobs (body) VALUES ('a'), ('b'), ('c')");
    notes.sql("INSERT INTO jobs_v2 SELECT * FROM jobs");
    notes.sql("DELETE FROM jobs WHERE id = 3", "DELETE FROM jobs_v2 WHERE id = 3");

    assertThat(to(notes, Phase.V2_PRIMARY).done()).isTrue();
    notes.sql("INSERT INTO jobs_v2 (body) VALUES ('d')");
    assertThat(notes.column("SELECT max(id) FROM jobs_v2")).containsExactly("4");
    notes.sql("DELETE FROM jobs_v2 WHERE id = 4");

    assertThat(to(notes, Phase.MIRROR).done()).isTrue();
    notes.sql("INSERT INTO jobs (body) VALUES ('e')");
    assertThat(notes.column("SELECT max(id) FROM jobs")).containsExactly("5");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("is refused in a database that was expanded before there was a control table")
  void older(Dialect dialect) throws Exception {
    Notes notes = Notes.expanded(dialect, folder);
    notes.sql("DROP TABLE zdm_control", "DROP TABLE zdm_instances", "DROP TABLE zdm_history");

    assertThatThrownBy(() -> to(notes, Phase.MIRROR)).hasMessageContaining("run zdm expand again");
    assertThatCode(() -> new Expand(notes.target()).run("")).doesNotThrowAnyException();
    assertThat(to(notes, Phase.MIRROR).done()).isTrue();
  }
}
