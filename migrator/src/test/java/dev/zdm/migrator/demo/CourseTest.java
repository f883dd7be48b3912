package dev.zdm.migrator.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zdm.migrator.Zdm;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

@DisplayName("The course")
class CourseTest {
  private static final CourseOptions SHORT = new CourseOptions(Duration.ofMillis(300), 2_000, 6);

  private static final String ARCHIVE =
      "SELECT %s FROM sqlite_master WHERE tbl_name LIKE 'transcriptions_v1_%%' AND type = '%s'";

  @TempDir Path folder = Path.of("");
  private final StringWriter report = new StringWriter();

  private TemporaryDatabase database(Dialect dialect) {
    String url =
        switch (dialect) {
          case POSTGRESQL -> TestPostgres.newDatabase();
          case SQLITE ->
              "jdbc:sqlite:"
                  + folder.resolve("app.db")
                  + "?journal_mode=WAL&busy_timeout=5000&synchronous=NORMAL";
        };
    return new TemporaryDatabase(url, dialect, () -> {});
  }

  private CourseResult run(DemoApplication application, Dialect dialect) throws Exception {
    CourseResult result =
        Course.run(application, database(dialect), SHORT, new PrintWriter(report));
    new CourseReport(new PrintWriter(report)).print(result);
    assertThat(report.toString()).contains(result.succeeded() ? "The migration held" : "FAILED: ");
    return result;
  }

  private void assertHeld(CourseResult result) {
    assertThat(result.failure()).as(report.toString()).isNull();
    assertThat(result.failed()).isZero();
    assertThat(result.requests()).isPositive();
    assertThat(result.served().values()).allSatisfy(count -> assertThat(count).isPositive());
    assertThat(result.differences()).isZero();
    assertThat(result.readsV1().count()).isPositive();
    assertThat(result.readsV2().count()).isPositive();
    assertThat(result.mirrored()).isPositive();
    assertThat(report.toString())
        .contains(
            ": phase off, epoch 0, 0 % of reads on v2",
            "differ in 200 keys",
            "nothing was changed: phase mirror",
            ": guarded, zdm alone may write it",
            ": guarded, nobody may write it",
            "24 h",
            "since then v2 has answered ",
            " is kept as ",
            "untouched since v1 was left",
            ": phase from v2-primary to complete, done");
    assertThat(commands()).allSatisfy(CourseTest::assertParses);
    assertThat(phases(result))
        .containsExactly("mirror", "v2-primary", "mirror", "v2-primary", "complete");
    assertThat(result.steps())
        .filteredOn(step -> step.lines().stream().anyMatch(l -> l.startsWith("this took ")))
        .as("turns, under load")
        .hasSize(5)
        .allSatisfy(
            step -> assertThat(Objects.requireNonNull(step.meanwhile()).requests()).isPositive());
  }

  private List<String> commands() {
    return report.toString().lines().map(String::strip).filter(l -> l.startsWith("$ ")).toList();
  }

  /** What stands there can be typed so. */
  private static void assertParses(String line) {
    String[] words = line.substring("$ ./zdm ".length()).split(" ");
    assertThatCode(() -> new CommandLine(new Zdm()).parseArgs(words))
        .as(line)
        .doesNotThrowAnyException();
    if (words[0].equals("expand")) {
      assertThat(Path.of("..").resolve(words[1])).exists();
    }
  }

