package dev.zdm.rewriter;

import java.util.stream.Collectors;

/** A v2 table in the shape of its v1 table: v1's columns, in v1's order, by v1's names. */
final class DerivedTable {
  private DerivedTable() {}

  /** The query in parentheses, without a name of its own. */
  static String sql(Dialect dialect, MappedTable table) {
    return table.columns().stream()
        .map(column -> dialect.quote(column.v2()) + " AS " + dialect.quote(column.v1()))
        .collect(Collectors.joining(", ", "(SELECT ", " FROM " + table.v2().sql(dialect) + ")"));
  }
}
