package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that says where several v2 tables are not what {@link Targets} make of v1, or do
 * not give v1's rows back. A key is named once, whatever is wrong with it.
 *
 * @param dialect the engine's SQL
 * @param table whose rows
 * @param targets where they are
 */
record TargetDifferenceSql(Dialect dialect, MappedTable table, Targets targets) {

  /** Rows as {@link RowCopySql#differences} gives them; the column is a table's, or v1's. */
  String all() {
    List<String> wrong = new ArrayList<>();
    wrong.add(notGiven());
    wrong.add(unknown("SELECT %s FROM %s AS d".formatted(keys().v1("d"), derived())));
    for (Target target : targets.own()) {
      wrong.add(unknown("SELECT %s FROM %s AS t".formatted(byAsV1("t", target), v2(target))));
      wrong.add(derivedOtherwise(target));
      wrong.add(notDerived(target));
    }
    // missing and extra come first, for they say more than that something differs
    return "SELECT x.row_key, CASE min(x.n) WHEN 1 THEN 'missing' WHEN 2 THEN 'extra' ELSE 'different' END AS kind,"
        + " CASE WHEN min(x.n) > 2 THEN min(x.column_name) END AS column_name FROM (%s) AS x GROUP BY x.row_key"
            .formatted(String.join(" UNION ALL ", wrong));
  }

  private KeySql keys() {
    return new KeySql(dialect, table);
  }

  private String derived() {
    return DerivedTable.sql(dialect, table);
  }

  private String v1() {
    return table.v1().sql(dialect);
  }

  private String v2(Target target) {
    return target.table().sql(dialect);
  }

  private String wrong(String alias, String number, String column) {
    return "SELECT %s AS row_key, %s AS n, %s AS column_name"
        .formatted(keys().json(alias), number, column);
  }

  /** v1's rows that a read of v2 does not give, or not as they are. */
  private String notGiven() {
    RoundTrip trip = new RoundTrip(dialect, table);
    String absent = "d." + dialect.quote(table.key().get(0)) + " IS NULL";
    String first =
        table.columns().stream()
            .map(
                c ->
                    " WHEN NOT %s THEN %s"
                        .formatted(
                            trip.same(
                                c, "d." + dialect.quote(c.v1()), "s." + dialect.quote(c.v1())),
                            dialect.literal(c.v1())))
            .collect(Collectors.joining());
    return "SELECT w.row_key, w.n, w.column_name FROM (%s FROM %s AS s LEFT JOIN %s AS d ON %s) AS w WHERE w.n = 1 OR w.column_name IS NOT NULL"
        .formatted(
            wrong("s", "CASE WHEN %s THEN 1 ELSE 3 END".formatted(absent), "CASE" + first + " END"),
            v1(),
            derived(),
            same(table.key(), "d", table.key(), "s"));
  }

  /** Keys that v2 has and v1 has not. */
  private String unknown(String select) {
    return "%s FROM (SELECT DISTINCT * FROM (%s) AS q) AS x WHERE NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
        .formatted(wrong("x", "2", "NULL"), select, v1(), same(table.key(), "x", table.key(), "s"));
  }

  /** Derived rows that the target does not have, or not as they are. */
  private String derivedOtherwise(Target target) {
    String absent = "t." + dialect.quote(target.key().get(0)) + " IS NULL";
    String differ =
        target.columns().stream()
            .map(c -> differ("t." + dialect.quote(c), "r." + dialect.quote(c)))
            .collect(Collectors.joining(" OR "));
    return "%s FROM (SELECT %s, %s FROM (%s) AS r LEFT JOIN %s AS t ON %s WHERE %s OR %s) AS x"
        .formatted(
            wrong("x", "3", name(target)),
            byAsV1("r", target),
            absent + " AS zdm_absent",
            TargetCopySql.rows(target, v1()),
            v2(target),
            same(target.key(), "t", target.key(), "r"),
            absent,
            differ);
  }

  /** The target's rows that are not derived, of keys that v1 has. */
  private String notDerived(Target target) {
    return "%s FROM (SELECT DISTINCT %s FROM %s AS t WHERE NOT EXISTS (SELECT 1 FROM (%s) AS r WHERE %s)) AS x"
        .formatted(
            wrong("x", "3", name(target)),
            byAsV1("t", target),
            v2(target),
            TargetCopySql.rows(target, v1()),
            same(target.key(), "t", target.key(), "r"));
  }

  private String name(Target target) {
    return dialect.literal(target.table().name());
  }

  private String byAsV1(String alias, Target target) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < target.by().size(); i++) {
      items.add(
          "%s.%s AS %s"
              .formatted(
                  alias, dialect.quote(target.by().get(i)), dialect.quote(table.key().get(i))));
    }
    return String.join(", ", items);
  }

  private String same(List<String> columns, String one, List<String> others, String other) {
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      equal.add(
          "%s.%s = %s.%s"
              .formatted(one, dialect.quote(columns.get(i)), other, dialect.quote(others.get(i))));
    }
    return String.join(" AND ", equal);
  }

  private String differ(String have, String want) {
    return switch (dialect) {
      // as text, for a type need not have an equality
      case POSTGRESQL -> "CAST(%s AS text) IS DISTINCT FROM CAST(%s AS text)".formatted(have, want);
      case SQLITE -> have + " COLLATE BINARY IS NOT " + want;
    };
  }
}
