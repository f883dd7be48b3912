package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.copy.TurnedSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.V1Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * DO UPDATE on SQLite, in v1's words, on a row of v2.
 *
 * @param target how the expressions call the row that is there, as SQL
 */
record SqliteUpsert(TurnedSql turned, MappedTable table, V1Shape shape, String target) {
  private static final Dialect SQLITE = Dialect.SQLITE;

  /** {@code UPDATE SET ...}. */
  String set(Map<String, String> set, String where) {
    // A name without its table is the row's that is there: that one is in the inner scope.
    String there =
        "FROM (SELECT %s) AS %s"
            .formatted(turned.shaped(SQLITE.quote(table.v2().name()) + "."), target);
    String given = "FROM (SELECT %s) AS excluded".formatted(turned.shaped("excluded."));
    List<String> items = new ArrayList<>();
    // in the order of the text, for the parameters have it too
    Map<String, String> values = new LinkedHashMap<>(set);
    for (String column : DerivedTable.columns(table)) {
      values.putIfAbsent(column, target + "." + SQLITE.quote(column));
    }
    values.forEach(
        (column, sql) ->
            items.add("(SELECT (%s) %s) AS %s".formatted(sql, there, SQLITE.quote(column))));
    UnaryOperator<String> row = c -> "zdm_n." + SQLITE.quote(c);
    Map<String, String> assigned = turned.assigned(set.keySet(), row);
    String made =
        "SELECT %s FROM (SELECT %s %s) AS zdm_n WHERE %s IS NOT NULL AND %s"
            .formatted(
                String.join(", ", assigned.values()),
                String.join(", ", items),
                given,
                turned.guarded(row.apply(table.key().get(0)), row),
                turned.complete(shape, row));
    String columns =
        assigned.keySet().stream().map(SQLITE::quote).collect(Collectors.joining(", "));
    return "UPDATE SET (%s) = (%s)".formatted(columns, made)
        + (where.isEmpty()
            ? ""
            : " WHERE (SELECT (SELECT (%s) %s) %s)".formatted(where, there, given));
  }
}
