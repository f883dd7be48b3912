package dev.zdm.rewriter.read;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.SelectItem;

/**
 * Writes out the stars that stand for a derived table's columns, where it has more of them than v1.
 */
final class Stars {
  private Stars() {}

  /**
   * Whether each star that shows the table's columns can be written out, if there is any, and
   * nothing else may show the row: a name behind the table's that is no column of v1's is a
   * function of the row.
   */
  static boolean canBeWrittenOut(SqlText text, Query query, TableReference reference) {
    if (query.joins().stream().anyMatch(Join::isNatural)) {
      return false;
    }
    int items = 0;
    for (SelectItem<?> item : query.select().getSelectItems()) {
      if (isBare(item.getExpression()) && !expandable(text, query, item)) {
        return false;
      }
      items += qualifies(text, item, reference) ? 1 : 0;
    }
    int stars = 0;
    for (int i = 0; i + 2 < text.size(); i++) {
      if (text.identifier(i)
          && text.punctuation(i + 1, '.')
          && text.canonical(i).equals(reference.name())) {
        if (text.punctuation(i + 2, '*')) {
          stars++;
        } else if (!isColumn(text, reference, i + 2)) {
          return false;
        }
      }
    }
    return stars == items;
  }

  private static boolean isColumn(SqlText text, TableReference reference, int token) {
    return text.identifier(token)
        && Names.allHave(text.dialect(), List.of(reference.table()), text.canonical(token));
  }

  /** Whether a star without a table's name is among the items. */
  static boolean hasBare(Query query) {
    return query.select().getSelectItems().stream().anyMatch(i -> isBare(i.getExpression()));
  }

  private static boolean isBare(Expression expression) {
    return expression instanceof AllColumns && !(expression instanceof AllTableColumns);
  }

  private static boolean expandable(SqlText text, Query query, SelectItem<?> item) {
    int first = text.startingAt(SqlTree.begin(item.getASTNode()));
    return text.punctuation(first, '*')
        && query.sources().size() == query.items()
        && !query.merges();
  }

  /** Whether the item is the table's name, a point and a star. */
  private static boolean qualifies(SqlText text, SelectItem<?> item, TableReference reference) {
    int first = text.startingAt(SqlTree.begin(item.getASTNode()));
    return item.getExpression() instanceof AllTableColumns
        && first >= 0
        && text.canonical(first).equals(reference.name())
        && text.punctuation(first + 1, '.')
        && text.punctuation(first + 2, '*');
  }

  /** The stars that show one of these tables' columns, as lists of v1's. */
  static List<Splice.Star> writtenOut(
      SqlText text, List<Query> queries, Set<TableReference> shown) {
    List<Splice.Star> stars = new ArrayList<>();
    for (Query query : queries) {
      if (query.sources().stream().anyMatch(shown::contains)) {
        for (SelectItem<?> item : query.select().getSelectItems()) {
          int first = text.startingAt(SqlTree.begin(item.getASTNode()));
          if (isBare(item.getExpression())) {
            stars.add(new Splice.Star(first, first, columns(text, query.sources())));
          }
          query.sources().stream()
              .filter(r -> shown.contains(r) && qualifies(text, item, r))
              .forEach(
                  r -> stars.add(new Splice.Star(first, first + 2, columns(text, List.of(r)))));
        }
      }
    }
    return stars.stream().distinct().toList();
  }

  private static String columns(SqlText text, List<TableReference> references) {
    List<String> columns = new ArrayList<>();
    for (TableReference reference : references) {
      String name = text.text(reference.alias() < 0 ? reference.last() : reference.alias());
      for (String column : DerivedTable.columns(reference.table())) {
        columns.add(name + "." + text.dialect().quote(column));
      }
    }
    return String.join(", ", columns);
  }
}
