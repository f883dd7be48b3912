package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.QueryShape.Item;
import dev.zdm.rewriter.copy.Affinity;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves the columns of a v1 table that a query over v2's tables gives back. */
record GivenColumns(Catalog catalog, Problems problems, Located read, Table v1) {
  /** Types of PostgreSQL as a cast spells them, and as its driver does. */
  private static final Map<String, String> DRIVERS =
      Map.of(
          "smallint", "int2",
          "integer", "int4",
          "bigint", "int8",
          "boolean", "bool",
          "text", "text",
          "uuid", "uuid",
          "date", "date",
          "json", "json",
          "jsonb", "jsonb");

  /** v1's columns, as \"read\" gives them. */
  List<ColumnMapping> columns(QueryShape shape) {
    List<ColumnMapping> columns = new ArrayList<>();
    for (Column column : v1.columns()) {
      Optional<Item> item =
          shape.columns().stream().filter(i -> catalog.same(i.name(), column.name())).findFirst();
      if (item.isEmpty()) {
        problems.add(read, "\"read\" gives no column " + column.name());
      } else {
        columns.add(given(column, item.get()));
      }
    }
    for (Item item : shape.columns()) {
      if (v1.columns().stream().noneMatch(c -> catalog.same(c.name(), item.name()))) {
        problems.add(
            read, "\"read\" gives a column " + item.name() + ", and " + v1.name() + " has none");
      }
    }
    return columns;
  }

  private ColumnMapping given(Column column, Item item) {
    if (!column.collation().isEmpty()) {
      problems.add(
          read,
          "column "
              + column.name()
              + " has the collation "
              + column.collation()
              + "; what \"read\" gives would be compared without it");
    }
    String type = Dialect.fold(column.type());
    boolean exact = exact(column, item);
    if (!exact
        && catalog.dialect() == Dialect.SQLITE
        && Affinity.of(type) == Affinity.NUMERIC
        && (type.contains("date") || type.contains("time"))) {
      problems.add(
          read,
          "column "
              + column.name()
              + " is declared as "
              + column.type()
              + ", which SQLite takes for a number; \"read\" must give it from a column of that"
              + " type");
    }
    return new ColumnMapping(column.name(), column.type(), new Given(exact));
  }

  /** Whether what "read" gives is compared and shown as v1's column is. */
  private boolean exact(Column column, Item item) {
    return switch (catalog.dialect()) {
      case POSTGRESQL -> item.type().equals(DRIVERS.get(column.type()));
      case SQLITE ->
          !item.type().equals("NUMERIC") && Affinity.of(item.type()) == Affinity.of(column.type());
    };
  }

  /** A collation of v2's would go on to what "read" gives. */
  void refuseCollations(List<Table> found) {
    Set<String> words = Set.copyOf(SqlWords.of(read.text()));
    for (Table table : found) {
      for (Column column : table.columns()) {
        if (!column.collation().isEmpty() && words.contains(Dialect.fold(column.name()))) {
          problems.add(
              read,
              "\"read\" may use "
                  + table.name()
                  + "."
                  + column.name()
                  + ", which has the collation "
                  + column.collation()
                  + "; v1's columns are compared without it");
        }
      }
    }
  }
}
