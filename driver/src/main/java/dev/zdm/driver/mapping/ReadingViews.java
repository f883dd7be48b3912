package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.View;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which views show rows of mapped tables. */
final class ReadingViews {
  private final Catalog catalog;
  private final Set<TableName> mapped = new HashSet<>();

  ReadingViews(Catalog catalog, List<MappedTable> mapped) {
    this.catalog = catalog;
    mapped.forEach(table -> this.mapped.add(table.v1()));
  }

  /** The views by their names, folded; those of one name in several schemas are one. */
  Map<String, Set<TableName>> find() {
    Map<String, Set<TableName>> views = new LinkedHashMap<>();
    for (View view : catalog.views()) {
      Set<TableName> read = new HashSet<>();
      read(view, new HashSet<>(), read);
      if (!read.isEmpty()) {
        views.computeIfAbsent(Dialect.fold(view.name().name()), n -> new HashSet<>()).addAll(read);
      }
    }
    return views;
  }

  private void read(View view, Set<View> seen, Set<TableName> read) {
    if (!seen.add(view)) {
      return;
    }
    for (TableName name : view.tables()) {
      if (mapped.contains(name)) {
        read.add(name);
      }
      catalog.views().stream()
          .filter(inner -> inner.name().equals(name))
          .forEach(inner -> read(inner, seen, read));
    }
  }
}
