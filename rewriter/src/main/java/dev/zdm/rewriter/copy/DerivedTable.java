package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import java.util.ArrayList;
import java.util.List;

/**
 * A v2 table in the shape of its v1 table: v1's columns, in v1's order, by v1's names. What v2 has
 * dropped is left out, unless nobody reads it.
 */
public final class DerivedTable {
  private DerivedTable() {}

  /** The query in parentheses, without a name of its own. */
  public static String sql(Dialect dialect, MappedTable table) {
    return closed(open(dialect, table), List.of());
  }

  /** The query that {@link #open} has begun, with conditions. */
  public static String closed(String open, List<String> conditions) {
    return conditions.isEmpty()
        ? open + ")"
        : open + " WHERE " + String.join(" AND ", conditions) + ")";
  }

  /** The query up to its conditions. */
  public static String open(Dialect dialect, MappedTable table) {
    List<String> items = new ArrayList<>();
    for (ColumnMapping column : table.columns()) {
      if (!(column.source() instanceof Dropped dropped) || dropped.unread()) {
        items.add(value(dialect, column, "") + " AS " + dialect.quote(column.v1()));
      }
    }
    return "(SELECT %s FROM %s".formatted(String.join(", ", items), table.v2().sql(dialect));
  }

  /**
   * The SQL of v1's column over a row of v2.
   *
   * @param alias what goes before the names of v2's columns: empty, or an alias and a point
   */
  static String value(Dialect dialect, ColumnMapping column, String alias) {
    if (column.source() instanceof Held held) {
      String name = alias + dialect.quote(held.v2());
      return held.wider().isEmpty() ? name : typed(dialect, column, name);
    }
    if (column.source() instanceof Restored restored) {
      String over = RowExpression.over(restored.down(), name -> alias + dialect.quote(name));
      return typed(dialect, column, "(" + over + ")");
    }
    return typed(dialect, column, "NULL");
  }

  /** The expression as a value of v1's column, to be compared and shown as such. */
  static String typed(Dialect dialect, ColumnMapping column, String expression) {
    return switch (dialect) {
      case POSTGRESQL -> "CAST(%s AS %s)".formatted(expression, column.sqlType());
      case SQLITE -> Affinity.of(column.sqlType()).cast(expression);
    };
  }
}