  private static List<String> phases(CourseResult result) {
    return result.steps().stream()
        .flatMap(step -> step.lines().stream())
        .filter(line -> line.matches("phase [a-z0-9-]+, was .*"))
        .map(line -> line.replaceAll("phase |,.*", ""))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "takes the transcription service from v1 alone to v2 alone, and once back, without harm")
  void transcriptions(Dialect dialect) throws Exception {
    assertHeld(run(new TranscriptionsDemo(), dialect));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("takes an application that it was not written for the same way")
  void warehouse(Dialect dialect) throws Exception {
    assertHeld(run(new WarehouseDemo(), dialect));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("reports one v2 row that was corrupted behind zdm's back, by its key, and fails")
  void corruptedRow(Dialect dialect) throws Exception {
    DemoApplication corrupted =
        new Changed(new TranscriptionsDemo()) {
          @Override
          public List<String> unplant() {
            List<String> statements = new ArrayList<>(super.unplant());
            statements.add(
                "UPDATE transcriptions_v2 SET language = 'en', input_dir = '' WHERE id = 7");
            return statements;
          }
        };

    CourseResult result = run(corrupted, dialect);

    assertThat(result.succeeded()).isFalse();
    assertThat(result.differences()).isEqualTo(1);
    assertThat(result.failure()).contains("1 keys", "{\"id\":7} different in input_dir");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("fails when the reads do not show the side that they should have")
  void unplanted(Dialect dialect) throws Exception {
    DemoApplication halfPlanted =
        new Changed(new TranscriptionsDemo()) {
          @Override
          public List<String> plant() {
            return List.of(
                super.plant().get(0),
                "UPDATE transcriptions_v2 SET transcription = 'x' WHERE id = 1");
          }
        };

    CourseResult result = run(halfPlanted, dialect);

    assertThat(result.failure()).contains("sentinel-0.wav", "'x'", DemoApplication.BY_V2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName(
      "fails when v2 does not hold what a user has written, though nobody compares any more")
  void lost(Dialect dialect) throws Exception {
    DemoApplication forgetful =
        new Changed(new TranscriptionsDemo()) {
          @Override
          public Running start(String url) throws Exception {
            return new ChangedRunning(super.start(url)) {
              @Override
              public List<Known> known() {
                List<Known> known = new ArrayList<>(super.known());
                Known own = known.get(known.size() - 1);
                known.add(
                    new Known(
                        own.what(),
                        own.rows(),
                        connection -> {
                          try (Statement statement = connection.createStatement()) {
                            statement.execute(
                                "UPDATE transcriptions_v2 SET audio_duration = 999"
                                    + " WHERE id = (SELECT max(id) FROM transcriptions_v2"
                                    + " WHERE \"user\" = 'owner 2')");
                          }
                          return own.inV2().read(connection);
                        }));
                return known;
              }
            };
          }
        };

    CourseResult result = run(forgetful, dialect);

    assertThat(result.failure()).contains("owner 2", "audioDuration=999", "expected");
  }

  @Test
  @DisplayName("fails when a row of v1 changes after v1 was left")
  void touched() throws Exception {
    DemoApplication touching =
        new Changed(new TranscriptionsDemo()) {
          @Override
          public Running start(String url) throws Exception {
            return new ChangedRunning(super.start(url)) {
              @Override
              public List<Known> known() {
                return List.of(new Known("nothing", List.of(), CourseTest::touchArchive));
              }
            };
          }
        };

    CourseResult result = run(touching, Dialect.SQLITE);

    assertThat(result.failure()).contains("transcriptions_v1_", "set aside", "somewhere else");
  }

  private static List<String> touchArchive(Connection connection) throws SQLException {
    String archive = Rows.read(connection, ARCHIVE.formatted("name", "table")).get(0);
    try (Statement statement = connection.createStatement()) {
      for (String guard : Rows.read(connection, ARCHIVE.formatted("name", "trigger"))) {
        statement.execute("DROP TRIGGER \"" + guard + "\"");
      }
      statement.execute("UPDATE " + archive + " SET input_dir = 'somewhere else' WHERE id = 1");
    }
    return List.of();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("fails when one of many requests gets a wrong answer")
  void wrongAnswer(Dialect dialect) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    DemoApplication wrong =
        new Changed(new TranscriptionsDemo()) {
          @Override
          public Running start(String url) throws Exception {
            return new ChangedRunning(super.start(url)) {
              @Override
              public List<Operation> operations(int user) {
                List<Operation> operations = new ArrayList<>(super.operations(user));
                operations.add(
                    new Operation(
                        "odd",
                        1,
                        random -> {
                          if (asked.incrementAndGet() == 20) {
                            throw new Violated("asked for 1, the answer was 2");
                          }
                        }));
                return operations;
              }
            };
          }
        };

    CourseResult result = run(wrong, dialect);

    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.failure()).contains("1 requests failed", "odd", "the answer was 2");
  }
}
