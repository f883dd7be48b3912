package dev.zdm.migrator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The course")
class CourseTest {
  private static final CourseOptions SHORT = new CourseOptions(Duration.ofMillis(300), 2_000, 6);

  @TempDir Path folder = Path.of("");

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
    StringWriter report = new StringWriter();
    CourseResult result =
        Course.run(application, database(dialect), SHORT, new PrintWriter(report));
    new CourseReport(new PrintWriter(report)).print(result);
    assertThat(report.toString()).contains(result.succeeded() ? "The migration held." : "FAILED: ");
    return result;
  }

  private static void assertHeld(CourseResult result) {
    assertThat(result.failure()).isNull();
    assertThat(result.failed()).isZero();
    assertThat(result.requests()).isPositive();
    assertThat(result.served().values()).allSatisfy(count -> assertThat(count).isPositive());
    assertThat(result.differences()).isZero();
    assertThat(result.readsV1().count()).isPositive();
    assertThat(result.readsV2().count()).isPositive();
    assertThat(result.mirrored()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("takes the transcription service from v1 to v2, through a broken v2, without harm")
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
}
