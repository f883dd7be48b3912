package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements that make v2's rows of some keys what {@link Targets} make of v1's rows of them.
 * Each has a snapshot of its own, for a later one looks up what an earlier one has added. Nothing
 * is removed to be written again. Immutable.
 */
public final class TargetCopySql {
  private final Dialect dialect;
  private final MappedTable table;
  private final Targets targets;
  private final KeySql v1Keys;
  private final String with;

  /**
   * @param keys a SELECT of the keys, under v1's names
   * @param source a SELECT of v1's columns: the rows of those keys that v1 has, or is to have. It
   *     may read the keys as {@code zdm_k}
   */
  public TargetCopySql(
      Dialect dialect, MappedTable table, Targets targets, String keys, String source) {
    this.dialect = dialect;
    this.table = table;
    this.targets = targets;
    this.v1Keys = new KeySql(dialect, table);
    this.with =
        "WITH zdm_k(%s) AS MATERIALIZED (SELECT DISTINCT * FROM (%s) AS k), zdm_s AS MATERIALIZED (%s)"
            .formatted(v1Keys.list(c -> dialect.quote(c.v1())), keys, source);
  }

  /** v1's present rows of the keys, as {@code source} takes them. */
  static String present(Dialect dialect, MappedTable table, String lock) {
    KeySql keys = new KeySql(dialect, table);
    return "SELECT s.* FROM %s AS s WHERE %s%s"
        .formatted(
            table.v1().sql(dialect),
            keys.v1In("s", "SELECT " + keys.v1("k") + " FROM zdm_k AS k"),
            lock);
  }

  /** All of it, in order. */
  public List<String> all() {
    List<String> all = new ArrayList<>(additions());
    all.addAll(goneRemovals()); // first, for it may free a value that is unique
    all.addAll(upserts());
    all.addAll(staleRemovals()); // last, for what is kept may refer to it until it is written
    all.add(check());
    return all;
  }

  /** The same for keys of which v1 has no row left. */
  List<String> allGone() {
    List<String> all = new ArrayList<>(goneRemovals());
    all.add(check());
    return all;
  }

  /** Adds what the shared tables lack. */
  public List<String> additions() {
    return targets.all().stream().filter(Target::shared).map(this::insert).toList();
  }

  /** Writes the rows of the other tables, over what is there. */
  public List<String> upserts() {
    return targets.own().stream().map(this::insert).toList();
  }

  /** The same for rows of which v2 may have none. */
  List<String> insertion() {
    List<String> all = new ArrayList<>(additions());
    targets.own().forEach(target -> all.add(insert(target, "")));
    all.add(check());
    return all;
  }

  /** Removes the rows of those keys that v1 has no longer, children first. */
  public List<String> goneRemovals() {
    String gone =
        "%s WHERE NOT EXISTS (SELECT 1 FROM zdm_s AS s WHERE %s)"
            .formatted(keys(), equal("s", "k"));
    return childrenFirst(target -> "(%s) IN (%s)".formatted(of("t", target.by()), gone));
  }

  /** Removes the rows that are not derived from these keys any more, children first. */
  public List<String> staleRemovals() {
    return childrenFirst(
        target ->
            "(%s) IN (%s) AND (%s) NOT IN (SELECT %s FROM (%s) AS r)"
                .formatted(
                    of("t", target.by()),
                    keys(),
                    of("t", target.key()),
                    of("r", target.key()),
                    rows(target)));
  }

  private List<String> childrenFirst(Function<Target, String> which) {
    List<String> removals = new ArrayList<>();
    for (Target target : targets.own()) {
      String delete =
          "DELETE FROM %s AS t WHERE %s"
              .formatted(target.table().sql(dialect), which.apply(target));
      removals.add(
          0,
          switch (dialect) {
            case POSTGRESQL -> counted(delete);
            case SQLITE -> with + " " + delete;
          });
    }
    return removals;
  }

  private String insert(Target target) {
    return insert(
        target,
        " ON CONFLICT (%s) DO %s"
            .formatted(list(target.key(), dialect::quote), onConflict(target)));
  }

  private String insert(Target target, String conflict) {
    String columns = list(target.columns(), dialect::quote);
    String given =
        list(target.columns(), column -> notNull(target, column, "r." + dialect.quote(column)));
    String which =
        target.shared() ? "TRUE" : "(%s) IN (%s)".formatted(of("r", target.by()), keys());
    if (conflict.isEmpty()) { // a key that is NULL is refused in v2's own words
      String none =
          target.by().stream()
              .map(column -> "r." + dialect.quote(column) + " IS NULL")
              .collect(Collectors.joining(" OR "));
      which = none + " OR " + which;
    }
    String order =
        target.shared() ? " ORDER BY " + of("r", target.key()) : ""; // as all others lock them
    String insert =
        "INSERT INTO %s (%s)%s SELECT %s FROM (%s) AS r WHERE %s%s%s"
            .formatted(
                target.table().sql(dialect),
                columns,
                dialect == Dialect.POSTGRESQL ? " OVERRIDING SYSTEM VALUE" : "",
                given,
                rows(target),
                which,
                order,
                conflict);
    return switch (dialect) {
      case POSTGRESQL -> counted(insert);
      case SQLITE -> with + " " + insert;
    };
  }

