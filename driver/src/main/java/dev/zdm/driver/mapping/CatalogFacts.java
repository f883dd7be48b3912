package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the catalog says of the mapped tables that decides how they are copied.
 *
 * @param cascading the v1 tables from which a deleted row or a changed key is carried on into
 *     others
 * @param storedAsGiven the v1 tables whose rows no trigger or rule changes before they are stored
 */
public record CatalogFacts(Set<TableName> cascading, Set<TableName> storedAsGiven) {

  public CatalogFacts {
    cascading = Set.copyOf(cascading);
    storedAsGiven = Set.copyOf(storedAsGiven);
  }

  public static CatalogFacts of(Catalog catalog, List<MappedTable> tables) {
    return new CatalogFacts(
        catalog.foreignKeys().stream()
            .filter(ForeignKey::writesChild)
            .map(ForeignKey::parent)
            .collect(Collectors.toSet()),
        tables.stream()
            .map(MappedTable::v1)
            .filter(name -> storesAsGiven(catalog, name))
            .collect(Collectors.toSet()));
  }

  private static boolean storesAsGiven(Catalog catalog, TableName table) {
    boolean triggered =
        catalog.triggers().stream()
            .anyMatch(t -> t.table().equals(table) && t.timing() != Timing.AFTER);
    return !triggered && catalog.rules().stream().noneMatch(r -> r.table().equals(table));
  }
}
