package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.zdm.migrator.Verification.Difference;
import dev.zdm.migrator.Verification.Kind;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@DisplayName("A verification")
class VerificationTest {
  @TempDir Path folder = Path.of("");

  private Notes copied(Dialect dialect, int count) throws Exception {
    Notes notes = Notes.expanded(dialect, folder).filled(count);
    new Backfill(notes.migration(), Backfill.Pace.DEFAULT, p -> {}).run();
    return notes;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("finds each kind of difference, names key and column, and knows the ledger")
  void findsEachKind(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 30);
    notes.sql(
        "DELETE FROM notes_v2 WHERE id = 2",
        "INSERT INTO notes_v2 (id, writer) VALUES (99, 'nobody')",
        "UPDATE notes_v2 SET writer = 'somebody' WHERE id = 5",
        "UPDATE notes_v2 SET size = size + 1 WHERE id = 6",
        "UPDATE notes_v2 SET colour = 'red' WHERE id = 7");
    notes.owe(5);
    notes.owe(11);

    Verification.Result result = new Verification(notes.migration(), 10).run();

    assertThat(result.clean()).isFalse();
    Verification.TableResult table = result.tables().get(0);
    assertThat(table.first())
        .containsExactlyInAnyOrder(
            new Difference("{\"id\":2}", Kind.MISSING, null, false),
            new Difference("{\"id\":99}", Kind.EXTRA, null, false),
            new Difference("{\"id\":5}", Kind.DIFFERENT, "writer", true),
            new Difference("{\"id\":6}", Kind.DIFFERENT, "size", false));
    assertThat(table.v1Rows()).isEqualTo(30);
    assertThat(table.v2Rows()).isEqualTo(30);
    assertThat(table.inLedger()).isEqualTo(1);
    assertThat(table.ledgerEntries()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("trap 74: tells NULL from a value, and NULL from NULL not")
  void nullSafe(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 3);
    notes.sql(
        "UPDATE notes SET body = NULL WHERE id IN (1, 2)",
        "UPDATE notes_v2 SET body = NULL, size = NULL WHERE id IN (1, 3)");

    assertThat(new Verification(notes.migration(), 10).run().tables().get(0).first())
        .extracting(Difference::key, Difference::column)
        .containsExactlyInAnyOrder(tuple("{\"id\":2}", "body"), tuple("{\"id\":3}", "body"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("counts all differences and shows the first ones")
  void showsFirst(Dialect dialect) throws Exception {
    Notes notes = copied(dialect, 50);
    notes.sql("UPDATE notes_v2 SET score = 0");

    Verification.Result result = new Verification(notes.migration(), 4).run();

    assertThat(result.differences()).isEqualTo(50);
    assertThat(result.tables().get(0).first()).hasSize(4);
  }
}