  /** SQLite would number a key that is null. */
  private String notNull(Target target, String column, String value) {
    return dialect == Dialect.SQLITE && target.key().contains(column)
        ? "CASE WHEN %s IS NOT NULL THEN %s ELSE json(%s || r.%s) END"
            .formatted(
                value,
                value,
                dialect.literal("zdm: no " + column + " for " + target.table()),
                dialect.quote(column))
        : value;
  }

  private String onConflict(Target target) {
    List<String> set =
        target.columns().stream()
            .filter(column -> !target.key().contains(column))
            .map(column -> dialect.quote(column) + " = excluded." + dialect.quote(column))
            .toList();
    return target.shared() || set.isEmpty() ? "NOTHING" : "UPDATE SET " + String.join(", ", set);
  }

  /** A part that writes, in a statement that gives one row, of no interest. */
  private String counted(String write) {
    return "%s, zdm_m AS (%s RETURNING 1) SELECT count(*) FROM zdm_m".formatted(with, write);
  }

  /** An error unless a read of v2 gives v1's rows of these keys, and no others. */
  public String check() {
    // v2's own key is compared, before it is cast to v1's type: only so is its index used
    String derived =
        DerivedTable.open(dialect, table)
            .closed(List.of("(%s) IN (%s)".formatted(v1Keys.v1(DerivedTable.GIVEN), keys())));
    RoundTrip trip = new RoundTrip(dialect, table);
    String same =
        table.columns().stream()
            .map(c -> trip.same(c, "d." + dialect.quote(c.v1()), "s." + dialect.quote(c.v1())))
            .collect(Collectors.joining(" AND "));
    String there =
        "NOT EXISTS (SELECT 1 FROM zdm_s AS s WHERE NOT EXISTS (SELECT 1 FROM %s AS d WHERE %s AND %s))"
            .formatted(derived, equal("d", "s"), same);
    String asMany =
        "(SELECT count(*) FROM %s AS d) = (SELECT count(*) FROM zdm_s)".formatted(derived);
    String message = dialect.literal("zdm: v2 cannot give rows of " + table.v1() + " back: ");
    // what the error says depends on the rows, or it would be computed ahead of them
    String fails =
        switch (dialect) {
          case POSTGRESQL -> "CAST(%s || zdm_n.n AS boolean)".formatted(message);
          case SQLITE -> "json(%s || zdm_n.n)".formatted(message);
        };
    return "%s SELECT CASE WHEN %s AND %s THEN TRUE ELSE %s END FROM (SELECT count(*) AS n FROM zdm_s) AS zdm_n"
        .formatted(with, there, asMany, fails);
  }

  private String equal(String one, String other) {
    return table.keyColumns().stream()
        .map(c -> dialect.quote(c.v1()))
        .map(c -> one + "." + c + " = " + other + "." + c)
        .collect(Collectors.joining(" AND "));
  }

  private String keys() {
    return "SELECT " + v1Keys.v1("k") + " FROM zdm_k AS k";
  }

  private static String rows(Target target) {
    return rows(target, "zdm_s");
  }

  /** The target's query over a relation that has v1's columns. */
  static String rows(Target target, String source) {
    return target.rows().replace(Targets.SOURCE, source);
  }

  private String of(String alias, List<String> columns) {
    return list(columns, column -> alias + "." + dialect.quote(column));
  }

  private static String list(List<String> columns, Function<String, String> sql) {
    return columns.stream().map(sql).collect(Collectors.joining(", "));
  }

  /**
   * Locks the rows of these keys that the own tables have, in the keys' order.
   *
   * @param dialect PostgreSQL; SQLite locks the whole database
   * @param keys a SELECT of the keys, under v1's names
   */
  static List<String> lock(Dialect dialect, Targets targets, String keys) {
    List<String> locks = new ArrayList<>();
    for (Target target : targets.own()) {
      String by =
          target.by().stream()
              .map(column -> "l." + dialect.quote(column))
              .collect(Collectors.joining(", "));
      String order =
          target.key().stream()
              .map(column -> "l." + dialect.quote(column))
              .collect(Collectors.joining(", "));
      locks.add(
          "SELECT count(*) FROM (SELECT 1 FROM %s AS l WHERE (%s) IN (%s) ORDER BY %s, %s FOR UPDATE OF l) AS locked"
              .formatted(target.table().sql(dialect), by, keys, by, order));
    }
    return locks;
  }

  /** Removes all rows of these keys from the own tables, children first. */
  static List<String> clear(Dialect dialect, Targets targets, String keys) {
    List<String> clears = new ArrayList<>();
    for (Target target : targets.own()) {
      String by =
          target.by().stream()
              .map(column -> "t." + dialect.quote(column))
              .collect(Collectors.joining(", "));
      clears.add(
          0,
          "DELETE FROM %s AS t WHERE (%s) IN (%s)"
              .formatted(target.table().sql(dialect), by, keys));
    }
    return clears;
  }
}
