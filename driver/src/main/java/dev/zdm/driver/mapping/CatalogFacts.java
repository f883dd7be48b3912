package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the catalog says of the mapped tables that decides how and in which order they are copied.
 *
 * @param parentsFirst the mapped tables, each after those that v2's foreign keys make it refer to,
 *     as far as they form no circle
 * @param cascading the v1 tables from which a deleted row or a changed key is carried on into
 *     others
 * @param storedAsGiven the v1 tables whose rows no trigger or rule changes before they are stored
 */
public record CatalogFacts(
    List<MappedTable> parentsFirst, Set<TableName> cascading, Set<TableName> storedAsGiven) {

  public CatalogFacts {
    parentsFirst = List.copyOf(parentsFirst);
    cascading = Set.copyOf(cascading);
    storedAsGiven = Set.copyOf(storedAsGiven);
  }

  public static CatalogFacts of(Catalog catalog, List<MappedTable> tables) {
    Set<MappedTable> ordered = new LinkedHashSet<>();
    for (MappedTable table : tables) {
      parents(catalog, tables, table, ordered, new ArrayList<>());
    }
    return new CatalogFacts(
        List.copyOf(ordered),
        catalog.foreignKeys().stream()
            .filter(ForeignKey::writesChild)
            .map(ForeignKey::parent)
            .collect(Collectors.toSet()),
        tables.stream()
            .map(MappedTable::v1)
            .filter(name -> storesAsGiven(catalog, name))
            .collect(Collectors.toSet()));
  }

  private static void parents(
      Catalog catalog,
      List<MappedTable> tables,
      MappedTable table,
      Set<MappedTable> ordered,
      List<MappedTable> path) {
    if (ordered.contains(table) || path.contains(table)) {
      return;
    }
    path.add(table);
    for (MappedTable other : tables) {
      boolean refers =
          catalog.foreignKeys().stream()
              .anyMatch(k -> k.child().equals(table.v2()) && k.parent().equals(other.v2()));
      if (refers) {
        parents(catalog, tables, other, ordered, path);
      }
    }
    ordered.add(table);
  }

  private static boolean storesAsGiven(Catalog catalog, TableName table) {
    boolean triggered =
        catalog.triggers().stream()
            .anyMatch(t -> t.table().equals(table) && t.timing() != Timing.AFTER);
    return !triggered && catalog.rules().stream().noneMatch(r -> r.table().equals(table));
  }
}
