package dev.zdm.rewriter.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the parser is shown")
class ParserTextTest {
  private static String shown(Dialect dialect, String sql) {
    TableName name = new TableName("s", "orders");
    MappedTable.ColumnMapping id = new MappedTable.ColumnMapping("id", "id", "integer");
    MappedTable orders =
        new MappedTable(
            name, name, List.of(id), List.of(), List.of("id"), List.of(), List.of(), false, false);
    Mapping mapping = new Mapping("m", dialect, 18, List.of(orders), Map.of(), name);
    return ParserText.of(SqlText.of(dialect, sql), new Names(mapping, Roles.V1_FIRST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "SELECT a1 FROM b|SELECT a1 FROM b",
        "'it''s' E'\\'' $$ab$$ U&'x'|'xxxxx' 'xxx' 'xxxx' 'xxx'",
        "\"a b\" U&\"c\"|\"xxx\" \"xxx\"",
        "15 1.5 0x1F|11 111 1111",
        "a/* x */b -- c|a       b     ",
        "? $12|? $12",
        "orders.x ORDERS ordersx|zzzzzz.x zzzzzz ordersx",
        "a ?? b ??|a ?  b ? ",
        "a == b = = c|a =  b =   c",
        "a GLOB b IS c|a GLOB b IS c",
        "a::b|a::b"
      })
  @DisplayName("On PostgreSQL has no literal, no comment and no mapped name, and every place")
  void postgres(String sql, String shown) {
    assertThat(shown(Dialect.POSTGRESQL, sql)).hasSameSizeAs(sql).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a GLOB b MATCH c REGEXP d|a LIKE b LIKE  c LIKE   d",
        "glob(a) match (b) glob a|glob(a) match (b) LIKE a",
        "a IS b|a =  b",
        "a IS NOT b|a <>     b",
        "a IS NULL IS NOT NULL IS TRUE IS FALSE|a IS NULL IS NOT NULL IS TRUE IS FALSE",
        "a IS DISTINCT FROM b IS NOT DISTINCT FROM c|a IS DISTINCT FROM b IS NOT DISTINCT FROM c",
        "a NOT NULL NOT b|a NOT NULL NOT b",
        "a COLLATE nocase b|a COLLATE zzzzzz b",
        "@ab $c :d ?5|:ab :c :d ?5",
        "[a b] `c`|\"xxx\" \"x\"",
        "'orders' orders|'xxxxxx' zzzzzz",
      })
  @DisplayName("On SQLite has the operators of others for its own")
  void sqlite(String sql, String shown) {
    assertThat(shown(Dialect.SQLITE, sql)).hasSameSizeAs(sql).isEqualTo(shown);
  }
}
