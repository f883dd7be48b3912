package dev.zdm.teststatements;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Random SELECT statements over some tables, mostly valid on v1. */
public final class RandomReads {
  /**
   * A column in sight.
   *
   * @param type i, t, n or d: integer, text, number, date
   */
  public record Col(String name, char type) {}

  /** A table, under the name by which its columns are called. */
  public record Source(String name, List<Col> columns) {}

  /** What an expression can see. */
  record Scope(List<Source> sources, @Nullable Scope outer) {}

  /** A query without ORDER BY, and its columns. */
  record Query(String sql, List<Col> columns, @Nullable Scope scope) {}

  /** A statement, and whether the order of its rows is given to the last. */
  public record Statement(String sql, boolean total) {}

  private final RandomTokens dice;
  private final String schema;
  private final List<Source> tables;
  private final RandomExpressions expressions;
  private final RandomFrom from;
  private final List<Source> ctes = new ArrayList<>();

  /**
   * Reads of tables.
   *
   * @param schema where the tables lie
   */
  public RandomReads(
      Grammar grammar, String schema, List<Source> tables, RandomTokens.Words words, long seed) {
    this(new RandomTokens(grammar, words, seed), schema, tables, 1);
  }

  RandomReads(RandomTokens dice, String schema, List<Source> tables, int wrongNames) {
    this.dice = dice;
    this.schema = schema;
    this.tables = tables;
    this.expressions = new RandomExpressions(dice, this, wrongNames);
    this.from = new RandomFrom(dice, this, expressions);
  }

  String schema() {
    return schema;
  }

  List<Source> tables() {
    return tables;
  }

  RandomExpressions expressions() {
    return expressions;
  }

  List<Source> ctes() {
    return ctes;
  }

  /** The next one. */
  public Statement next() {
    Statement drawn = drawn();
    return new Statement(dice.scattered(drawn.sql()), drawn.total());
  }

  /** The next one, with plain blanks. */
  Statement drawn() {
    ctes.clear();
    String with = dice.chance(20) ? with() : "";
    Query query = dice.chance(15) ? compound(2, null, null) : select(2, null, null, true);
    boolean total = dice.chance(40) && !query.columns().isEmpty();
    String order = total ? total(query) : dice.chance(15) ? order(query) : "";
    return new Statement(with + query.sql() + order, total);
  }

