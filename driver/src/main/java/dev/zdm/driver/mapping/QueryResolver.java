package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.QueryShape.Item;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the queries of one v1 table, and holds them to what a query may be. */
record QueryResolver(Catalog catalog, Problems problems, TargetNames names, TableName v1) {

  /**
   * A query with its tables.
   *
   * @param shape what the database says of it; null where something is wrong
   */
  record Resolved(String sql, @Nullable QueryShape shape) {}

  /**
   * Resolves a query; what is wrong becomes a problem.
   *
   * @param allowed the tables that it may read
   * @param which those, in words
   */
  Resolved resolve(Located query, String what, Set<TableName> allowed, String which) {
    String name = "\"" + what + "\"";
    String sql;
    try {
      sql = names.resolve(query);
    } catch (IllegalArgumentException e) {
      problems.add(query, name + ": " + e.getMessage());
      return new Resolved("", null);
    }
    RowExpression.refuseMoments(name, query, problems);
    QueryShape shape = catalog.shapes().get(TargetNames.overV1(catalog, sql, v1));
    if (shape == null) {
      return new Resolved(sql, null); // a table is missing, which was reported
    }
    if (shape.failure() != null) {
      problems.add(query, name + " fails: " + shape.failure());
      return new Resolved(sql, null);
    }
    for (TableName read : shape.reads()) {
      if (!allowed.contains(read)) {
        problems.add(query, name + " reads " + read + "; it may read nothing but " + which);
      }
    }
    if (shape.captured()) {
      problems.add(
          query,
          name
              + " names a table as it is; write it in braces, such as "
              + names.tables().keySet().stream()
                  .findFirst()
                  .map(table -> "{" + table + "}")
                  .orElse(Targets.SOURCE)
              + ", or it may mean another in a statement that has a WITH");
    }
    refuseTwice(query, name, shape);
    return new Resolved(sql, shape);
  }

  private void refuseTwice(Located query, String name, QueryShape shape) {
    Set<String> seen = new HashSet<>();
    for (Item item : shape.columns()) {
      if (!seen.add(folded(item.name()))) {
        problems.add(query, name + " gives two columns called " + item.name());
      }
    }
  }

  private String folded(String name) {
    return catalog.dialect() == Dialect.SQLITE ? Dialect.fold(name) : name;
  }
}
