package dev.zdm.driver.cases;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "An application is told through zdm what the raw driver tells, by the way that is said")
class CasesTest {
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

  @TempDir static Path directory;

  private static CaseRunner runner;

  @BeforeAll
  static void open() {
    Metrics.addRegistry(METERS);
    runner = new CaseRunner(directory, METERS);
  }

  @AfterAll
  static void close() throws SQLException {
    Metrics.removeRegistry(METERS);
    runner.close();
  }

  static Stream<Case> cases() {
    String only = System.getProperty("test.cases", "");
    return Stream.of("selects.txt")
        .flatMap(Case::of)
        .filter(given -> given.toString().contains(only));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("Each case has its answer, its way, and leaves v2 as v1's mapping")
  void same(Case given) throws SQLException, IOException {
    runner.run(given);
  }
}
