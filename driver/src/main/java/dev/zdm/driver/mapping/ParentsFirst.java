package dev.zdm.driver.mapping;

import dev.zdm.rewriter.mapping.MappedTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders mapped tables so that each comes after those that v2's foreign keys make it refer to, as
 * far as they form no circle.
 */
final class ParentsFirst {
  private final Catalog catalog;
  private final Collection<MappedTable> tables;
  private final Set<MappedTable> ordered = new LinkedHashSet<>();

  private ParentsFirst(Catalog catalog, Collection<MappedTable> tables) {
    this.catalog = catalog;
    this.tables = tables;
  }

  static List<MappedTable> of(Catalog catalog, Collection<MappedTable> tables) {
    ParentsFirst order = new ParentsFirst(catalog, tables);
    tables.forEach(table -> order.add(table, new ArrayList<>()));
    return List.copyOf(order.ordered);
  }

  private void add(MappedTable table, List<MappedTable> path) {
    if (ordered.contains(table) || path.contains(table)) {
      return;
    }
    path.add(table);
    for (MappedTable other : tables) {
      boolean refers =
          catalog.foreignKeys().stream()
              .anyMatch(
                  k ->
                      table.v2Tables().contains(k.child())
                          && other.v2Tables().contains(k.parent()));
      if (refers) {
        add(other, path);
      }
    }
    ordered.add(table);
  }
}
