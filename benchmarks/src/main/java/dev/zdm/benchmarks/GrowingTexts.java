package dev.zdm.benchmarks;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Mappings of any number of tables, and texts for them of any length. */
final class GrowingTexts {
  static final String UNMAPPED = "SELECT id, title, amount, state FROM other_items WHERE id = ?";

  private GrowingTexts() {}

  static String table(int number) {
    return "items_" + number;
  }

  static Mapping mapping(int tables) {
    return new Mapping(
        "growth",
        Dialect.POSTGRESQL,
        18,
        IntStream.range(0, tables).mapToObj(GrowingTexts::mapped).toList(),
        Map.of(),
        new TableName("public", "zdm_ledger"));
  }

  private static MappedTable mapped(int number) {
    List<ColumnMapping> columns = new ArrayList<>();
    for (String column : new String[] {"id", "title", "amount", "state"}) {
      columns.add(new ColumnMapping(column, column, "text"));
    }
    return new MappedTable(
        new TableName("public", table(number)),
        new TableName("public", table(number) + "_v2"),
        columns,
        List.of(),
        List.of("id"),
        List.of("id"),
        List.of(),
        false,
        false);
  }

  static String read(int table) {
    return "SELECT id, title, amount, state FROM %s WHERE id = ?".formatted(table(table));
  }

  /** Unlike all others by more than a literal. */
  static String distinct(int number) {
    return "SELECT id AS id_%1$d, title, amount FROM %2$s AS i WHERE i.id = ? AND i.state = ?"
        .formatted(number, table(0));
  }

  /** A read of about so many characters, by conditions that go on and on. */
  static String ofLength(int characters, String table) {
    StringBuilder text = new StringBuilder("SELECT id FROM ").append(table).append(" WHERE id = ?");
    while (text.length() < characters) {
      text.append(" AND title <> ?");
    }
    return text.toString();
  }
}
