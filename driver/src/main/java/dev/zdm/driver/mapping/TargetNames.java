package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.RowsSpec;
import dev.zdm.driver.mapping.MappingSpec.TargetSpec;
import dev.zdm.rewriter.copy.RowExpression;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the names in braces mean in the queries of one v1 table.
 *
 * @param tables the v2 tables that exist, by the names that the mapping gives them
 */
record TargetNames(Catalog catalog, Map<String, TableName> tables) {

  static TargetNames of(Catalog catalog, RowsSpec rows) {
    Map<String, TableName> tables = new LinkedHashMap<>();
    for (TargetSpec target : rows.targets()) {
      String written = target.table().text();
      table(catalog, written)
          .ifPresent(
              table -> {
                tables.put(written, table.name());
                tables.putIfAbsent(written.substring(written.indexOf('.') + 1), table.name());
              });
    }
    return new TargetNames(catalog, tables);
  }

  /** The table that a name means, with its schema or without. */
  static Optional<Table> table(Catalog catalog, String written) {
    int point = written.indexOf('.');
    Optional<Table> plain = catalog.table(written);
    return plain.isPresent() || point < 0
        ? plain
        : catalog.table(written.substring(0, point), written.substring(point + 1));
  }

  /**
   * The query with each name in braces but {@link Targets#SOURCE} as the table that it means.
   *
   * @throws IllegalArgumentException with what is wrong with the text
   */
  String resolve(Located query) {
    return RowExpression.over(
        query.text(),
        name -> {
          String plain = name.strip();
          if (Targets.SOURCE.equals("{" + plain + "}")) {
            return Targets.SOURCE;
          }
          TableName table = tables.get(plain);
          if (table == null) {
            throw new IllegalArgumentException(
                "{"
                    + plain
                    + "} is neither {source} nor a table of \"to\""
                    + NearestName.hint(plain, tables.keySet()));
          }
          return table.sql(catalog.dialect());
        });
  }

  /** A resolved query over v1's own table. */
  static String overV1(Catalog catalog, String resolved, TableName v1) {
    return resolved.replace(Targets.SOURCE, v1.sql(catalog.dialect()));
  }
}
