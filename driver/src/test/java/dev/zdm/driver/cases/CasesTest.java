package dev.zdm.driver.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "An application is told through zdm what the raw driver tells, by the way that is said")
class CasesTest {
  private static final List<String> FILES =
      List.of(
          "selects.txt",
          "joins.txt",
          "subqueries.txt",
          "names.txt",
          "inserts.txt",
          "updates.txt",
          "deletes.txt",
          "withs.txt",
          "parameters.txt",
          "escapes.txt",
          "types.txt",
          "session.txt",
          "jsqlparser.txt",
          "limits.txt");
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
    return FILES.stream().flatMap(Case::of);
  }

  @Test
  @DisplayName("No two cases are the same statements, and each trap from 11 to 34 has one")
  void distinct() {
    Map<Set<Object>, String> seen = new HashMap<>();
    Set<String> traps = new TreeSet<>();
    cases().forEach(given -> traps.add(given.name().replaceAll("^trap (\\d+):.*", "$1")));
    cases()
        .filter(given -> !given.file().equals("limits.txt")) // examples, of what others go into
        .forEach(
            given -> {
              Set<Object> what =
                  Set.of(
                      given.engine(),
                      given.url() + given.setup() + given.transaction(),
                      given.steps().stream().map(step -> step.sql() + step.binds()).toList());
              assertThat(seen.putIfAbsent(what, given.name())).as(given.name()).isNull();
            });
    assertThat(traps).containsAll(IntStream.rangeClosed(11, 34).mapToObj(String::valueOf).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("Each case has its answer, its way, and leaves v2 as v1's mapping")
  void same(Case given) throws SQLException, IOException {
    runner.run(given);
  }
}
