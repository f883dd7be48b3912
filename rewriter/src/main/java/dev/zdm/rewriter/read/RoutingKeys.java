package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.read.ValuePlaces.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the routing keys in the equalities of a read.
 *
 * @param equalities those of its WHERE
 */
record RoutingKeys(Equalities equalities) {
  /** The routing key of each of the tables. */
  List<RouteOutline> of(List<MappedTable> tables) {
    return tables.stream().map(this::of).toList();
  }

  private RouteOutline of(MappedTable table) {
    for (TableReference source : equalities.sources()) {
      if (source.table().equals(table)) {
        RouteOutline key = of(source);
        if (key != null) {
          return key;
        }
      }
    }
    return RouteOutline.NONE;
  }

  private @Nullable RouteOutline of(TableReference source) {
    List<String> columns = source.table().routeBy();
    List<Value> found = new ArrayList<>();
    for (String column : columns) {
      ValuePlaces values =
          equalities.on(source, column).stream()
              .filter(v -> columns.size() == 1 || v.size() == 1)
              .findFirst()
              .orElse(null);
      if (values == null) {
        return null;
      }
      found.addAll(values.values());
    }
    return columns.isEmpty()
        ? null
        : new RouteOutline(types(source.table()), new ValuePlaces(found));
  }

  private static List<String> types(MappedTable table) {
    return table.routeBy().stream().map(name -> table.column(name).sqlType()).toList();
  }
}
