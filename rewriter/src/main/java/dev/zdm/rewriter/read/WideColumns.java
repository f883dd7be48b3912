package dev.zdm.rewriter.read;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.read.ValuePlaces.Value;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * Compares and orders by v2's own column where a column of integers is wider there, so that
 * PostgreSQL can join, seek and sort by an index: the derived table shows it a second time, without
 * the cast, under a name that no application uses. Both hold the same number, so that each
 * comparison is as true with one as with the other. Whatever may show or count the derived table's
 * columns keeps it from being added.
 */
final class WideColumns {
  private static final Set<String> ARRAYS = Set.of("any", "some");
  private static final Set<String> OPERATORS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

  private final SqlText text;
  private final Places places;
  private final Values values;
  private final List<Query> queries = new ArrayList<>();
  private final Set<TableReference> shown = new HashSet<>();

  /** Each once: the tree's visitor goes twice through some common table expressions. */
  private final Set<Splice.Name> names = new LinkedHashSet<>();

  private WideColumns(SqlText text, Places places) {
    this.text = text;
    this.places = places;
    this.values = new Values(text);
  }

  static WideColumns of(
      SqlText text, ReadWalk walk, Places places, List<TableReference> references) {
    WideColumns found = new WideColumns(text, places);
    boolean any =
        text.dialect() == Dialect.POSTGRESQL
            && references.stream()
                .anyMatch(r -> r.table().columns().stream().anyMatch(DerivedTable::wide));
    if (any) {
      walk.selects().forEach(select -> found.queries.add(found.query(select, references)));
      found.queries.forEach(found::collect);
    }
    return found;
  }

  /** Whether the table's own columns are asked for. */
  boolean shows(TableReference reference) {
    return shown.contains(reference);
  }

  /** The changes of the columns' names, and the stars that would show more than v1 has. */
  List<Splice> splices() {
    List<Splice> splices = new ArrayList<>(names);
    splices.addAll(Stars.writtenOut(text, queries, shown));
    return splices;
  }

  private Query query(PlainSelect select, List<TableReference> references) {
    List<FromItem> items = new ArrayList<>();
    if (select.getFromItem() != null) {
      items.add(select.getFromItem());
    }
    if (select.getJoins() != null) {
      select.getJoins().forEach(join -> items.add(join.getFromItem()));
    }
    List<TableReference> sources = new ArrayList<>();
    for (FromItem item : items) {
      if (item instanceof Table table) {
        int first = text.startingAt(SqlTree.begin(table.getASTNode()));
        references.stream()
            .filter(r -> r.first() == first && !r.renamesColumns(text) && unique(r))
            .forEach(sources::add);
      }
    }
    Query all = new Query(select, sources, items.size());
    List<TableReference> hidden =
        sources.stream().filter(r -> Stars.canBeWrittenOut(text, all, r)).toList();
    // a bare star is written out for all of them, or for none
    boolean partly = Stars.hasBare(all) && hidden.size() < sources.size();
    return new Query(select, partly ? List.of() : hidden, items.size());
  }

  /** Whether nothing else in the text is called so. */
  private boolean unique(TableReference reference) {
    int own = reference.alias() < 0 ? reference.last() : reference.alias();
    for (int i = 0; i < text.size(); i++) {
      boolean source =
          switch (places.role(i)) {
            case SOURCE -> text.chainEnd(i) == i;
            case ALIAS, CTE -> true;
            default -> false;
          };
      if (source && i != own && text.canonical(i).equals(reference.name())) {
        return false;
      }
    }
    return true;
  }

  private void collect(Query query) {
    PlainSelect select = query.select();
    conditions(query, select.getWhere());
    if (select.getJoins() != null) {
      select
          .getJoins()
          .forEach(join -> join.getOnExpressions().forEach(on -> conditions(query, on)));
    }
    if (select.getOrderByElements() != null && select.getDistinct() == null && !query.groups()) {
      select.getOrderByElements().forEach(element -> order(query, element));
    }
  }

