package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * In SQLite an aggregate over columns of an outer query alone belongs to that query, and whether it
 * is refused there depends on the form of the tables. A subquery that may hold one stays on v1.
 */
final class SqliteOuterAggregates {
  private static final Set<String> AGGREGATES =
      Set.of(
          "avg",
          "count",
          "group_concat",
          "string_agg",
          "max",
          "median",
          "min",
          "percentile",
          "percentile_cont",
          "percentile_disc",
          "sum",
          "total",
          "json_group_array",
          "json_group_object",
          "jsonb_group_array",
          "jsonb_group_object");

  private final SqlText text;
  private final ReadWalk walk;
  private final List<TableReference> references;

  private SqliteOuterAggregates(SqlText text, ReadWalk walk, List<TableReference> references) {
    this.text = text;
    this.walk = walk;
    this.references = references;
  }

  /** Why the read stays on v1; null if every aggregate has a column of its own query. */
  static @Nullable Reason reason(SqlText text, ReadWalk walk, List<TableReference> references) {
    if (text.dialect() != Dialect.SQLITE) {
      return null;
    }
    SqliteOuterAggregates check = new SqliteOuterAggregates(text, walk, references);
    for (int i = 0; i < text.size(); i++) {
      if (check.mayBeOuter(i)) {
        return new Reason(text.text(i) + " at position ", i, " may belong to an outer query");
      }
    }
    return null;
  }

  private boolean mayBeOuter(int i) {
    boolean aggregate =
        text.identifier(i)
            && text.punctuation(i + 1, '(')
            && AGGREGATES.contains(text.canonical(i));
    int select = aggregate ? select(i) : -1;
    if (select < 0 || text.depth(select) == 0) {
      return false;
    }
    List<Integer> columns = new ArrayList<>(columns(i + 2, text.depth(i)));
    int filter = text.closing(i + 1) + 1;
    if (text.word(filter, "FILTER") && text.punctuation(filter + 1, '(')) {
      columns.addAll(columns(filter + 2, text.depth(i)));
    }
    // Whose a column is that stands in a subquery of its own is not asked: that query's, most
    // often.
    return !columns.isEmpty()
        && columns.stream().noneMatch(column -> select(column) == select && own(column, select));
  }

  /** The SELECT that the token belongs to; -1 if there is none before it. */
  private int select(int token) {
    int depth = text.depth(token);
    for (int i = token - 1; i >= 0; i--) {
      depth = Math.min(depth, text.depth(i));
      if (text.depth(i) == depth && text.word(i, "SELECT")) {
        return i;
      }
    }
    return -1;
  }

  /** The first tokens of the columns in the parentheses that stand at this depth. */
  private List<Integer> columns(int from, int depth) {
    List<Integer> columns = new ArrayList<>();
    for (int i = from; i < text.size() && text.depth(i) > depth; i++) {
      boolean name = text.nameLike(i) && text.chainStart(i) == i;
      if (name && walk.inColumn(text.token(i).start())) {
        columns.add(i);
      }
    }
    return columns;
  }

  private boolean own(int column, int select) {
    int last = text.chainEnd(column);
    return column == last ? ownName(last, select) : ownTable(text.canonical(last - 2), select);
  }

  private boolean ownTable(String name, int select) {
    for (int i = select; i < text.size(); i++) {
      boolean declared =
          text.identifier(i) && !text.punctuation(i + 1, '.') && text.canonical(i).equals(name);
      if (declared && !walk.inColumn(text.token(i).start()) && select(i) == select) {
        return true;
      }
    }
    return false;
  }

  private boolean ownName(int column, int select) {
    String name = text.canonical(column);
    boolean known = references.stream().anyMatch(r -> select(r.first()) == select && has(r, name));
    if (known) {
      return true;
    }
    boolean elsewhere =
        references.stream().anyMatch(r -> !within(r.first(), select) && has(r, name));
    return !elsewhere
        && tables().anyMatch(i -> within(i, select) && (unmapped(i) || select(i) != select))
        && tables().noneMatch(i -> !within(i, select) && unmapped(i));
  }

  private boolean has(TableReference reference, String name) {
    return Names.allHave(text.dialect(), List.of(reference.table()), name);
  }

  private IntStream tables() {
    return walk.tables().stream().mapToInt(span -> text.startingAt(span.begin()));
  }

  private boolean unmapped(int table) {
    return references.stream().noneMatch(r -> r.first() == table);
  }

  /** Whether the token stands behind this SELECT, in the same or deeper parentheses. */
  private boolean within(int token, int select) {
    if (token < select) {
      return false;
    }
    for (int i = select; i <= token; i++) {
      if (text.depth(i) < text.depth(select)) {
        return false;
      }
    }
    return true;
  }
}
