package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.RowExpression;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An up expression")
class RowExpressionTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "{a} || ' ' || {b}; s.a || ' ' || s.b",
        "'{a}' || {a}; '{a}' || s.a",
        "'it''s {a}' || {a}; 'it''s {a}' || s.a",
        "E'it\\'s {a}' || {a}; E'it\\'s {a}' || s.a",
        "'\\' || {a}; '\\' || s.a",
        "code'\\' || {a}; code'\\' || s.a",
        "\"{a}?\" || {a}; \"{a}?\" || s.a",
        "'?' || {a} - 1; '?' || s.a - 1",
        "e'\\'{a}' || {a}; e'\\'{a}' || s.a",
        "x || e'\\'{a}' || {a}; x || e'\\'{a}' || s.a",
        "'\\'; '\\'",
        "xe'\\' || {a}; xe'\\' || s.a",
        "{a}; s.a",
        "{}; s.",
      })
  @DisplayName("fills its placeholders and leaves literals and quoted names alone")
  void fills(String up, String filled) {
    assertThat(RowExpression.over(up, name -> "s." + name)).isEqualTo(filled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a} ? 'x'", "{a", "'x", "{a} -- no"})
  @DisplayName("is refused, with the position, where it would break the statement around it")
  void refused(String up) {
    assertThatThrownBy(() -> RowExpression.over(up, name -> name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at position");
  }

  @Test
  @DisplayName("is refused when it names a column that v1 does not have")
  void unknownColumn() {
    MappedTable table = WriteTables.adding(PostgresMirroringTest.T, "more", "text", "{nobody}");
    Mapping mapping = WriteTables.mapping(Dialect.POSTGRESQL, 18, table);
    RowCopySql copier = RowCopySql.of(mapping, table);
    assertThatThrownBy(copier::upsert).hasMessageContaining("nobody");
  }
}
