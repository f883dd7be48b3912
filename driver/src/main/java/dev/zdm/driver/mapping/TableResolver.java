package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.RowsSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.UniqueColumn;
import dev.zdm.rewriter.mapping.Portion;
import dev.zdm.rewriter.mapping.Targets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves one table of a mapping. */
final class TableResolver {
  private final Catalog catalog;
  private final Problems problems;
  private final ColumnNames names;

  TableResolver(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
    this.names = new ColumnNames(catalog, problems);
  }

  /** The table, or null where it has a problem that was added to the list. */
  @Nullable MappedTable resolve(TableSpec spec) {
    int before = problems.count();
    Optional<Table> v1 = find(spec.v1());
    if (spec.rows() != null) {
      return several(spec, spec.rows(), v1, before);
    }
    Optional<Table> v2 = target(spec.to());
    if (v1.isEmpty() || v2.isEmpty()) {
      return null;
    }
    MappedTable table = resolve(spec, v1.get(), v2.get(), before);
    return problems.count() == before ? table : null;
  }

  /** A table whose rows go to several. */
  private @Nullable MappedTable several(
      TableSpec spec, RowsSpec rows, Optional<Table> v1, int before) {
    List<Table> found =
        rows.targets().stream().flatMap(target -> target(target.table()).stream()).toList();
    if (v1.isEmpty() || found.size() < rows.targets().size()) {
      return null;
    }
    TableRules rules = new TableRules(catalog, problems);
    rules.checkV1(spec.v1(), v1.get());
    for (int i = 0; i < found.size(); i++) {
      rules.checkV2(rows.targets().get(i).table(), v1.get(), found.get(i));
    }
    List<String> key = new KeyRules(catalog, problems).key(spec, v1.get());
    TargetsResolver resolver = new TargetsResolver(catalog, problems, rows, v1.get());
    Targets targets = resolver.targets(key, found);
    List<ColumnMapping> columns = resolver.columns();
    List<String> route = names.find(spec.routeBy(), v1.get());
    if (problems.count() > before) {
      return null;
    }
    return new MappedTable(
        v1.get().name(),
        targets.own().get(0).table(),
        columns,
        List.of(),
        key,
        route.isEmpty() ? key : route,
        otherKeys(v1.get(), key),
        hasAfterTriggers(v1.get()),
        true,
        targets);
  }

  /** v2's table, which may lie in another schema. */
  private Optional<Table> target(Located to) {
    int point = to.text().indexOf('.');
    if (point < 0 || catalog.table(to.text()).isPresent()) {
      return find(to);
    }
    String schema = to.text().substring(0, point);
    String name = to.text().substring(point + 1);
    if (schema.equals(catalog.schema()) || catalog.dialect() == Dialect.SQLITE) {
      return find(to);
    }
    Optional<Table> found = catalog.table(schema, name);
    if (found.isEmpty()) {
      List<String> there =
          catalog.tables().stream()
              .filter(t -> t.name().schema().equals(schema))
              .map(t -> t.name().name())
              .toList();
      problems.add(
          to,
          "table " + name + " does not exist in schema " + schema + NearestName.hint(name, there));
    }
    return found;
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
          + "; v1's tables are those of the connection's current schema"
          + (catalog.dialect() == Dialect.SQLITE ? ", and v2's, too" : "");
    }
    List<String> tables =
        catalog.tables().stream()
            .filter(t -> t.name().schema().equals(catalog.schema()))
            .map(t -> t.name().name())
            .toList();
    return "table "
        + name
        + " does not exist in schema "
        + catalog.schema()
        + NearestName.hint(name, tables);
  }

  private MappedTable resolve(TableSpec spec, Table v1, Table v2, int before) {
    new TableRules(catalog, problems).check(spec, v1, v2);
    ColumnResolver resolver = new ColumnResolver(catalog, problems, spec, v1, v2);
    List<ColumnMapping> columns = resolver.columns();
    List<ComputedColumn> computed = resolver.computed();
    PortionResolver portion = new PortionResolver(catalog, problems, spec, v2);
    Portion rows = portion.portion();
    resolver.refuseUnfilled(rows);
    List<String> key = new KeyRules(catalog, problems).key(spec, v1, v2, columns, rows);
    List<String> route = names.find(spec.routeBy(), v1);
    MappedTable table =
        new MappedTable(
            v1.name(),
            v2.name(),
            columns,
            computed,
            key,
            route.isEmpty() ? key : route,
            otherKeys(v1, key),
            hasAfterTriggers(v1),
            hasAfterTriggers(v2) || hasForeignKeys(v2),
            rows);
    if (problems.count() == before) {
      portion.check(table);
    }
    return table;
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
              names.named(table, index.columns().get(i)).orElseThrow().name(),
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
