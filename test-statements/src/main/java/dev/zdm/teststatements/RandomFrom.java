package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Col;
import dev.zdm.teststatements.RandomReads.Query;
import dev.zdm.teststatements.RandomReads.Scope;
import dev.zdm.teststatements.RandomReads.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Random FROM clauses: tables, derived tables and joins of every kind. */
final class RandomFrom {
  /** A FROM clause, what it shows and what its star gives. */
  record From(String sql, List<Source> sources, List<Col> star) {}

  private record Table(String sql, Source source) {}

  private final RandomTokens dice;
  private final RandomReads reads;
  private final RandomExpressions expressions;

  RandomFrom(RandomTokens dice, RandomReads reads, RandomExpressions expressions) {
    this.dice = dice;
    this.reads = reads;
    this.expressions = expressions;
  }

  From of(int depth, @Nullable Scope outer) {
    Table first = table(depth, List.of());
    From from = new From(first.sql(), List.of(first.source()), first.source().columns());
    int more = dice.chance(45) ? 1 + dice.upTo(depth > 1 ? 2 : 1) : 0;
    boolean commas = dice.chance(25);
    for (int i = 0; i < more; i++) {
      from = commas ? comma(from, depth, outer) : joined(from, depth, outer);
    }
    boolean parentheses = more > 0 && !commas && dice.chance(6);
    return parentheses ? new From("(" + from.sql() + ")", from.sources(), from.star()) : from;
  }

  private From comma(From from, int depth, @Nullable Scope outer) {
    Table next = lateral(from, depth, outer);
    if (next == null) {
      next = table(depth, from.sources());
    }
    return both(from, ", ", next, "");
  }

  private @Nullable Table lateral(From from, int depth, @Nullable Scope outer) {
    if (!dice.postgres() || depth < 1 || !dice.chance(15)) {
      return null;
    }
    Query query = reads.derived(depth - 1, new Scope(from.sources(), outer));
    String alias = alias(from.sources());
    return new Table(
        "LATERAL (" + query.sql() + ") AS " + dice.name(alias), new Source(alias, query.columns()));
  }

  private From joined(From from, int depth, @Nullable Scope outer) {
    Table lateral = lateral(from, depth, outer);
    if (lateral != null) {
      return dice.chance(50)
          ? both(from, " LEFT JOIN ", lateral, " ON true")
          : both(from, " CROSS JOIN ", lateral, "");
    }
    Table next = table(depth, from.sources());
    List<Col> common =
        from.star().stream()
            .filter(c -> from.star().stream().filter(c::equals).count() == 1)
            .filter(next.source().columns()::contains)
            .toList();
    String kind =
        dice.one(
            " JOIN ",
            " INNER JOIN ",
            " LEFT JOIN ",
            " LEFT OUTER JOIN ",
            " RIGHT JOIN ",
            " FULL JOIN ",
            " LEFT JOIN ");
    if (!common.isEmpty() && dice.chance(50)) {
      List<Col> merged = dice.chance(50) ? common : List.of(dice.one(common));
      boolean natural = merged.size() == common.size() && dice.chance(60);
      From both =
          natural
              ? both(from, " NATURAL" + kind, next, "")
              : both(from, kind, next, " USING (" + reads.names(merged) + ")");
      return new From(both.sql(), both.sources(), merged(merged, from, next));
    }
    if (dice.chance(10)) {
      return both(from, dice.one(" CROSS JOIN ", " NATURAL JOIN "), next, "");
    }
    return both(from, kind, next, " ON " + condition(from, next, kind, outer));
  }

  private String condition(From from, Table next, String kind, @Nullable Scope outer) {
    Scope left = new Scope(from.sources(), null);
    Scope right = new Scope(List.of(next.source()), null);
    for (char type : List.of('i', 't', 'n', 'd')) {
      Col one = dice.chance(60) ? expressions.column(type, left) : null;
      Col two = one == null ? null : expressions.column(type, right);
      if (one != null && two != null) {
        return expressions.qualified(one, left) + " = " + expressions.qualified(two, right);
      }
    }
    List<Source> all = new ArrayList<>(from.sources());
    all.add(next.source());
    return kind.contains("FULL") ? "1 = 1" : expressions.predicate(new Scope(all, outer), 0);
  }

  private static List<Col> merged(List<Col> common, From from, Table next) {
    List<Col> star = new ArrayList<>(from.star().stream().filter(common::contains).toList());
    from.star().stream().filter(c -> !common.contains(c)).forEach(star::add);
    next.source().columns().stream().filter(c -> !common.contains(c)).forEach(star::add);
    return star;
  }

  private static From both(From from, String join, Table next, String condition) {
    List<Source> sources = new ArrayList<>(from.sources());
    sources.add(next.source());
    List<Col> star = new ArrayList<>(from.star());
    star.addAll(next.source().columns());
    return new From(from.sql() + join + next.sql() + condition, List.copyOf(sources), star);
  }

  private String alias(List<Source> taken) {
    String alias = dice.alias();
    while (taken(alias, taken)) {
      alias = dice.alias();
    }
    return alias;
  }

  private static boolean taken(String alias, List<Source> taken) {
    return taken.stream().anyMatch(s -> s.name().equalsIgnoreCase(alias));
  }

  private Table table(int depth, List<Source> taken) {
    if (depth > 0 && dice.chance(18)) {
      return derived(depth, taken);
    }
    if (!reads.ctes().isEmpty() && dice.chance(50)) {
      return named(dice.one(reads.ctes()), taken, false);
    }
    Source stored = dice.one(reads.tables());
    for (Source cte : reads.ctes()) {
      stored = cte.name().equals(stored.name()) ? cte : stored;
    }
    return named(stored, taken, dice.chance(6) && !reads.ctes().contains(stored));
  }

  private Table derived(int depth, List<Source> taken) {
    Query query = reads.derived(depth - 1, null);
    String alias = alias(taken);
    boolean list = dice.postgres() && dice.chance(15);
    List<Col> columns = list ? reads.renamed(query.columns()) : query.columns();
    return new Table(
        "(" + query.sql() + ")" + as(alias) + (list ? "(" + reads.names(columns) + ")" : ""),
        new Source(alias, columns));
  }

  private String as(String alias) {
    return dice.one(" AS ", " ") + dice.name(alias);
  }

  private Table named(Source stored, List<Source> taken, boolean schema) {
    String prefix = schema ? dice.name(reads.schema()) + "." : "";
    String written = prefix + dice.name(stored.name());
    if (!taken(stored.name(), taken) && dice.chance(35)) {
      return new Table(written, stored);
    }
    String alias = alias(taken);
    boolean list = dice.postgres() && dice.chance(5);
    List<Col> columns = list ? reads.renamed(stored.columns()) : stored.columns();
    String names = list ? " (" + reads.names(columns) + ")" : "";
    return new Table(written + as(alias) + names, new Source(alias, columns));
  }
}
