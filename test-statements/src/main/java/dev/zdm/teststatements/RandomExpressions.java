package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Col;
import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Random expressions and predicates over the columns in sight. */
final class RandomExpressions {
  private final RandomTokens dice;
  private final RandomReads reads;
  private final int wrongNames;

  /**
   * Expressions of statements.
   *
   * @param wrongNames how many names in a hundred are drawn from all that there are
   */
  RandomExpressions(RandomTokens dice, RandomReads reads, int wrongNames) {
    this.dice = dice;
    this.reads = reads;
    this.wrongNames = wrongNames;
  }

  /** Some column of the type, of the nearest tables or of those around; null if there is none. */
  @Nullable Col column(char type, Scope scope) {
    List<Col> columns = new ArrayList<>();
    scope.sources().forEach(s -> columns.addAll(s.columns()));
    if (scope.outer() != null && dice.chance(50)) {
      scope.outer().sources().forEach(s -> columns.addAll(s.columns()));
    }
    List<Col> fitting =
        columns.stream().filter(c -> c.type() == type && !c.name().equals("none")).toList();
    return fitting.isEmpty() ? null : dice.one(fitting);
  }

  /** The column, bare where that is clear, at times against sense. */
  String reference(Col column, Scope scope) {
    if (dice.chance(wrongNames)) {
      return dice.one("", qualifier(scope) + ".") + dice.name(dice.one(dice.words().columns()));
    }
    long here = scope.sources().stream().filter(s -> has(s, column)).count();
    boolean clear = here == 1 || (here == 0 && scope.outer() != null);
    return (clear && dice.chance(55)) || dice.chance(1)
        ? dice.name(column.name())
        : qualified(column, scope);
  }

  private String qualifier(Scope scope) {
    return dice.name(dice.one(scope.sources()).name());
  }

  String qualified(Col column, Scope scope) {
    for (Scope at = scope; at != null; at = at.outer()) {
      List<Source> sources =
          at.sources().stream().filter(s -> s.columns().contains(column)).toList();
      if (!sources.isEmpty()) {
        return dice.name(dice.one(sources).name()) + "." + dice.name(column.name());
      }
    }
    return dice.name(column.name());
  }

  private static boolean has(Source source, Col column) {
    return source.columns().stream().anyMatch(c -> c.name().equalsIgnoreCase(column.name()));
  }

  private String leaf(char type, Scope scope) {
    Col column = dice.chance(85) ? column(type, scope) : null;
    return column == null ? dice.literal(type) : reference(column, scope);
  }

  String of(char type, Scope scope, int depth) {
    if (depth <= 0 || dice.chance(40)) {
      return leaf(type, scope);
    }
    boolean carried = "itnd".indexOf(type) < 0;
    return switch (carried ? dice.upTo(2) : dice.upTo(7)) {
      case 0 ->
          "CASE WHEN "
              + predicate(scope, depth - 1)
              + " THEN "
              + of(type, scope, depth - 1)
              + dice.one("", " ELSE " + leaf(type, scope))
              + " END";
      case 1 -> "coalesce(" + leaf(type, scope) + ", " + leaf(type, scope) + ")";
      case 2, 3 -> "(" + scalar(type, scope, depth - 1) + ")";
      case 4 -> "nullif(" + leaf(type, scope) + ", " + leaf(type, scope) + ")";
      default -> own(type, scope, depth);
    };
  }

  private String own(char type, Scope scope, int depth) {
    String a = leaf(type, scope);
    return switch (type) {
      case 'i' ->
          dice.one(
              a + " + " + of('i', scope, depth - 1),
              "length(" + of('t', scope, depth - 1) + ")",
              "CAST(" + a + " AS bigint)",
              "- " + a,
              dice.postgres() && !scope.sources().isEmpty() ? whole(scope) : "(" + a + ")");
      case 't' ->
          dice.one(
              a + " || " + of('t', scope, depth - 1),
              "upper(" + a + ")",
              "CAST(" + leaf('i', scope) + " AS text)",
              dice.postgres() ? leaf('i', scope) + "::text" : "substr(" + a + ", 1, 2)");
      case 'n' -> "abs(" + a + ")";
      default -> dice.postgres() ? "(" + a + ")::date" : "date(" + a + ")";
    };
  }

