package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.testdatabases.OldSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("Random statements over a schema under migration")
class RandomSequencesTest {
  private static final int SEQUENCES = Integer.getInteger("test.sequences", 3);
  private static final int TRANSACTIONS = 12;
  private static final int LONGEST = 45;
  private static final List<Integer> PERCENT = List.of(0, 50, 100);

  @TempDir Path directory;

  static Stream<Arguments> all() {
    long seed = Long.getLong("test.seed", 7);
    return Stream.of(OldSchema.values())
        .flatMap(
            schema -> Stream.of(Engine.values()).map(engine -> Arguments.of(schema, engine, seed)));
  }

  @ParameterizedTest(name = "{0} on {1}, seed {2}")
  @MethodSource("all")
  @DisplayName("give what the raw driver gives, and v2 is v1's mapping once the ledger is drained")
  void same(OldSchema schema, Engine engine, long seed) throws Exception {
    for (int i = 0; i < SEQUENCES; i++) {
      Random random = new Random(seed + i);
      Migrated migrated = Migrated.of(schema, engine, directory);
      int percent = PERCENT.get(i % PERCENT.size());
      play(migrated, new RandomStatements(schema, engine, random), random, percent);
      migrated.assertSameTables();
      migrated.drain();
      List<String> lossy = lossy(migrated, schema);
      assertThat(migrated.wrong())
          .as("seed " + (seed + i))
          .allSatisfy(wrong -> assertThat(lossy).anyMatch(wrong::contains));
    }
  }

  /** The keys of rows that v2 has no room for: those it must not have, and the ledger has. */
  private static List<String> lossy(Migrated migrated, OldSchema schema) throws SQLException {
    return schema == OldSchema.CONTENT
        ? migrated
            .behind("SELECT id FROM content WHERE CAST(download_info AS text) LIKE '%lost%'")
            .stream()
            .map(id -> "{\"id\":" + id + "}")
            .toList()
        : List.of();
  }

  private static void play(
      Migrated migrated, RandomStatements statements, Random random, int percent) throws Exception {
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.zdm(percent)) {
      for (int t = 0; t < TRANSACTIONS; t++) {
        boolean autocommit = random.nextBoolean();
        raw.setAutoCommit(autocommit);
        zdm.setAutoCommit(autocommit);
        int length = random.nextInt(4) == 0 ? LONGEST : 1 + random.nextInt(6);
        for (int s = 0; s < length; s++) {
          String sql = statements.next();
          String expected = Migrated.told(raw, sql);
          assertThat(Migrated.told(zdm, sql)).as(sql).isEqualTo(expected);
        }
        if (!autocommit) {
          boolean keeps = random.nextInt(4) > 0;
          if (keeps) {
            raw.commit();
            zdm.commit();
          } else {
            raw.rollback();
            zdm.rollback();
          }
        }
      }
    }
  }
}
