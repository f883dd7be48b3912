package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.MappingSpec.AddedSpec;
import dev.zdm.driver.mapping.MappingSpec.ColumnSpec;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.MappedTable.AddedColumn;
import dev.zdm.rewriter.MappedTable.ColumnMapping;
import dev.zdm.rewriter.MappedTable.UniqueColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves one table of a mapping. */
final class TableResolver {
  private final Catalog catalog;
  private final Problems problems;

  TableResolver(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  /** The table, or null where it has a problem that was added to the list. */
  @Nullable MappedTable resolve(TableSpec spec) {
    int before = problems.count();
    Optional<Table> v1 = find(spec.v1());
    Optional<Table> v2 = find(spec.to());
    if (v1.isEmpty() || v2.isEmpty()) {
      return null;
    }
    MappedTable table = resolve(spec, v1.get(), v2.get());
    return problems.count() == before ? table : null;
  }

  private Optional<Table> find(Located name) {
    String written = name.text();
    String local =
        written.startsWith(catalog.schema() + ".")
            ? written.substring(catalog.schema().length() + 1)
            : written;
    Optional<Table> found = catalog.table(local);
    boolean temporary = catalog.temporary().stream().anyMatch(t -> catalog.same(t, local));
    if (temporary) {
      problems.add(name, "a temporary table or view " + local + " hides the table; drop it");
    } else if (found.isEmpty()) {
      problems.add(name, missing(local));
    }
    return temporary ? Optional.empty() : found;
  }

  private String missing(String name) {
    if (catalog.views().stream().anyMatch(v -> catalog.same(v.name().name(), name))) {
      return name + " is a view; only tables can be mapped";
    }
    if (name.contains(".")) {
      return "there is no table "
          + name
          + "; a table of another schema is not supported by this"
          + " version";
    }
    List<String> names = catalog.tables().stream().map(t -> t.name().name()).toList();
    return "table "
        + name
        + " does not exist in schema "
        + catalog.schema()
        + NearestName.hint(name, names);
  }

  private MappedTable resolve(TableSpec spec, Table v1, Table v2) {
    new TableRules(catalog, problems).check(spec, v1, v2);
    List<ColumnMapping> columns = columns(spec, v1, v2);
    List<AddedColumn> added = added(spec, v1, v2);
    refuseDoubleTargets(spec, columns, added);
    refuseUnfilled(spec, v2, columns, added);
    List<String> key = new KeyRules(catalog, problems).key(spec, v1, v2, columns);
    List<String> route = names(spec.routeBy(), v1);
    return new MappedTable(
        v1.name(),
        v2.name(),
        columns,
        added,
        key,
        route.isEmpty() ? key : route,
        otherKeys(v1, key),
        hasAfterTriggers(v1),
        hasAfterTriggers(v2) || hasForeignKeys(v2));
  }

  private List<ColumnMapping> columns(TableSpec spec, Table v1, Table v2) {
    Map<String, Located> renamed = new LinkedHashMap<>();
    for (ColumnSpec column : spec.columns()) {
      column(column.v1(), v1)
          .ifPresent(
              c -> {
                if (renamed.put(c.name(), column.to()) != null) {
                  problems.add(column.v1(), "column " + c.name() + " stands there twice");
                }
              });
    }
    List<ColumnMapping> columns = new ArrayList<>();
    for (Column column : v1.columns()) {
      Located to = renamed.get(column.name());
      Optional<Column> target = to == null ? sameName(spec, column, v2) : column(to, v2);
      target.ifPresent(t -> columns.add(mapping(to == null ? spec.v1() : to, column, t)));
    }
    return columns;
  }

  private Optional<Column> sameName(TableSpec spec, Column column, Table v2) {
    Optional<Column> found = named(v2, column.name());
    if (found.isEmpty()) {
      problems.add(
          spec.v1(),
          v2.name()
              + " has no column "
              + column.name()
              + "; add it, or say under \"columns\" which"
              + " one takes its place"
              + NearestName.hint(column.name(), v2.columnNames()));
    }
    return found;
  }

  private ColumnMapping mapping(Located where, Column v1, Column v2) {
    if (!ColumnTypes.agree(catalog.dialect(), v1, v2)) {
      problems.add(
          where,
          "column "
              + v1.name()
              + " is "
              + ColumnTypes.describe(v1)
              + " in v1 and "
              + ColumnTypes.describe(v2)
              + " in v2; a change of type is not supported by this"
              + " version");
    }
    return new ColumnMapping(v1.name(), v2.name(), v1.type(), v2.generated());
  }

  private List<AddedColumn> added(TableSpec spec, Table v1, Table v2) {
    List<AddedColumn> added = new ArrayList<>();
    for (AddedSpec column : spec.added()) {
      Optional<Column> target = column(column.v2(), v2);
      if (target.isPresent() && target.get().generated()) {
        problems.add(column.v2(), "v2 computes column " + target.get().name() + " itself");
      }
      String up = new UpExpression(v1, catalog, problems).resolve(column.up());
      target.ifPresent(t -> added.add(new AddedColumn(t.name(), up)));
    }
    return added;
  }

  private void refuseDoubleTargets(
      TableSpec spec, List<ColumnMapping> columns, List<AddedColumn> added) {
    List<String> targets = new ArrayList<>(columns.stream().map(ColumnMapping::v2).toList());
    added.forEach(column -> targets.add(column.v2()));
    Set<String> seen = new HashSet<>();
    for (String target : targets) {
      if (!seen.add(target)) {
        problems.add(spec.v1(), "v2's column " + target + " is filled twice");
      }
    }
  }

  private void refuseUnfilled(
      TableSpec spec, Table v2, List<ColumnMapping> columns, List<AddedColumn> added) {
    for (Column column : v2.columns()) {
      boolean filled =
          columns.stream().anyMatch(c -> c.v2().equals(column.name()))
              || added.stream().anyMatch(c -> c.v2().equals(column.name()));
      if (!filled && !column.fillsItself()) {
        problems.add(
            spec.to(),
            v2.name()
                + "."
                + column.name()
                + " is NOT NULL without a default and nothing fills it;"
                + " give it a default, or an \"up\" under \"added\"");
      }
    }
  }

  private List<String> names(List<Located> written, Table v1) {
    List<String> names = new ArrayList<>();
    for (Located name : written) {
      column(name, v1).ifPresent(c -> names.add(c.name()));
    }
    return names;
  }

  private Optional<Column> column(Located name, Table table) {
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

  private Optional<Column> named(Table table, String name) {
    return table.columns().stream().filter(c -> catalog.same(c.name(), name)).findFirst();
  }

  /** What REPLACE and an upsert may run into besides the key. */
  private List<List<UniqueColumn>> otherKeys(Table v1, List<String> key) {
    Set<UniqueColumn> own = new HashSet<>();
    key.forEach(column -> own.add(new UniqueColumn(column, "")));
    return v1.uniqueIndexes().stream()
        .filter(index -> !index.expression())
        .map(index -> canonical(index, v1))
        .filter(columns -> !Set.copyOf(columns).equals(own))
        .distinct()
        .toList();
  }

  private List<UniqueColumn> canonical(UniqueIndex index, Table table) {
    List<UniqueColumn> columns = new ArrayList<>();
    for (int i = 0; i < index.columns().size(); i++) {
      String collation = index.collations().get(i);
      columns.add(
          new UniqueColumn(
              named(table, index.columns().get(i)).orElseThrow().name(),
              collation.equals("BINARY") ? "" : collation));
    }
    return columns;
  }

  private boolean hasAfterTriggers(Table table) {
    return catalog.dialect() == Dialect.POSTGRESQL
        && catalog.triggers().stream()
            .anyMatch(t -> t.table().equals(table.name()) && t.timing() == Timing.AFTER);
  }

  private boolean hasForeignKeys(Table table) {
    return catalog.dialect() == Dialect.POSTGRESQL
        && catalog.foreignKeys().stream().anyMatch(key -> key.child().equals(table.name()));
  }
}
