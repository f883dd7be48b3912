package dev.zdm.conformance.corpora;

import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What v2 makes of v1's columns. */
enum Variant {
  /** The same columns; nothing is said about them. */
  TWINS {
    @Override
    Map<String, String> renamed(Table table) {
      Map<String, String> names = new LinkedHashMap<>();
      table.columnNames().forEach(name -> names.put(name, name));
      return names;
    }

    @Override
    List<Column> ordered(Table table) {
      return table.columns();
    }
  },
  /**
   * Every column has another name, its neighbour's, so that a reference which nobody rewrites still
   * means something; the columns stand in the opposite order; a third of them has another type.
   */
  CHANGED {
    @Override
    Map<String, String> renamed(Table table) {
      List<String> names = table.columnNames();
      Map<String, String> renamed = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        String next = names.get((i + 1) % names.size());
        renamed.put(names.get(i), names.size() == 1 ? next + "_new" : next);
      }
      return renamed;
    }

    @Override
    List<Column> ordered(Table table) {
      List<Column> columns = new ArrayList<>(table.columns());
      Collections.reverse(columns);
      return columns;
    }
  };

  /** Each v1 column's name on v2. */
  abstract Map<String, String> renamed(Table table);

  /** v1's columns in the order in which v2 has them. */
  abstract List<Column> ordered(Table table);

  /** Every how many columns one gets another type; 0 for none. */
  int retypesEvery() {
    return this == TWINS ? 0 : 3;
  }

  /** The schema that this makes of a catalog. */
  NewSchema of(Catalog catalog) {
    return new NewSchema(catalog, this);
  }
}
