package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Mappings for the tests of writes, without a catalog to read them from. */
final class WriteTables {
  private WriteTables() {}

  static TableName name(Dialect dialect, String name) {
    return new TableName(dialect == Dialect.SQLITE ? "main" : "public", name);
  }

  static Mapping mapping(Dialect dialect, int version, MappedTable... tables) {
    return new Mapping(
        "test", dialect, version, List.of(tables), Map.of(), name(dialect, "zdm_ledger"));
  }

  /**
   * A table and its {@code _v2}.
   *
   * @param key names of the key columns
   * @param columns "name type" or "name>v2name type"
   */
  static MappedTable table(Dialect dialect, String name, List<String> key, String... columns) {
    List<MappedTable.ColumnMapping> mapped = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      String[] names = parts[0].split(">", 2);
      mapped.add(new MappedTable.ColumnMapping(names[0], names[names.length - 1], parts[1]));
    }
    return new MappedTable(
        name(dialect, name),
        name(dialect, name + "_v2"),
        mapped,
        List.of(),
        key,
        key,
        List.of(),
        false,
        false);
  }

  static MappedTable adding(MappedTable t, String column, String type, String up) {
    return new MappedTable(
        t.v1(),
        t.v2(),
        t.columns(),
        List.of(new MappedTable.ComputedColumn(column, type, up)),
        t.key(),
        t.routeBy(),
        t.uniqueKeys(),
        t.v1AfterTriggers(),
        t.v2AfterChecks());
  }

  static MappedTable unique(MappedTable t, List<List<MappedTable.UniqueColumn>> keys) {
    return new MappedTable(
        t.v1(),
        t.v2(),
        t.columns(),
        t.computed(),
        t.key(),
        t.routeBy(),
        keys,
        t.v1AfterTriggers(),
        t.v2AfterChecks());
  }

  static MappedTable triggered(MappedTable t) {
    return new MappedTable(
        t.v1(),
        t.v2(),
        t.columns(),
        t.computed(),
        t.key(),
        t.routeBy(),
        t.uniqueKeys(),
        true,
        t.v2AfterChecks());
  }

  static MappedTable checked(MappedTable t) {
    return new MappedTable(
        t.v1(),
        t.v2(),
        t.columns(),
        t.computed(),
        t.key(),
        t.routeBy(),
        t.uniqueKeys(),
        t.v1AfterTriggers(),
        true);
  }
}
