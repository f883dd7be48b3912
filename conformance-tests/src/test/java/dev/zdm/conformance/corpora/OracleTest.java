package dev.zdm.conformance.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.conformance.corpora.Step.Opening;
import dev.zdm.conformance.corpora.Step.Run;
import dev.zdm.conformance.corpora.Step.Way;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The corpora's oracle")
class OracleTest {
  private static final List<String> PETS =
      List.of(
          "CREATE TABLE pets (id integer NOT NULL PRIMARY KEY, name text, age integer)",
          "INSERT INTO pets VALUES (1, 'Rex', 4), (2, 'Tom', 9)");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @DisplayName("is content with what is right")
  void right(Dialect dialect) throws Exception {
    assertThat(wrong(dialect, "", "SELECT name FROM pets ORDER BY id", "DELETE FROM pets"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("sees one wrong value on v2, in a read and by itself")
  void value(Dialect dialect) throws Exception {
    assertThat(wrong(dialect, "UPDATE pets_v2 SET age = 5 WHERE id = 1", "SELECT age FROM pets"))
        .contains("SELECT age FROM pets")
        .anyMatch(what -> what.endsWith("pets_v2"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("sees a row too few and an order that is not v1's")
  void rows(Dialect dialect) throws Exception {
    String ordered = "SELECT name FROM pets ORDER BY age";
    assertThat(wrong(dialect, "DELETE FROM pets_v2 WHERE id = 2", "SELECT count(*) FROM pets"))
        .contains("SELECT count(*) FROM pets");
    assertThat(wrong(dialect, "UPDATE pets_v2 SET age = 13 - age", ordered)).contains(ordered);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("sees that v2 refused a write, and that v1 answers in its place")
  void refused(Dialect dialect) throws Exception {
    String unique = "CREATE UNIQUE INDEX names ON pets_v2 (name)";
    assertThat(
            wrong(
                dialect,
                unique,
                "UPDATE pets SET name = 'Rex'",
                "SELECT name FROM pets WHERE id = 2"))
        .contains("the reads through zdm")
        .anyMatch(what -> what.endsWith("pets_v2"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("sees a write of v1 that nobody mirrors")
  void unmirrored(Dialect dialect) throws Exception {
    assertThat(wrong(dialect, "UPDATE pets SET age = 5", "SELECT id FROM pets"))
        .contains("pets")
        .anyMatch(what -> what.endsWith("pets_v2"));
  }

  /** What is wrong once something was done behind zdm's back. */
  private Iterable<String> wrong(Dialect dialect, String damage, String... statements)
      throws Exception {
    List<Step> steps =
        Arrays.stream(statements)
            .<Step>map(sql -> new Run(sql, Opening.PLAIN, false, Way.EXECUTE, List.of()))
            .toList();
    Corpus corpus = new Corpus("pets", dialect, PETS, steps);
    try (Cell cell = Cell.open(corpus, Variant.TWINS, folder)) {
      cell.migrated().database().run(damage.isEmpty() ? List.of() : List.of(damage));
      return cell.play().wrong().keySet();
    }
  }
}
