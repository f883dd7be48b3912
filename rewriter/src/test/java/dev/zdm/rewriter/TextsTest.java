package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The SQL that zdm makes is what was approved")
class TextsTest {

  private static String file(Dialect dialect, String of) {
    return "copy-" + dialect.name().toLowerCase(Locale.ROOT) + "-" + of + ".sql";
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Of every table, what copies, compares and restores its rows")
  void tables(Dialect dialect) {
    for (MappedTable table : Workshop.tables(dialect)) {
      ApprovedTexts.hold(
          file(dialect, table.v1().name()),
          "The texts that copy the rows of one table. WorkshopTest has the database take them all;"
              + "\nRowCopySqlTest, RowCopyPlansTest, PostgresRacesTest and SqliteTracingTest say"
              + " that such texts do what they should.",
          CopyTexts.of(dialect, table));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Of the mapping as a whole, the ledger's and those that trace")
  void mapping(Dialect dialect) {
    ApprovedTexts.hold(
        file(dialect, "all"),
        "The texts of the ledger, and of what traces writes. WorkshopTest has the database take them"
            + " all;\nRowCopySqlTest and SqliteTracingTest say that such texts do what they should.",
        CopyTexts.ofAll(dialect));
  }

  @ParameterizedTest
  @CsvSource({"fused", "two-step", "cascading", "hoisted", "truncating"})
  @DisplayName("Of every form of a write on PostgreSQL, each half, answer and limit")
  void writes(String form) {
    ApprovedTexts.hold(
        "writes-" + form + ".sql",
        "Writes with v2's half. WorkshopTest runs each of them, and compares v2 with v1 afterwards.",
        MirroringTexts.of(MirroringTexts.ofForm(form)));
  }
}