  private String whole(Scope scope) {
    String name = qualifier(scope);
    return dice.one("length(" + name + "::text)", "length(row_to_json(" + name + ")::text)", "7");
  }

  private String scalar(char type, Scope outer, int depth) {
    if (dice.chance(30)) {
      return reads.select(depth, outer, List.of(type), false).sql() + " ORDER BY 1 LIMIT 1";
    }
    RandomReads.Query query = reads.select(Math.min(depth, 1), outer, List.of(type), false);
    return "SELECT max(w."
        + dice.name(query.columns().get(0).name())
        + ") FROM ("
        + query.sql()
        + ") AS w";
  }

  String aggregate(char type, Scope scope, int depth) {
    String filter = dice.chance(8) ? " FILTER (WHERE " + predicate(scope, 0) + ")" : "";
    String x = of(type, scope, Math.min(depth, 1));
    if (type == 'i' && dice.chance(60)) {
      return dice.one("count(*)", "count(DISTINCT " + leaf('t', scope) + ")", "count(" + x + ")")
          + filter;
    }
    if (type == 't' && dice.chance(30)) {
      String t = leaf('t', scope);
      return dice.postgres()
          ? "string_agg(" + t + ", ',' ORDER BY " + t + ")"
          : "group_concat(" + t + ", ',' ORDER BY " + t + ")";
    }
    return dice.one("max(", "min(") + x + ")" + filter;
  }

  String window(char type, Scope scope) {
    String x = leaf(type, scope);
    String partition = dice.chance(60) ? "PARTITION BY " + leaf('t', scope) + " " : "";
    return switch (type) {
      case 'i' ->
          dice.one("rank()", "dense_rank()", "count(*)", "sum(" + x + ")")
              + " OVER ("
              + partition
              + "ORDER BY "
              + leaf('i', scope)
              + ")";
      default ->
          dice.one("max(", "first_value(", "last_value(", "min(")
              + x
              + ") OVER ("
              + partition
              + "ORDER BY "
              + x
              + ")";
    };
  }

  String predicate(Scope scope, int depth) {
    char type = dice.one(List.of('i', 't', 'i', 't', 'n', 'd'));
    String x = leaf(type, scope);
    if (depth > 0 && dice.chance(35)) {
      return nested(type, x, scope, depth - 1);
    }
    return switch (dice.upTo(9)) {
      case 0 -> x + dice.one(" IS NULL", " IS NOT NULL", " IS NOT NULL");
      case 1 ->
          x + dice.one(" IN (", " NOT IN (") + dice.literal(type) + ", " + leaf(type, scope) + ")";
      case 2 -> x + " BETWEEN " + leaf(type, scope) + " AND " + dice.literal(type);
      case 3 -> leaf('t', scope) + dice.one(" LIKE '%n%'", " LIKE '_%'", " NOT LIKE 'orders'");
      case 4 -> x + " IS DISTINCT FROM " + leaf(type, scope);
      default -> x + dice.one(" = ", " <> ", " >= ", " < ", " <= ", " > ") + leaf(type, scope);
    };
  }

  private String nested(char type, String x, Scope scope, int depth) {
    return switch (dice.upTo(8)) {
      case 0 -> predicate(scope, depth) + " AND " + predicate(scope, depth);
      case 1, 2 -> "(" + predicate(scope, depth) + " OR " + predicate(scope, depth) + ")";
      case 3 -> "NOT (" + predicate(scope, depth) + ")";
      case 4 ->
          x
              + dice.one(" IN (", " IN (", " NOT IN (")
              + reads.select(depth, scope, List.of(type), false).sql()
              + ")";
      case 5 ->
          dice.postgres()
              ? x
                  + dice.one(" = ANY (", " >= ALL (")
                  + reads.select(depth, scope, List.of(type), false).sql()
                  + ")"
              : x + " = (" + scalar(type, scope, depth) + ")";
      case 6 ->
          "("
              + x
              + ", "
              + leaf('i', scope)
              + ") IN ("
              + reads.select(depth, scope, List.of(type, 'i'), false).sql()
              + ")";
      default ->
          dice.one("EXISTS (", "EXISTS (", "NOT EXISTS (")
              + reads.select(depth, scope, null, false).sql()
              + ")";
    };
  }
}
