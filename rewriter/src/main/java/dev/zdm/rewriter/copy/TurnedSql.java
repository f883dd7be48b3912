package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.Portion;
import dev.zdm.rewriter.mapping.V1Shape;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of a write of v2 that is made of rows in v1's shape.
 *
 * @param dialect the engine's SQL
 * @param table whose rows
 */
public record TurnedSql(Dialect dialect, MappedTable table) {

  /**
   * What v2's columns become where these columns of v1 are assigned; the others stay as they are.
   *
   * @param v1Column the SQL of a v1 column of the row as it is to be
   */
  public Map<String, String> assigned(Collection<String> columns, UnaryOperator<String> v1Column) {
    Map<String, String> assigned = new LinkedHashMap<>();
    for (ColumnMapping column : table.columns()) {
      boolean written = column.source() instanceof Held held && !held.generated();
      if (written && columns.contains(column.v1())) {
        assigned.put(column.v2(), v1Column.apply(column.v1()));
      }
    }
    V2Insert insert = new V2Insert(dialect, table);
    for (ComputedColumn computed : table.computed()) {
      if (mentions(computed.up(), columns)) {
        assigned.put(computed.v2(), insert.computed(computed, v1Column));
      }
    }
    return assigned;
  }

  private static boolean mentions(String up, Collection<String> columns) {
    Set<String> mentioned = new HashSet<>();
    RowExpression.over(
        up,
        name -> {
          mentioned.add(name);
          return name;
        });
    return columns.stream().anyMatch(mentioned::contains);
  }

  /** Behind another condition: whether v1 has the aliased row of v2, which is this table's. */
  public String live(String alias) {
    return portion().live(alias);
  }

  /** Behind another condition: whether the aliased row of v2 is this table's. */
  public String own(String alias) {
    return portion().own(alias);
  }

  /**
   * Removes those rows of v2, called t, that meet the condition, or marks them as gone.
   *
   * @param others what else the condition names; empty for nothing
   */
  public String remove(String others, String condition) {
    return portion().remove(table, others, condition + portion().own("t"));
  }

  /**
   * What ON CONFLICT names for a unique key of these columns of v1's. Where v2 has rows that v1 has
   * not, its key is full and its other unique keys are partial.
   */
  public String conflict(Collection<String> v1Columns) {
    String columns =
        Stream.concat(
                v1Columns.stream().map(c -> table.column(c).v2()),
                table.portion().constants().stream().map(Portion.Fixed::v2))
            .map(dialect::quote)
            .collect(Collectors.joining(", ", " (", ")"));
    boolean key = Set.copyOf(v1Columns).equals(Set.copyOf(table.key()));
    String where = table.portion().gone().isEmpty() ? "" : table.portion().where();
    return key || where.isEmpty()
        ? columns
        : columns + " WHERE " + RowExpression.over(where, dialect::quote);
  }

  /** Whether a row that v1 has deleted may be there still. */
  public boolean keepsGone() {
    return !table.portion().gone().isEmpty();
  }

  /**
   * Writes a row in v1's shape over one of the same key that is there and gone, so that it is back.
   *
   * @param source the relation that has the rows, under the alias {@code zdm_w}
   * @param yields whether a row gives way to one of v1's that has one of its unique values
   */
  public String revive(String source, boolean yields) {
    UnaryOperator<String> image = c -> "zdm_w." + dialect.quote(c);
    String set =
        new V2Insert(dialect, table)
            .values(image).entrySet().stream()
                .map(e -> dialect.quote(e.getKey()) + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    String same =
        table.keyColumns().stream()
            .map(c -> "zdm_t." + dialect.quote(c.v2()) + " = " + image.apply(c.v1()))
            .collect(Collectors.joining(" AND "));
    return "UPDATE %s AS zdm_t SET %s FROM %s WHERE %s%s AND (%s) IS NOT TRUE%s"
        .formatted(
            table.v2().sql(dialect),
            set,
            source,
            same,
            own("zdm_t"),
            RowExpression.over(table.portion().where(), name -> "zdm_t." + dialect.quote(name)),
            yields ? free() : "");
  }

  /** Behind another condition: whether no row of v1's has a unique value of the row's. */
  private String free() {
    return table.uniqueKeys().stream()
        .map(
            unique ->
                " AND NOT EXISTS (SELECT 1 FROM %s AS zdm_o WHERE %s)"
                    .formatted(
                        DerivedTable.sql(dialect, table),
                        unique.stream()
                            .map(c -> dialect.quote(c.name()))
                            .map(c -> "zdm_o." + c + " = zdm_w." + c)
                            .collect(Collectors.joining(" AND "))))
        .collect(Collectors.joining());
  }

  private PortionSql portion() {
    return new PortionSql(dialect, table.portion());
  }

  /**
   * A value that fails to be computed where v2 would not give the row back.
   *
   * @param value the SQL of a value that is never null
   * @param v1Column the SQL of a v1 column of the row as it is to be
   */
  public String guarded(String value, UnaryOperator<String> v1Column) {
    return new RoundTrip(dialect, table).guarded(value, v1Column);
  }

  /**
   * A condition that is true, or an error where a row has NULL in a column in which v1 takes none
   * and v2 would.
   *
   * @param v1Column the SQL of a v1 column of the row as it is to be
   */
  public String complete(V1Shape shape, UnaryOperator<String> v1Column) {
    List<String> nulls =
        shape.columns().stream()
            .filter(V1Shape.Column::required)
            .map(c -> v1Column.apply(c.name()) + " IS NULL")
            .toList();
    if (nulls.isEmpty()) {
      return "1 = 1";
    }
    // What the error says must depend on the row, or it is computed ahead of it; it shows no value.
    String message = dialect.literal("zdm: NULL where " + table.v1() + " takes none");
    String key = v1Column.apply(table.key().get(0));
    String fails =
        switch (dialect) {
          case POSTGRESQL ->
              "CAST(%s || coalesce(left(CAST(%s AS text), 0), '') AS boolean)"
                  .formatted(message, key);
          case SQLITE -> "json(%s || coalesce(substr(%s, 1, 0), ''))".formatted(message, key);
        };
    return "CASE WHEN %s THEN %s ELSE 1 = 1 END".formatted(String.join(" OR ", nulls), fails);
  }

  /**
   * The items of a SELECT or RETURNING list that give a row of v2 v1's shape.
   *
   * @param alias what goes before the names of v2's columns: empty, or an alias and a point
   */
  public String shaped(String alias) {
    return given().stream()
        .map(c -> DerivedTable.value(dialect, c, alias) + " AS " + dialect.quote(c.v1()))
        .collect(Collectors.joining(", "));
  }

  private List<ColumnMapping> given() {
    List<String> given = DerivedTable.columns(table);
    return table.columns().stream().filter(c -> given.contains(c.v1())).toList();
  }
}
