package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import java.util.List;
import java.util.Optional;

/** Finds the columns that a mapping names. */
record ColumnNames(Catalog catalog, Problems problems) {

  /** The column of that name; where there is none, that is a problem. */
  Optional<Column> find(Located name, Table table) {
    Optional<Column> found = named(table, name.text());
    if (found.isEmpty()) {
      problems.add(
          name,
          table.name()
              + " has no column "
              + name.text()
              + NearestName.hint(name.text(), table.columnNames()));
    }
    return found;
  }

  /** The names of all that there are, as the catalog spells them. */
  List<String> find(List<Located> names, Table table) {
    return names.stream().flatMap(name -> find(name, table).stream()).map(Column::name).toList();
  }

  /** The column of that name, if there is one. */
  Optional<Column> named(Table table, String name) {
    return table.columns().stream().filter(c -> catalog.same(c.name(), name)).findFirst();
  }
}
