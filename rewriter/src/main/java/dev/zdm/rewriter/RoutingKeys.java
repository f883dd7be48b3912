package dev.zdm.rewriter;

import dev.zdm.rewriter.RouteOutline.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** Finds, in the equalities that a plain SELECT's whole WHERE implies, the routing keys. */
final class RoutingKeys {
  private final SqlText text;
  private final Values values;
  private final List<TableReference> sources = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private boolean single;

  /** A column, by the tokens of its name, that equals one of these values. */
  private record Condition(int first, int last, List<Value> values) {}

  RoutingKeys(SqlText text, Select select, List<TableReference> references) {
    this.text = text;
    this.values = new Values(text);
    if (select instanceof PlainSelect plain) {
      collectSources(plain, references);
      collectConditions(plain.getWhere());
    }
  }

  /** The routing key of each of the tables. */
  List<RouteOutline> of(List<MappedTable> tables) {
    return tables.stream().map(this::of).toList();
  }

  private RouteOutline of(MappedTable table) {
    for (TableReference source : sources) {
      if (source.table().equals(table)) {
        RouteOutline key = of(source);
        if (key != null) {
          return key;
        }
      }
    }
    return RouteOutline.NONE;
  }

  private void collectSources(PlainSelect select, List<TableReference> references) {
    List<FromItem> items = new ArrayList<>();
    if (select.getFromItem() != null) {
      items.add(select.getFromItem());
    }
    if (select.getJoins() != null) {
      for (Join join : select.getJoins()) {
        items.add(join.getFromItem());
      }
    }
    single = items.size() == 1;
    for (FromItem item : items) {
      if (item instanceof Table table) {
        int first = text.startingAt(SqlTree.begin(table.getASTNode()));
        references.stream().filter(r -> r.first() == first).forEach(sources::add);
      }
    }
  }

  /** Goes through the conjuncts in order, without recursion: there may be thousands. */
  private void collectConditions(@Nullable Expression where) {
    Deque<Expression> open = new ArrayDeque<>();
    if (where != null) {
      open.push(where);
    }
    while (!open.isEmpty()) {
      Expression expression = unwrapped(open.pop());
      if (expression instanceof AndExpression and) {
        open.push(and.getRightExpression());
        open.push(and.getLeftExpression());
      } else {
        collectCondition(expression);
      }
    }
  }

  private void collectCondition(Expression expression) {
    if (expression instanceof EqualsTo equals) {
      equality(equals.getLeftExpression(), equals.getRightExpression());
      equality(equals.getRightExpression(), equals.getLeftExpression());
    } else if (expression instanceof InExpression in && !in.isNot()) {
      membership(in);
    }
  }

  private static Expression unwrapped(Expression expression) {
    Expression inner = expression;
    while (inner instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      inner = list.get(0);
    }
    return inner;
  }

  private void equality(Expression side, Expression other) {
    Value value = values.of(other);
    if (side instanceof Column column && value != null) {
      condition(column, List.of(value));
    }
  }

  private void membership(InExpression in) {
    if (!(in.getLeftExpression() instanceof Column column)
        || !(in.getRightExpression() instanceof ExpressionList<?> list)) {
      return;
    }
    List<Value> members = new ArrayList<>();
    for (Expression member : list) {
      Value value = values.of(member);
      if (value == null) {
        return;
      }
      members.add(value);
    }
    condition(column, members);
  }

  private void condition(Column column, List<Value> members) {
    int first = text.startingAt(SqlTree.begin(column.getASTNode()));
    if (first >= 0 && !members.isEmpty()) {
      conditions.add(new Condition(first, text.chainEnd(first), members));
    }
  }

  private @Nullable RouteOutline of(TableReference source) {
    List<String> columns = source.table().routeBy();
    Map<String, List<Value>> found = new HashMap<>();
    for (Condition condition : conditions) {
      String column = routeColumn(source, condition);
      if (column != null && (columns.size() == 1 || condition.values().size() == 1)) {
        found.putIfAbsent(column, condition.values());
      }
    }
    return columns.isEmpty() || !found.keySet().containsAll(columns)
        ? null
        : new RouteOutline(types(source.table()), values(columns, found));
  }

  private static List<String> types(MappedTable table) {
    return table.routeBy().stream().map(name -> table.column(name).sqlType()).toList();
  }

  private static List<Value> values(List<String> columns, Map<String, List<Value>> found) {
    List<Value> values = new ArrayList<>();
    columns.forEach(column -> values.addAll(found.getOrDefault(column, List.of())));
    return values;
  }

  private @Nullable String routeColumn(TableReference source, Condition condition) {
    boolean qualified =
        condition.last() == condition.first() + 2
            && text.canonical(condition.first()).equals(source.name());
    if (!qualified && !(single && condition.first() == condition.last())) {
      return null;
    }
    int column = condition.last();
    for (String name : source.table().routeBy()) {
      if (text.dialect().sameName(text.name(column), text.quoted(column), name)) {
        return name;
      }
    }
    return null;
  }
}
