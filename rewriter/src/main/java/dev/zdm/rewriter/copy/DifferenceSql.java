package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The statements that say where v2 is not what the mapping makes of v1. */
public final class DifferenceSql {
  /** PostgreSQL's types that have no equality, or one that ignores what must not be ignored. */
  private static final Set<String> COMPARED_AS_TEXT =
      Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle", "citext");

  private final Dialect dialect;
  private final MappedTable table;
  private final KeySql keys;
  private final String v1;
  private final String v2;

  DifferenceSql(Dialect dialect, MappedTable table) {
    this.dialect = dialect;
    this.table = table;
    this.keys = new KeySql(dialect, table);
    this.v1 = table.v1().sql(dialect);
    this.v2 = table.v2().sql(dialect);
  }

  String all() {
    return missingOrDifferent("") + " UNION ALL " + extra();
  }

  /**
   * @param v1Condition which of v1's rows, called s, are looked at; empty for all
   */
  String missingOrDifferent(String v1Condition) {
    Map<String, String> conditions = conditions();
    String absent = "t." + dialect.quote(table.keyColumns().get(0).v2()) + " IS NULL";
    String first =
        conditions.entrySet().stream()
            .map(e -> " WHEN " + e.getValue() + " THEN " + dialect.literal(e.getKey()))
            .collect(Collectors.joining());
    return "SELECT %s AS row_key, CASE WHEN %s THEN 'missing' ELSE 'different' END AS kind, "
            .formatted(keys.json("s"), absent)
        + "CASE WHEN %s THEN NULL%s END AS column_name".formatted(absent, first)
        + " FROM %s AS s LEFT JOIN %s AS t ON %s%s"
            .formatted(v1, v2, keys.same("t", "s"), keys.portion().live("t"))
        + " WHERE "
        + (v1Condition.isEmpty() ? "" : v1Condition + " AND (")
        + "%s OR %s".formatted(absent, String.join(" OR ", conditions.values()))
        + (v1Condition.isEmpty() ? "" : ")");
  }

  /** Those that v1 has not. */
  String extra() {
    List<String> conditions = new ArrayList<>(keys.portion().shown("t."));
    conditions.add(
        "NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s)".formatted(v1, keys.same("t", "s")));
    return "SELECT %s, 'extra', NULL FROM (SELECT %s FROM %s AS t WHERE %s) AS x"
        .formatted(keys.json("x"), keys.v2AsV1("t"), v2, String.join(" AND ", conditions));
  }

  /**
   * For each v2 column, when it is not what it should be; and for each column of v1 that is
   * restored from v2's, when a read on v2 would not give it back.
   */
  private Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    UnaryOperator<String> v1Column = name -> "s." + dialect.quote(name);
    for (ColumnMapping column : table.columns()) {
      if (column.held()) {
        String have = "t." + dialect.quote(column.v2());
        conditions.put(
            column.v2(), differ(have, v1Column.apply(column.v1()), asText(column.sqlType())));
      }
    }
    V2Insert insert = new V2Insert(dialect, table);
    for (ComputedColumn computed : table.computed()) {
      String have = "t." + dialect.quote(computed.v2());
      String want = insert.computed(computed, v1Column);
      conditions.put(
          computed.v2(), differ(have, stored(computed, want), asText(computed.sqlType())));
    }
    RoundTrip trip = new RoundTrip(dialect, table);
    for (ColumnMapping column : table.columns()) {
      if (column.source() instanceof Restored) {
        String back = DerivedTable.value(dialect, column, "t.");
        conditions.put(column.v1(), "NOT " + trip.same(column, back, v1Column.apply(column.v1())));
      }
    }
    return conditions;
  }

  /** PostgreSQL does not compare what it would convert when it is stored. */
  private String stored(ComputedColumn computed, String up) {
    return dialect == Dialect.POSTGRESQL ? "CAST(%s AS %s)".formatted(up, computed.sqlType()) : up;
  }

  /** Whether the type's values cannot be compared, or not exactly, but as text. */
  public static boolean asText(String sqlType) {
    return COMPARED_AS_TEXT.contains(sqlType.toLowerCase(Locale.ROOT));
  }

  private String differ(String have, String want, boolean asText) {
    return switch (dialect) {
      case POSTGRESQL ->
          asText
              ? "CAST(%s AS text) IS DISTINCT FROM CAST(%s AS text)".formatted(have, want)
              : have + " IS DISTINCT FROM " + want;
      // Without BINARY a column's NOCASE or RTRIM would hide a difference.
      case SQLITE -> have + " COLLATE BINARY IS NOT " + want;
    };
  }
}
