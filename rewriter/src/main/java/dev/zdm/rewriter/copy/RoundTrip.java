package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.Portion;
import dev.zdm.rewriter.mapping.Portion.Fixed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What makes it safe to compute a column: of the v2 row that is made of a v1 row, {@code down}
 * gives v1's value back. A row of which it does not is v2's failure, and is read from v1.
 *
 * @param dialect the engine's SQL
 * @param table whose rows
 */
record RoundTrip(Dialect dialect, MappedTable table) {

  /** The conditions under which a row of v1 comes back: restored as it was, and shown. */
  List<String> conditions(UnaryOperator<String> v1Column) {
    List<String> conditions = new ArrayList<>();
    for (ColumnMapping column : table.columns()) {
      if (column.source() instanceof Restored restored) {
        String back = RowExpression.over(restored.down(), name -> image(name, v1Column));
        conditions.add(
            same(
                column,
                DerivedTable.typed(dialect, column, "(" + back + ")"),
                v1Column.apply(column.v1())));
      }
    }
    if (namesOfTheRow(table.portion().where())) {
      String shown = RowExpression.over(table.portion().where(), name -> image(name, v1Column));
      conditions.add("(" + shown + ") IS TRUE");
    }
    return conditions;
  }

  /** Whether it depends on the row: what does not was checked with the mapping. */
  private boolean namesOfTheRow(String where) {
    return RowExpression.names(where).stream().anyMatch(table::fills);
  }

  private Optional<Fixed> fixed(String v2) {
    Portion portion = table.portion();
    return table.fills(v2)
        ? Optional.empty()
        : Stream.concat(portion.constants().stream(), portion.defaults().stream())
            .filter(fixed -> fixed.v2().equals(v2))
            .findFirst();
  }

  /** The value that v2's column gets. */
  private String image(String v2, UnaryOperator<String> v1Column) {
    for (ComputedColumn computed : table.computed()) {
      if (computed.v2().equals(v2)) {
        String up = "(" + RowExpression.over(computed.up(), v1Column) + ")";
        return switch (dialect) {
          case POSTGRESQL -> "CAST(%s AS %s)".formatted(up, computed.sqlType());
          case SQLITE -> "(" + Affinity.of(computed.sqlType()).stored(up) + ")";
        };
      }
    }
    for (ColumnMapping column : table.columns()) {
      if (column.source() instanceof Held held && held.v2().equals(v2)) {
        String value = v1Column.apply(column.v1());
        return held.wider().isEmpty() ? value : "CAST(%s AS %s)".formatted(value, held.wider());
      }
    }
    Optional<Fixed> fixed = fixed(v2);
    if (fixed.isPresent()) {
      return new PortionSql(dialect, table.portion()).value(fixed.get());
    }
    throw new IllegalArgumentException("nothing fills " + v2 + " of " + table.v2());
  }

  /** Whether two values of the column look the same, and are of the same kind; never null. */
  String same(ColumnMapping column, String one, String other) {
    return switch (dialect) {
      case POSTGRESQL -> {
        // How many digits a text shows depends on the session.
        String image =
            switch (column.sqlType()) {
              case "real" -> "pg_catalog.float4send(%s)";
              case "double precision" -> "pg_catalog.float8send(%s)";
              default -> "CAST(%s AS text)";
            };
        yield image.formatted(one) + " IS NOT DISTINCT FROM " + image.formatted(other);
      }
      case SQLITE ->
          "(typeof(%1$s) = typeof(%2$s) AND %1$s COLLATE BINARY IS %2$s)".formatted(one, other);
    };
  }

  /**
   * A value that fails to be computed where the row does not come back.
   *
   * @param value the SQL of a v1 column of that row that is never null
   */
  String guarded(String value, UnaryOperator<String> v1Column) {
    List<String> conditions = conditions(v1Column);
    if (conditions.isEmpty()) {
      return value;
    }
    // What the error says must depend on the row, or it is computed ahead of it; it shows no value.
    String message = dialect.literal("zdm: v2 cannot give this row of " + table.v1() + " back");
    String all = String.join(" AND ", conditions);
    return switch (dialect) {
      case POSTGRESQL ->
          "CASE WHEN CASE WHEN %s THEN true ELSE CAST(%s || left(CAST(%s AS text), 0) AS boolean) END THEN %s END"
              .formatted(all, message, value, value);
      case SQLITE ->
          "CASE WHEN %s THEN %s ELSE json(%s || substr(%s, 1, 0)) END"
              .formatted(all, value, message, value);
    };
  }
}
