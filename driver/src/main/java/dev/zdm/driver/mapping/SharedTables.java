package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.Portion.Fixed;
import dev.zdm.rewriter.mapping.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds tables that go to the same v2 table to what keeps their rows, or columns, apart. */
final class SharedTables {
  private final Map<TableSpec, MappedTable> tables;
  private final Catalog catalog;
  private final Problems problems;

  SharedTables(Map<TableSpec, MappedTable> tables, Catalog catalog, Problems problems) {
    this.tables = tables;
    this.catalog = catalog;
    this.problems = problems;
  }

  void check() {
    List<TableName> v1 = tables.values().stream().map(MappedTable::v1).toList();
    tables.forEach(
        (spec, table) -> {
          for (TableName v2 : table.v2Tables()) {
            if (v1.contains(v2)) {
              problems.add(spec.to(), v2 + " is itself a v1 table of this mapping");
            }
            if (table.v2Tables().indexOf(v2) != table.v2Tables().lastIndexOf(v2)) {
              problems.add(spec.to(), v2 + " stands in \"to\" twice");
            }
          }
          if (v1.indexOf(table.v1()) != v1.lastIndexOf(table.v1())) {
            problems.add(spec.v1(), table.v1() + " is mapped twice in " + catalog.schema());
          }
          for (MappedTable other : tables.values()) {
            if (!other.equals(table)) {
              check(spec, table, other);
            }
          }
        });
  }

  private void check(TableSpec spec, MappedTable table, MappedTable other) {
    boolean several = table.targets().isPresent() || other.targets().isPresent();
    if (several) {
      for (TableName v2 : table.v2Tables()) {
        if (other.v2Tables().contains(v2) && !(shared(table, v2) && shared(other, v2))) {
          problems.add(
              spec.to(),
              v2 + " is a v2 table of " + other.v1() + " too; only one that both share may be");
        }
      }
    } else if (other.v2().equals(table.v2())) {
      apart(spec, table, other);
    }
  }

  private static boolean shared(MappedTable table, TableName v2) {
    return table
        .targets()
        .map(t -> t.all().stream().anyMatch(target -> target.shared() && target.table().equals(v2)))
        .orElse(false);
  }

  private void apart(TableSpec spec, MappedTable table, MappedTable other) {
    Set<String> constants = columns(table.portion().constants());
    Set<String> others = columns(other.portion().constants());
    if (!constants.isEmpty() && constants.equals(others)) {
      return; // the database is asked whether they differ
    }
    String both = table.v2() + " is the v2 table of " + other.v1() + " too; ";
    if (table.portion().gone().isEmpty()
        || other.portion().gone().isEmpty()
        || !constants.isEmpty()
        || !others.isEmpty()) {
      problems.add(
          spec.to(),
          both
              + "tell their rows apart by \"constants\" of the same columns, or, where each fills"
              + " its own columns of the same row, let each say by \"reads: { where: }\" whether"
              + " its part is there, and by \"deletes: { soft: }\" how it goes");
      return;
    }
    if (!images(table).equals(images(other))) {
      problems.add(
          spec.to(), both + "where a row of both is one row, both have the same key there");
    }
    Set<String> mine = own(table);
    mine.retainAll(own(other));
    if (!mine.isEmpty()) {
      problems.add(
          spec.to(),
          both
              + "both write its column "
              + String.join(", ", mine.stream().sorted().toList())
              + ", and would overwrite each other's");
    }
  }

  private static Set<String> columns(List<Fixed> fixed) {
    Set<String> columns = new HashSet<>();
    fixed.forEach(f -> columns.add(f.v2()));
    return columns;
  }

  private static Set<String> images(MappedTable table) {
    Set<String> images = new HashSet<>();
    table.keyColumns().forEach(column -> images.add(column.v2()));
    return images;
  }

  /** What it writes besides the key. */
  private static Set<String> own(MappedTable table) {
    Set<String> own = columns(table.portion().defaults());
    table.computed().stream().map(ComputedColumn::v2).forEach(own::add);
    for (ColumnMapping column : table.columns()) {
      if (column.source() instanceof Held held) {
        own.add(held.v2());
      }
    }
    own.removeAll(images(table));
    return own;
  }
}
