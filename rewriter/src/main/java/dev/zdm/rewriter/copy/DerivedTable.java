package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.mapping.MappedTable.Given;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.Targets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A v2 table in the shape of its v1 table: v1's columns, in v1's order, by v1's names. What v2 has
 * dropped is left out, unless nobody reads it.
 */
public final class DerivedTable {
  private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

  /** What the query of several tables is called in its derived table. */
  static final String GIVEN = "zdm_r";

  /** PostgreSQL cuts off what is longer, in bytes. */
  private static final int LONGEST_NAME = 63;

  private DerivedTable() {}

  /** The query in parentheses, without a name of its own. */
  public static String sql(Dialect dialect, MappedTable table) {
    return open(dialect, table).closed(List.of());
  }

  /**
   * The query up to more conditions on v2's columns.
   *
   * @param sql with a parenthesis that is not closed
   * @param conditions those that it has anyway
   */
  public record Open(String sql, List<String> conditions) {
    /** The query with these conditions too. */
    public String closed(List<String> more) {
      List<String> all = new ArrayList<>(conditions);
      all.addAll(more);
      return all.isEmpty() ? sql + ")" : sql + " WHERE " + String.join(" AND ", all) + ")";
    }
  }

  /** The query up to more conditions. */
  public static Open open(Dialect dialect, MappedTable table) {
    return open(dialect, table, items(dialect, table));
  }

  /** The same with v2's own column beside each that is {@link #wide}. */
  public static Open openWithWide(Dialect dialect, MappedTable table) {
    List<String> items = items(dialect, table);
    for (ColumnMapping column : table.columns()) {
      if (wide(column)) {
        items.add(dialect.quote(column.v2()) + " AS " + dialect.quote(wideName(column)));
      }
    }
    return open(dialect, table, items);
  }

  /**
   * Whether it holds integers, v2's column has room for larger ones, and there is a name for both.
   */
  public static boolean wide(ColumnMapping column) {
    return column.source() instanceof Held held
        && INTEGERS.contains(column.sqlType())
        && INTEGERS.contains(held.wider())
        && wideName(column).getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }

  /** What v2's own column is called beside that of v1's type. */
  public static String wideName(ColumnMapping column) {
    return "zdm:" + column.v1();
  }

  private static Open open(Dialect dialect, MappedTable table, List<String> items) {
    if (table.layout() instanceof Targets targets) {
      return new Open(
          "(SELECT %s FROM (%s) AS %s".formatted(String.join(", ", items), targets.read(), GIVEN),
          List.of());
    }
    return new Open(
        "(SELECT %s FROM %s".formatted(String.join(", ", items), table.v2().sql(dialect)),
        new PortionSql(dialect, table.portion()).shown(""));
  }

  private static List<String> items(Dialect dialect, MappedTable table) {
    List<String> items = new ArrayList<>();
    for (ColumnMapping column : table.columns()) {
      if (given(column)) {
        items.add(value(dialect, column, "") + " AS " + dialect.quote(column.v1()));
      }
    }
    return items;
  }

  /** The names of v1's columns that it has, in v1's order. */
  public static List<String> columns(MappedTable table) {
    return table.columns().stream().filter(DerivedTable::given).map(ColumnMapping::v1).toList();
  }

  private static boolean given(ColumnMapping column) {
    return !(column.source() instanceof Dropped dropped) || dropped.unread();
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
    if (column.source() instanceof Given given) {
      String name = alias + dialect.quote(column.v1());
      return given.exact() ? name : typed(dialect, column, name);
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
