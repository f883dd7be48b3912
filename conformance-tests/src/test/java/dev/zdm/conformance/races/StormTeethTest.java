package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the harness would say if zdm mirrored as such tools do. */
@DisplayName("The concurrency harness has teeth: it finds out")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class StormTeethTest {
  private static final int TRIES = 12;
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final int ROWS = 1_200;

  @TempDir Path folder = Path.of("");

  /** The first outcome that shows the fault, or else the last. */
  private Storm.Outcome found(NaiveMirror naive, Storm.Cell cell, Predicate<Storm.Outcome> shows)
      throws Exception {
    Random seeds = new Random();
    List<Storm.Outcome> outcomes = new ArrayList<>();
    while (outcomes.isEmpty() || (outcomes.size() < TRIES && !shows.test(last(outcomes)))) {
      Path own = Files.createDirectory(folder.resolve("try" + outcomes.size()));
      MirroredDatabase database = StormTables.create(cell, own, ROWS);
      outcomes.add(new Storm(database, cell, naive, new Hotspot(ROWS)).run(seeds.nextLong(), TIME));
    }
    System.out.println(naive + " found out by storm " + outcomes.size());
    return last(outcomes);
  }

  private static boolean lostRows(Storm.Outcome outcome) {
    return !outcome.unknown().isEmpty();
  }

  private static boolean timedOut(Storm.Outcome outcome) {
    return outcome.errors().stream().anyMatch(e -> e.contains("55P03"));
  }

  private static Storm.Outcome last(List<Storm.Outcome> outcomes) {
    return outcomes.get(outcomes.size() - 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"REPEATED_PREDICATE", "FUSED_UPDATE", "FUSED_DELETE"})
  @DisplayName("a mirror that repeats predicates, or is fused without an upsert")
  void lost(NaiveMirror naive) throws Exception {
    Storm.Outcome outcome =
        found(
            naive,
            Storm.Cell.postgres(Isolation.READ_COMMITTED, false, List.of(Load.PREDICATES)),
            StormTeethTest::lostRows);
    assertThat(outcome.unknown()).as("differences that no ledger lists").isNotEmpty();
  }

  @Test
  @DisplayName("a mirror on SQLite whose TEMP triggers write v2")
  void tempTrigger() throws Exception {
    Storm.Outcome outcome =
        found(
            NaiveMirror.TEMP_TRIGGER,
            Storm.Cell.sqlite(List.of(Load.PREDICATES)),
            StormTeethTest::lostRows);
    assertThat(outcome.unknown()).as("differences that no ledger lists").isNotEmpty();
  }

  @Test
  @DisplayName("a lock_timeout that bounds v1's own waits, too")
  void boundedV1() throws Exception {
    Storm.Outcome outcome =
        found(
            NaiveMirror.BOUNDED_V1,
            Storm.Cell.postgres(
                Isolation.READ_COMMITTED, false, List.of(Load.HOT, Load.PREDICATES)),
            StormTeethTest::timedOut);
    assertThat(outcome.errors())
        .as("errors that v1 alone would not give")
        .anyMatch(e -> e.contains("55P03"));
  }
}
