package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.PortionSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a mapping against a catalog. Stateless; safe for use by many threads. */
public final class MappingResolver {
  private static final String SUFFIX = "_v2";
  private static final String OWN = "zdm_";
  private static final String LEDGER = "zdm_ledger";
  private static final String INFERRED = "inferred mapping";

  private MappingResolver() {}

  /**
   * The mapping, with every name resolved and every rule checked.
   *
   * @param spec what the mapping file says; without one, each pair of tables {@code t} and {@code
   *     t_v2} is mapped by equal column names (no pair: no table is mapped)
   * @throws MappingException with all that is wrong
   */
  public static Mapping resolve(@Nullable MappingSpec spec, Catalog catalog) {
    MappingSpec effective = spec == null ? inferred(catalog) : spec;
    Problems problems = new Problems(effective.source());
    Map<TableSpec, MappedTable> tables = new LinkedHashMap<>();
    for (TableSpec table : effective.tables()) {
      MappedTable mapped = new TableResolver(catalog, problems).resolve(table);
      if (mapped != null) {
        tables.put(table, mapped);
      }
    }
    new SharedTables(tables, catalog, problems).check();
    // Ways between tables mean little while a table of the mapping is missing from it.
    if (tables.size() == effective.tables().size()) {
      new WritePathRules(catalog, tables, problems).check();
    }
    problems.throwIfAny();
    List<MappedTable> mapped = ParentsFirst.of(catalog, tables.values());
    return new Mapping(
        effective.migration(),
        catalog.dialect(),
        catalog.serverVersion(),
        mapped,
        new WriteGraph(catalog, mapped).reaching(),
        new TableName(mapped.isEmpty() ? catalog.schema() : mapped.get(0).v1().schema(), LEDGER),
        catalog.dialect() == Dialect.POSTGRESQL
            ? new SideWrites(catalog, mapped).find()
            : List.of(),
        new V1Shapes(catalog).of(mapped),
        new ReadingViews(catalog, mapped).find());
  }

  private static MappingSpec inferred(Catalog catalog) {
    List<TableSpec> specs = new ArrayList<>();
    for (Table table : catalog.tables()) {
      String name = table.name().name();
      if (!Dialect.fold(name).startsWith(OWN)) {
        catalog.table(name + SUFFIX).ifPresent(v2 -> specs.add(pair(table, v2)));
      }
    }
    return new MappingSpec(INFERRED, "default", specs);
  }

  private static TableSpec pair(Table v1, Table v2) {
    return new TableSpec(
        new Located(v1.name().name(), 0, 0),
        new Located(v2.name().name(), 0, 0),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        PortionSpec.ALL,
        null);
  }
}
