package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.testdatabases.OldSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The old schemas through every phase, forwards and backwards, under random statements. A statement
 * that has no form where v2 answers is refused, and then not executed on the raw driver either.
 */
@Tag("oldest-postgresql")
@DisplayName("An application of an old schema, carried from phase to phase,")
class WholeWayTest {
  private static final int STATEMENTS = Integer.getInteger("test.statements", 60);
  private static final List<String> WAY =
      List.of(
          "zdm.phase=mirror",
          "zdm.phase=mirror&zdm.read.percent=100",
          "zdm.phase=v2-primary",
          "zdm.phase=mirror&zdm.read.percent=50",
          "zdm.phase=v2-primary",
          "zdm.phase=complete");

  @TempDir Path directory;

  static Stream<Arguments> all() {
    long seed = Long.getLong("test.seed", 11);
    return Stream.of(OldSchema.values())
        .flatMap(
            schema -> Stream.of(Engine.values()).map(engine -> Arguments.of(schema, engine, seed)));
  }

  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("all")
  @DisplayName(
      "is told what the raw driver tells, and both sides agree as long as both are written")
  void same(OldSchema schema, Engine engine, long seed) throws Exception {
    Random random = new Random(seed);
    Migrated migrated = Migrated.of(schema, engine, directory);
    RandomStatements statements = new RandomStatements(schema, engine, random);
    for (String phase : WAY) {
      int[] counts = play(migrated, phase, statements, random);
      System.out.printf(
          "%s on %s, %s: %d executed, %d refused%n", schema, engine, phase, counts[0], counts[1]);
      assertThat(counts[1]).as("refused in " + phase).isLessThan(counts[0] / 2);
      if (phase.contains("complete")) {
        assertOnV2(migrated);
      } else {
        migrated.drain();
        migrated.assertSameTables();
        assertThat(migrated.wrong()).as(phase + ", seed " + seed).isEmpty();
      }
    }
  }

  private static int[] play(
      Migrated migrated, String phase, RandomStatements statements, Random random)
      throws SQLException {
    int[] counts = {0, 0};
    try (Connection raw = migrated.twins().raw();
        Connection zdm =
            migrated.twins().zdm(phase + "&zdm.relay=off&zdm.mapping=" + migrated.file())) {
      for (int i = 0; i < STATEMENTS; i++) {
        String sql = statements.next();
        if (sql.contains("lost")) {
          continue; // what v2 has no room for is refused where it answers
        }
        boolean autocommit = random.nextInt(4) > 0;
        raw.setAutoCommit(autocommit);
        zdm.setAutoCommit(autocommit);
        String told = Migrated.told(zdm, sql);
        if (told.contains("|0A000|")) {
          counts[1]++;
        } else {
          counts[0]++;
          assertThat(outcome(told))
              .as(phase + ": " + sql)
              .isEqualTo(outcome(Migrated.told(raw, sql)));
        }
        if (!autocommit) {
          raw.commit();
          zdm.commit();
        }
        if (phase.contains("v2-primary")) {
          assertThat(migrated.wrong()).as(sql + told).isEmpty();
          migrated.assertSameTables();
        }
      }
    }
    return counts;
  }

  /** Of an error the SQLState and the driver's code: it speaks of v2's constraint. */
  private static String outcome(String told) {
    String[] parts = told.split("\\|");
    return told.contains("Exception|") ? "failed " + parts[1] + " " + parts[2] : told;
  }

  /** What a read on v2 gives is what v1 would be without zdm. */
  private static void assertOnV2(Migrated migrated) throws SQLException {
    try (Connection raw = migrated.twins().raw();
        Connection zdm =
            migrated.twins().zdm("zdm.phase=complete&zdm.mapping=" + migrated.file())) {
      List<String> tables = new ArrayList<>();
      migrated.mapping().tables().forEach(table -> tables.add(table.v1().name()));
      Collections.sort(tables);
      for (String table : tables) {
        String all = "SELECT * FROM " + table;
        assertThat(Migrated.told(zdm, all)).as(all).isEqualTo(Migrated.told(raw, all));
      }
    }
  }
}
