package dev.zdm.rewriter;

import dev.zdm.rewriter.Plan.RoutingKey;
import dev.zdm.rewriter.Plan.RoutingKey.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the routing keys in the equalities of a read.
 *
 * @param equalities those of its WHERE
 */
record RoutingKeys(Equalities equalities) {
  private static final RoutingKey NONE = new RoutingKey.None();

  /** The routing key of each of the tables. */
  List<RoutingKey> of(List<MappedTable> tables) {
    return tables.stream().map(this::of).toList();
  }

  private RoutingKey of(MappedTable table) {
    for (TableReference source : equalities.sources()) {
      if (source.table().equals(table)) {
        RoutingKey key = of(source);
        if (key != null) {
          return key;
        }
      }
    }
    return NONE;
  }

  private @Nullable RoutingKey of(TableReference source) {
    List<String> columns = source.table().routeBy();
    List<List<Source>> found = new ArrayList<>();
    for (String column : columns) {
      equalities.on(source, column).stream()
          .filter(values -> columns.size() == 1 || values.size() == 1)
          .findFirst()
          .ifPresent(found::add);
    }
    return columns.isEmpty() || found.size() < columns.size()
        ? null
        : new RoutingKey.Keys(types(source.table()), keys(found));
  }

  private static List<String> types(MappedTable table) {
    return table.routeBy().stream().map(name -> table.column(name).sqlType()).toList();
  }

  private static List<List<Source>> keys(List<List<Source>> found) {
    if (found.size() == 1) {
      return found.get(0).stream().map(List::of).toList();
    }
    return List.of(found.stream().map(values -> values.get(0)).toList());
  }
}