  /** Goes through what AND, OR and NOT put together, without recursion: there may be thousands. */
  private void conditions(Query query, @Nullable Expression whole) {
    Deque<Expression> open = new ArrayDeque<>();
    if (whole != null) {
      open.push(whole);
    }
    while (!open.isEmpty()) {
      Expression expression = open.pop();
      if (expression instanceof AndExpression and) {
        open.push(and.getRightExpression());
        open.push(and.getLeftExpression());
      } else if (expression instanceof OrExpression or) {
        open.push(or.getRightExpression());
        open.push(or.getLeftExpression());
      } else if (expression instanceof NotExpression not) {
        open.push(not.getExpression());
      } else if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
        open.push(list.get(0));
      } else if (expression instanceof ComparisonOperator comparison
          && OPERATORS.contains(comparison.getStringExpression())) {
        Expression left = comparison.getLeftExpression();
        Expression right = comparison.getRightExpression();
        compared(query, left, List.of(right));
        compared(query, right, List.of(left));
      } else if (expression instanceof Between between) {
        List<Expression> bounds =
            List.of(between.getBetweenExpressionStart(), between.getBetweenExpressionEnd());
        compared(query, between.getLeftExpression(), bounds);
      } else if (expression instanceof InExpression in
          && in.getRightExpression() instanceof ParenthesedExpressionList<?> list) {
        compared(query, in.getLeftExpression(), list);
      }
    }
  }

  private void compared(Query query, Expression operand, List<? extends Expression> others) {
    if (operand instanceof Column column && others.stream().allMatch(this::number)) {
      int first = text.startingAt(SqlTree.begin(column.getASTNode()));
      Query owner = first < 0 ? null : owner(query, first);
      if (owner != null && (owner.equals(query) || !owner.groups())) {
        use(owner, first);
      }
    }
  }

  /**
   * Whether it is compared with integers of any width alike. Other types may be compared with one
   * width only (xid), or be converted otherwise (oid); a string is an error where it is too large.
   * Of a column of a table that is not mapped it is taken for granted.
   */
  private boolean number(Expression other) {
    if (other instanceof Column) {
      return true;
    }
    if (other instanceof Function any) {
      ExpressionList<?> array = any.getParameters();
      return ARRAYS.contains(Dialect.fold(any.getName()))
          && array != null
          && array.size() == 1
          && array.get(0) instanceof JdbcParameter;
    }
    Value value = values.of(other);
    return !(other instanceof CastExpression)
        && value != null
        && !text.kind(value.place(), Kind.STRING);
  }

  /**
   * A bare name in ORDER BY is first that of an item of the SELECT, which may be another column of
   * that name, or an expression.
   */
  private void order(Query query, OrderByElement element) {
    if (!(element.getExpression() instanceof Column column)) {
      return;
    }
    int first = text.startingAt(SqlTree.begin(column.getASTNode()));
    boolean known = first >= 0 && query.equals(owner(query, first));
    if (known && (text.chainEnd(first) > first || !label(query, text.canonical(first)))) {
      use(query, first);
    }
  }

  private boolean label(Query query, String name) {
    for (SelectItem<?> item : query.select().getSelectItems()) {
      int first = text.startingAt(SqlTree.begin(item.getASTNode()));
      int last = text.endingAt(SqlTree.end(item.getASTNode()));
      boolean own =
          item.getAlias() == null
              && (item.getExpression() instanceof AllColumns
                  || (item.getExpression() instanceof Column
                      && first >= 0
                      && query.equals(owner(query, first))));
      boolean unnamed = item.getAlias() == null && !(item.getExpression() instanceof Column);
      if (!own && (last < 0 || unnamed || text.canonical(last).equals(name))) {
        return true;
      }
    }
    return false;
  }

  /** The query in whose FROM the column's table stands; null if it is not certain. */
  private @Nullable Query owner(Query from, int first) {
    int last = text.chainEnd(first);
    if (first == last) {
      return from.items() == 1 && source(from, first) != null ? from : null;
    }
    return last != first + 2
        ? null
        : queries.stream().filter(q -> source(q, first) != null).findFirst().orElse(null);
  }

  private @Nullable TableReference source(Query query, int first) {
    boolean bare = text.chainEnd(first) == first;
    for (TableReference source : query.sources()) {
      boolean named = bare || source.name().equals(text.canonical(first));
      if (named && places.sees(first, source.last()) && column(source, first) != null) {
        return source;
      }
    }
    return null;
  }

  private @Nullable ColumnMapping column(TableReference source, int first) {
    int last = text.chainEnd(first);
    for (ColumnMapping column : source.table().columns()) {
      if (DerivedTable.wide(column)
          && text.dialect().sameName(text.name(last), text.quoted(last), column.v1())) {
        return column;
      }
    }
    return null;
  }

  private void use(Query query, int first) {
    TableReference source = source(query, first);
    ColumnMapping column = source == null ? null : column(source, first);
    if (source != null && column != null) {
      shown.add(source);
      names.add(new Splice.Name(text.chainEnd(first), DerivedTable.wideName(column)));
    }
  }
}
