package dev.zdm.rewriter.read;

import dev.zdm.rewriter.read.ValuePlaces.Value;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.sf.jsqlparser.expression.CastExpression;
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

/**
 * The equalities between a column and values that the whole WHERE of a plain SELECT implies: no row
 * is in its result of which one does not hold.
 */
final class Equalities {
  private final SqlText text;
  private final Values values;
  private final List<TableReference> sources = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private boolean single;

  /**
   * A column, by the tokens of its name, that equals one of these values.
   *
   * @param cast whether one of them is cast to a type of its own
   */
  private record Condition(int first, int last, ValuePlaces values, boolean cast) {}

  Equalities(SqlText text, Select select, List<TableReference> references) {
    this.text = text;
    this.values = new Values(text);
    if (select instanceof PlainSelect plain) {
      collectSources(plain, references);
      collectConditions(plain.getWhere());
    }
  }

  /** The mapped tables in the SELECT's own FROM whose columns have their names. */
  List<TableReference> sources() {
    return sources;
  }

  /** For each equality on the source's column, the values of which one it has. */
  List<ValuePlaces> on(TableReference source, String v1Column) {
    return on(source, v1Column, true);
  }

  /**
   * Like {@link #on(TableReference, String)}, without those whose values have types of their own.
   */
  List<ValuePlaces> untypedOn(TableReference source, String v1Column) {
    return on(source, v1Column, false);
  }

  private List<ValuePlaces> on(TableReference source, String v1Column, boolean cast) {
    return conditions.stream()
        .filter(condition -> cast || !condition.cast())
        .filter(condition -> means(condition, source, v1Column))
        .map(Condition::values)
        .toList();
  }

  private boolean means(Condition condition, TableReference source, String v1Column) {
    boolean qualified =
        condition.last() == condition.first() + 2
            && text.canonical(condition.first()).equals(source.name());
    boolean bare = single && condition.first() == condition.last();
    int column = condition.last();
    return (qualified || bare)
        && text.dialect().sameName(text.name(column), text.quoted(column), v1Column);
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
        references.stream()
            .filter(r -> r.first() == first && !r.renamesColumns(text))
            .forEach(sources::add);
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
      condition(column, List.of(value), cast(other));
    }
  }

  private void membership(InExpression in) {
    if (!(in.getLeftExpression() instanceof Column column)
        || !(in.getRightExpression() instanceof ExpressionList<?> list)) {
      return;
    }
    List<Value> members = new ArrayList<>();
    boolean cast = false;
    for (Expression member : list) {
      cast |= cast(member);
      Value value = values.of(member);
      if (value == null) {
        return;
      }
      members.add(value);
    }
    condition(column, members, cast);
  }

  private static boolean cast(Expression expression) {
    return expression instanceof CastExpression;
  }

  private void condition(Column column, List<Value> members, boolean cast) {
    int first = text.startingAt(SqlTree.begin(column.getASTNode()));
    if (first >= 0 && !members.isEmpty()) {
      conditions.add(new Condition(first, text.chainEnd(first), new ValuePlaces(members), cast));
    }
  }
}