  private String total(Query query) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < query.columns().size(); i++) {
      String key = Integer.toString(i + 1);
      keys.add(key + dice.one("", "", " DESC", " ASC", " NULLS FIRST", " DESC NULLS LAST"));
    }
    String limit = dice.chance(40) ? " LIMIT " + (3 + dice.upTo(6)) : "";
    String offset = !limit.isEmpty() && dice.chance(30) ? " OFFSET " + dice.upTo(2) : "";
    return " ORDER BY " + String.join(", ", keys) + limit + offset;
  }

  private String order(Query query) {
    if (query.scope() != null && dice.chance(50)) {
      return " ORDER BY " + expressions.of(dice.one(List.of('i', 't')), query.scope(), 1);
    }
    return query.columns().isEmpty()
        ? ""
        : " ORDER BY " + dice.name(dice.one(query.columns()).name());
  }

  /** WITH and its queries, which are in sight from now on. */
  String with() {
    List<String> parts = new ArrayList<>();
    boolean recursive = dice.chance(25);
    for (int i = 0; i <= dice.upTo(2); i++) {
      String name = dice.chance(12) ? dice.one(tables).name() : "c" + (i + 1);
      parts.add(recursive && i == 0 ? recursive(name) : cte(name));
    }
    return (recursive ? "WITH RECURSIVE " : "WITH ") + String.join(", ", parts) + " ";
  }

  private String cte(String name) {
    Query query = dice.chance(15) ? compound(1, null, null) : derived(1, null);
    List<Col> columns = query.columns();
    String list = "";
    if (dice.chance(20)) {
      columns = renamed(columns);
      list = "(" + names(columns) + ")";
    }
    String hint = dice.postgres() && dice.chance(20) ? dice.one("", "NOT ") + "MATERIALIZED " : "";
    ctes.add(new Source(name, columns));
    return dice.name(name) + list + " AS " + hint + "(" + query.sql() + ")";
  }

  private String recursive(String name) {
    Query first = select(1, null, List.of('i', 't'), false);
    String n = "h." + dice.name(first.columns().get(0).name());
    String text = "h." + dice.name(first.columns().get(1).name());
    String seed =
        "SELECT %s, %s FROM (%s) AS h"
            .formatted(
                dice.postgres() ? "CAST(" + n + " AS bigint)" : n,
                dice.postgres() ? "CAST(" + text + " AS text)" : text,
                first.sql());
    Source self = new Source(name, List.of(new Col("n", 'i'), new Col("s", 't')));
    String written = dice.name(name);
    String step =
        "SELECT r.n + 1, r.s FROM "
            + written
            + " AS r"
            + dice.one("", joined(), " CROSS JOIN " + dice.name(dice.one(tables).name()))
            + " WHERE r.n < 5";
    ctes.add(self);
    return written + "(n, s) AS (" + seed + " UNION " + step + ")";
  }

  private String joined() {
    Source table = dice.one(tables);
    return table.columns().stream()
        .filter(c -> c.type() == 'i')
        .findFirst()
        .map(
            c ->
                " JOIN " + dice.name(table.name()) + " AS o ON o." + dice.name(c.name()) + " = r.n")
        .orElse("");
  }

  List<Col> renamed(List<Col> columns) {
    List<Col> renamed = new ArrayList<>();
    for (Col column : columns) {
      renamed.add(new Col(dice.chance(50) ? "k" + renamed.size() : column.name(), column.type()));
    }
    return renamed;
  }

  String names(List<Col> columns) {
    return String.join(", ", columns.stream().map(c -> dice.name(c.name())).toList());
  }

  /** A query for FROM or for a common table expression; its rows do not depend on any order. */
  Query derived(int depth, @Nullable Scope outer) {
    if (dice.chance(10)) {
      return compound(depth, outer, null);
    }
    Query query = select(depth, outer, null, false);
    boolean limited = dice.chance(12) && !query.columns().isEmpty();
    return new Query(query.sql() + (limited ? total(query) : ""), query.columns(), null);
  }

  Query compound(int depth, @Nullable Scope outer, @Nullable List<Character> wanted) {
    List<Character> types = wanted == null ? types() : wanted;
    Query first = select(depth, outer, types, false);
    StringBuilder sql = new StringBuilder(first.sql());
    for (int i = 0; i <= dice.upTo(2); i++) {
      boolean inner = dice.postgres() && dice.chance(25);
      String next = select(depth, outer, types, false).sql();
      sql.append(dice.one(" UNION ", " UNION ALL ", " UNION ALL ", " INTERSECT ", " EXCEPT "));
      sql.append(inner ? "(" + next + ")" : next);
    }
    return new Query(sql.toString(), first.columns(), null);
  }

  private List<Character> types() {
    List<Character> types = new ArrayList<>();
    for (int i = 0; i <= dice.upTo(3); i++) {
      types.add(dice.one(List.of('i', 't', 't', 'i', 'n', 'd')));
    }
    return types;
  }

  /**
   * One SELECT.
   *
   * @param wanted the types of its columns; null leaves them to chance
   * @param top whether its items may go without a name
   */
  Query select(int depth, @Nullable Scope outer, @Nullable List<Character> wanted, boolean top) {
    RandomFrom.From tables = from.of(depth, outer);
    Scope scope = new Scope(tables.sources(), outer);
    String where = dice.chance(45) ? " WHERE " + expressions.predicate(scope, depth) : "";
    if (dice.chance(20)) {
      return grouped(tables.sql() + where, scope, wanted == null ? types() : wanted, top, depth);
    }
    List<Col> columns = new ArrayList<>();
    List<String> items = new ArrayList<>();
    if (wanted == null && dice.chance(25)) {
      items.add(star(tables, columns));
    }
    for (char type : wanted != null ? wanted : items.isEmpty() ? types() : List.<Character>of()) {
      items.add(item(type, scope, columns, top, depth));
    }
    String distinct = dice.chance(12) ? "DISTINCT " : "";
    String sql = "SELECT " + distinct + String.join(", ", items) + " FROM " + tables.sql() + where;
    return new Query(sql, columns, distinct.isEmpty() ? scope : null);
  }

  private String star(RandomFrom.From tables, List<Col> columns) {
    if (dice.chance(50)) {
      columns.addAll(tables.star());
      return "*";
    }
    Source source = dice.one(tables.sources());
    columns.addAll(source.columns());
    return dice.name(source.name()) + ".*";
  }

  private String item(char type, Scope scope, List<Col> columns, boolean top, int depth) {
    Col column = expressions.column(type, scope);
    if (column != null && dice.chance(50)) {
      String bare = expressions.reference(column, scope);
      String label = dice.chance(25) ? dice.label() : null;
      columns.add(new Col(label == null ? column.name() : label, type));
      return label == null ? bare : bare + " AS " + dice.name(label);
    }
    boolean window = dice.chance(12);
    String sql = window ? expressions.window(type, scope) : expressions.of(type, scope, depth);
    return labelled(sql, type, columns, top);
  }

  private String labelled(String sql, char type, List<Col> columns, boolean top) {
    if (top && dice.chance(60)) {
      columns.add(new Col("none", type));
      return sql;
    }
    String label = dice.chance(70) ? "e" + columns.size() : dice.label();
    columns.add(new Col(label, type));
    return sql
        + dice.one(" AS ", " AS ", " ")
        + (dice.chance(50) ? label(label) : World.quoted(label));
  }

  private String label(String label) {
    return RandomTokens.plain(label) ? label : World.quoted(label);
  }

  private Query grouped(String tail, Scope scope, List<Character> types, boolean top, int depth) {
    List<Col> columns = new ArrayList<>();
    List<String> items = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (char type : types) {
      Col column = expressions.column(type, scope);
      if (column != null && dice.chance(55)) {
        String key = expressions.reference(column, scope);
        boolean relies = dice.postgres() && !keys.isEmpty() && dice.chance(6);
        if (!relies) {
          keys.add(dice.chance(12) ? Integer.toString(items.size() + 1) : key);
        }
        items.add(key);
        columns.add(new Col(column.name(), type));
      } else {
        items.add(labelled(expressions.aggregate(type, scope, depth), type, columns, top));
      }
    }
    String by = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
    String having =
        dice.chance(20)
            ? " HAVING " + expressions.aggregate('i', scope, depth) + dice.one(" > 0", " <> 1")
            : "";
    String sql = "SELECT " + String.join(", ", items) + " FROM " + tail + by + having;
    return new Query(sql, columns, null);
  }
}
