package dev.zdm.rewriter.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.parser.ASTNodeAccess;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;

/** Collects from the tree of a read where its tables, columns, literals and unnamed items stand. */
final class ReadWalk extends TablesNamesFinder<Void> {
  private final Set<Span> tables = new LinkedHashSet<>();
  private final NavigableMap<Integer, Integer> columns = new TreeMap<>();
  private final Set<Integer> strings = new HashSet<>();
  private final Set<Span> unnamedItems = new LinkedHashSet<>();
  private final List<PlainSelect> selects = new ArrayList<>();

  /**
   * A part of the text; both places are -1 if the parser does not say.
   *
   * @param aliased whether an alias follows, where one may
   */
  record Span(int begin, int end, boolean aliased) {}

  private ReadWalk() {}

  static ReadWalk over(Select select) {
    ReadWalk walk = new ReadWalk();
    walk.getTables((net.sf.jsqlparser.statement.Statement) select);
    return walk;
  }

  /** Each place once: the tree's visitor goes twice through some common table expressions. */
  Set<Span> tables() {
    return tables;
  }

  Set<Span> unnamedItems() {
    return unnamedItems;
  }

  List<PlainSelect> selects() {
    return selects;
  }

  /** Whether the place is inside a column reference. */
  boolean inColumn(int place) {
    var span = columns.floorEntry(place);
    return span != null && place < span.getValue();
  }

  boolean stringAt(int place) {
    return strings.contains(place);
  }

  private static Span span(ASTNodeAccess node, boolean aliased) {
    return new Span(SqlTree.begin(node.getASTNode()), SqlTree.end(node.getASTNode()), aliased);
  }

  @Override
  public <S> Void visit(Table table, S context) {
    tables.add(span(table, table.getAlias() != null));
    return super.visit(table, context);
  }

  @Override
  public <S> Void visit(Column column, S context) {
    Span span = span(column, false);
    columns.put(span.begin(), span.end());
    return null;
  }

  @Override
  public <S> Void visit(AnalyticExpression analytic, S context) {
    super.visit(analytic, context);
    visitAll(analytic.getPartitionExpressionList(), context);
    visitOrder(analytic.getOrderByElements(), context);
    visitOrder(analytic.getFuncOrderBy(), context);
    return null;
  }

  @Override
  public <S> Void visit(Function function, S context) {
    super.visit(function, context);
    visitOrder(function.getOrderByElements(), context);
    return null;
  }

  private <S> void visitAll(@Nullable ExpressionList<?> expressions, S context) {
    if (expressions != null) {
      expressions.forEach(expression -> expression.accept(this, context));
    }
  }

  private <S> void visitOrder(@Nullable List<OrderByElement> elements, S context) {
    if (elements != null) {
      elements.forEach(element -> element.getExpression().accept(this, context));
    }
  }

  @Override
  public <S> Void visit(StringValue value, S context) {
    strings.add(span(value, false).begin());
    return super.visit(value, context);
  }

  @Override
  public <S> Void visit(PlainSelect select, S context) {
    selects.add(select);
    return super.visit(select, context);
  }

  @Override
  public <S> Void visit(SelectItem<?> item, S context) {
    boolean expression =
        !(item.getExpression() instanceof Column) && !(item.getExpression() instanceof AllColumns);
    if (item.getAlias() == null && expression) {
      unnamedItems.add(span(item, false));
    }
    item.getExpression().accept(this, context);
    return null;
  }
}
