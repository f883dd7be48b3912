package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.testdatabases.OldSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("oldest-postgresql")
@DisplayName("Of a schema under migration, where v2 answers")
class TurnedSchemasTest {
  private static final int SEQUENCES = Integer.getInteger("test.sequences", 3);
  private static final int TRANSACTIONS = 12;
  private static final int LONGEST = 45;

  @TempDir Path directory;

  static Stream<Arguments> schemas() {
    return Stream.of(OldSchema.values())
        .flatMap(
            schema ->
                Stream.of(Engine.values())
                    .flatMap(
                        engine ->
                            Stream.of("v2-primary", "complete")
                                .map(phase -> Arguments.of(schema, engine, phase))));
  }

  @ParameterizedTest(name = "{0} on {1} in {2}")
  @MethodSource("schemas")
  @DisplayName("the application is told what the raw driver tells of v1")
  void script(OldSchema schema, Engine engine, String phase) throws Exception {
    Migrated migrated = Migrated.of(schema, engine, directory);
    int answered = 0;
    List<String> statements = Scripts.of(schema, engine);
    try (Connection raw = migrated.twins().raw();
        Connection zdm = migrated.turned(phase)) {
      for (String sql : statements) {
        answered += same(raw, zdm, sql) ? 1 : 0;
        assertSame(migrated, phase, "after " + sql);
      }
    }
    assertThat(answered).isGreaterThan(statements.size() / 2);
  }

  @ParameterizedTest(name = "{0} on {1} in {2}")
  @MethodSource("schemas")
  @DisplayName("random statements give what the raw driver gives of v1")
  void random(OldSchema schema, Engine engine, String phase) throws Exception {
    long seed = Long.getLong("test.seed", 7);
    for (int i = 0; i < SEQUENCES; i++) {
      Random random = new Random(seed + i);
      Migrated migrated = Migrated.of(schema, engine, directory);
      RandomStatements statements = new RandomStatements(schema, engine, random);
      int answered = 0;
      try (Connection raw = migrated.twins().raw();
          Connection zdm = migrated.turned(phase)) {
        for (int t = 0; t < TRANSACTIONS; t++) {
          answered += transaction(raw, zdm, statements, random);
          assertSame(migrated, phase, "transaction " + t + " of seed " + (seed + i));
        }
      }
      assertThat(answered).isGreaterThan(TRANSACTIONS);
    }
  }

  private static int transaction(
      Connection raw, Connection zdm, RandomStatements statements, Random random)
      throws SQLException {
    boolean autocommit = random.nextBoolean();
    raw.setAutoCommit(autocommit);
    zdm.setAutoCommit(autocommit);
    int length = random.nextInt(4) == 0 ? LONGEST : 1 + random.nextInt(6);
    int answered = 0;
    for (int s = 0; s < length; s++) {
      String sql = statements.next();
      if (!sql.contains("\"lost\"")) { // for which v2 has no room
        answered += same(raw, zdm, sql) ? 1 : 0;
      }
    }
    if (!autocommit) {
      if (random.nextInt(4) > 0) {
        raw.commit();
        zdm.commit();
      } else {
        raw.rollback();
        zdm.rollback();
      }
    }
    return answered;
  }

  /** Whether zdm took the statement; what it refuses must leave nothing. */
  private static boolean same(Connection raw, Connection zdm, String sql) {
    String told = Migrated.told(zdm, sql);
    if (told.contains("|0A000|") && told.contains("zdm ")) {
      return false;
    }
    assertThat(error(told)).as(sql).isEqualTo(error(Migrated.told(raw, sql)));
    return true;
  }

  /** The message of an error may name v2's table: its SQLState and code may not differ. */
  private static String error(String told) {
    return told.startsWith("org.") || told.startsWith("java.")
        ? String.join(" ", List.of(told.split("\\|")).subList(1, 3))
        : told;
  }

  static void assertSame(Migrated migrated, String phase, String when) throws SQLException {
    try (Connection raw = migrated.twins().raw();
        Connection behind = migrated.twins().behind()) {
      for (MappedTable table : migrated.mapping().tables()) {
        String v1 = table.v1().sql(migrated.mapping().dialect());
        String columns =
            table.columns().stream()
                .map(c -> migrated.mapping().dialect().quote(c.v1()))
                .collect(Collectors.joining(", "));
        List<String> expected = sorted(raw, "SELECT %s FROM %s".formatted(columns, v1));
        String derived = DerivedTable.sql(migrated.mapping().dialect(), table);
        assertThat(sorted(behind, "SELECT %s FROM %s AS d".formatted(columns, derived)))
            .as("v2 of " + v1 + " " + when)
            .isEqualTo(expected);
        assertThat(sorted(behind, "SELECT %s FROM %s".formatted(columns, v1)))
            .as(v1 + " " + when)
            .isEqualTo(phase.equals("complete") ? List.of() : expected);
      }
      assertThat(Sql.rows(behind, "SELECT table_name, row_key, reason FROM zdm_ledger"))
          .as("ledger " + when)
          .isEmpty();
    }
  }

  private static List<String> sorted(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>(Sql.rows(connection, query));
    Collections.sort(rows);
    return rows;
  }
}
