package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.V1Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the catalog what v1's tables do by themselves to the rows that are written to them.
 */
final class V1Shapes {
  private final Catalog catalog;

  V1Shapes(Catalog catalog) {
    this.catalog = catalog;
  }

  Map<TableName, V1Shape> of(Collection<MappedTable> tables) {
    Map<TableName, V1Shape> shapes = new HashMap<>();
    for (MappedTable mapped : tables) {
      Table v1 = table(mapped.v1());
      Table v2 = table(mapped.v2());
      if (v1 != null && v2 != null) {
        shapes.put(mapped.v1(), shape(mapped, v1, v2));
      }
    }
    return shapes;
  }

  private @Nullable Table table(TableName name) {
    return catalog.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElse(null);
  }

  private V1Shape shape(MappedTable mapped, Table v1, Table v2) {
    return new V1Shape(
        v1.columns().stream().map(c -> column(mapped, v1, v2, c)).toList(),
        catalog.foreignKeys().stream().anyMatch(k -> k.parent().equals(v1.name())),
        new TurnedRules(catalog).obstacles(mapped, v1, v2),
        mapped.targets().isPresent() ? List.of() : v2Keys(mapped, v2));
  }

  private static List<List<MappedTable.UniqueColumn>> v2Keys(MappedTable mapped, Table v2) {
    Set<String> key =
        mapped.keyColumns().stream().map(c -> c.v2()).collect(Collectors.toUnmodifiableSet());
    return v2.uniqueIndexes().stream()
        .filter(index -> !index.expression() && !Set.copyOf(index.columns()).equals(key))
        .map(V1Shapes::unique)
        .toList();
  }

  private static List<MappedTable.UniqueColumn> unique(Catalog.UniqueIndex index) {
    List<MappedTable.UniqueColumn> columns = new ArrayList<>();
    for (int i = 0; i < index.columns().size(); i++) {
      String collation = index.collations().get(i);
      columns.add(
          new MappedTable.UniqueColumn(
              index.columns().get(i), collation.equals("BINARY") ? "" : collation));
    }
    return columns;
  }

  private V1Shape.Column column(MappedTable mapped, Table v1, Table v2, Column column) {
    return new V1Shape.Column(
        column.name(),
        defaultOf(v1.name(), column),
        column.generated(),
        column.notNull()
            && mapped.targets().isEmpty()
            && !refusesNull(mapped.column(column.name()), v2),
        numbered(v1, column));
  }

  private static boolean refusesNull(MappedTable.ColumnMapping mapping, Table v2) {
    return mapping.held()
        && v2.columns().stream().anyMatch(c -> c.name().equals(mapping.v2()) && c.notNull());
  }

  /** SQLite remembers the last number only of a table that is made with AUTOINCREMENT. */
  private @Nullable String numbered(Table v1, Column column) {
    if (catalog.dialect() != Dialect.SQLITE || !column.identity()) {
      return null;
    }
    return SqlWords.of(v1.definition()).contains("autoincrement")
        ? "coalesce((SELECT seq FROM main.sqlite_sequence WHERE name = %s), 0)"
            .formatted(Dialect.SQLITE.literal(v1.name().name()))
        : "0";
  }

  private @Nullable String defaultOf(TableName table, Column column) {
    if (catalog.dialect() == Dialect.SQLITE || !column.identity()) {
      return column.defaultValue();
    }
    Dialect postgres = Dialect.POSTGRESQL;
    return "nextval(CAST(pg_catalog.pg_get_serial_sequence(%s, %s) AS regclass))"
        .formatted(postgres.literal(table.sql(postgres)), postgres.literal(column.name()));
  }
}
