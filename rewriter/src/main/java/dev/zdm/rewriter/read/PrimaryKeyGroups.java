package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL lets a query that groups by a table's primary key select its other columns. A derived
 * table has no primary key, so such a read stays on v1.
 */
final class PrimaryKeyGroups {
  private PrimaryKeyGroups() {}

  static @Nullable Reason reason(SqlText text, ReadWalk walk, List<TableReference> references) {
    if (text.dialect() != Dialect.POSTGRESQL) {
      return null;
    }
    for (PlainSelect select : walk.selects()) {
      GroupByElement groups = select.getGroupBy();
      if (groups != null && relies(text, select, groups, references)) {
        return Reason.of("GROUP BY a primary key lets other columns be selected, on v1 alone");
      }
    }
    return null;
  }

  private static boolean relies(
      SqlText text, PlainSelect select, GroupByElement groups, List<TableReference> references) {
    Set<String> grouped = new HashSet<>();
    if (groups.getGroupByExpressionList() != null) {
      for (Object expression : groups.getGroupByExpressionList()) {
        if (expression instanceof Column column) {
          grouped.add(name(text, column));
        }
      }
    }
    boolean byKey = references.stream().anyMatch(r -> grouped.containsAll(r.table().key()));
    return byKey && select.getSelectItems().stream().anyMatch(item -> !safe(text, item, grouped));
  }

  private static boolean safe(SqlText text, SelectItem<?> item, Set<String> grouped) {
    Expression expression = item.getExpression();
    return expression instanceof Function
        || (expression instanceof Column column && grouped.contains(name(text, column)));
  }

  /** The last part of the column's name. */
  private static String name(SqlText text, Column column) {
    int first = text.startingAt(SqlTree.begin(column.getASTNode()));
    return first < 0 ? "" : text.canonical(text.chainEnd(first));
  }
}
