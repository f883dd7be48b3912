package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.Portion.Fixed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of an INSERT that derives v2's rows from v1's.
 *
 * @param dialect the engine's SQL
 * @param table what is derived
 */
public record V2Insert(Dialect dialect, MappedTable table) {
  private static final Set<String> SPELLED_ONE_WAY =
      Set.of("smallint", "integer", "bigint", "boolean", "uuid", "date");

  /**
   * {@code INSERT INTO v2 (...) SELECT ...}, up to its FROM.
   *
   * @param v1Column the SQL of a v1 column of the source
   */
  public String select(UnaryOperator<String> v1Column) {
    Map<String, String> values = values(v1Column);
    // v2's key may be GENERATED ALWAYS; tables without an identity accept the clause too.
    String overriding = dialect == Dialect.POSTGRESQL ? " OVERRIDING SYSTEM VALUE" : "";
    return "INSERT INTO %s (%s)%s SELECT %s"
        .formatted(
            table.v2().sql(dialect),
            values.keySet().stream().map(dialect::quote).collect(Collectors.joining(", ")),
            overriding,
            String.join(", ", values.values()));
  }

  /** What each of v2's columns gets that is written, made of a row of v1's. */
  Map<String, String> values(UnaryOperator<String> v1Column) {
    Map<String, String> values = new LinkedHashMap<>();
    for (ColumnMapping column : table.columns()) {
      if (written(column)) {
        values.put(column.v2(), v1Column.apply(column.v1()));
      }
    }
    for (ComputedColumn computed : table.computed()) {
      values.put(computed.v2(), computed(computed, v1Column));
    }
    for (Fixed fixed : fixed()) {
      values.put(fixed.v2(), new PortionSql(dialect, table.portion()).value(fixed));
    }
    // A key is held and never null.
    values.computeIfPresent(
        table.keyColumns().get(0).v2(),
        (key, value) -> new RoundTrip(dialect, table).guarded(value, v1Column));
    return values;
  }

  /** What every row is given that is not made of v1's. */
  private List<Fixed> fixed() {
    List<Fixed> fixed = new ArrayList<>(table.portion().constants());
    fixed.addAll(back());
    return fixed;
  }

  /** What brings a row back that was gone. */
  private List<Fixed> back() {
    return table.portion().defaults().stream().filter(fixed -> !table.fills(fixed.v2())).toList();
  }

  /** Whether v2 is given the column's values as they are. */
  private static boolean written(ColumnMapping column) {
    return column.source() instanceof Held held && !held.generated();
  }

  /** A computed column's value over the source's columns. */
  String computed(ComputedColumn computed, UnaryOperator<String> v1Column) {
    UnaryOperator<String> checked = name -> v1Column.apply(table.column(name).v1());
    return "(" + RowExpression.over(computed.up(), checked) + ")";
  }

  /** Whether the upsert writes every row, and so must give as many as it was given. */
  public boolean writesAll() {
    return !assigned().isEmpty();
  }

  private List<String> assigned() {
    List<String> assigned = new ArrayList<>();
    for (ColumnMapping column : table.columns()) {
      if (written(column) && (!table.key().contains(column.v1()) || respelled(column))) {
        assigned.add(column.v2());
      }
    }
    table.computed().forEach(computed -> assigned.add(computed.v2()));
    back().forEach(fixed -> assigned.add(fixed.v2()));
    return assigned;
  }

  /** What makes the INSERT overwrite a row that is there. */
  public String orUpdate() {
    List<String> assigned = assigned();
    if (assigned.isEmpty()) {
      return orNothing();
    }
    return conflict()
        + "UPDATE SET "
        + assigned.stream()
            .map(dialect::quote)
            .map(name -> name + " = excluded." + name)
            .collect(Collectors.joining(", "));
  }

  /**
   * A boolean, never null, over the rows that the upsert returned; a trigger of v2's may have left
   * some out, which is an error.
   *
   * @param given the SQL of how many rows it was given
   * @param then a boolean, evaluated where none is missing
   */
  String counted(String given, String then) {
    return "CASE WHEN count(*) %s %s THEN %s ELSE CAST('zdm: v2 took ' || count(*) || ' of ' || %s AS boolean) END"
        .formatted(writesAll() ? "=" : "<=", given, then, given);
  }

  /** What makes the INSERT leave a row that is there alone. */
  String orNothing() {
    return conflict() + "NOTHING";
  }

  private String conflict() {
    return " ON CONFLICT (%s) DO "
        .formatted(
            Stream.concat(
                    table.keyColumns().stream().map(ColumnMapping::v2),
                    table.portion().constants().stream().map(Fixed::v2))
                .map(dialect::quote)
                .collect(Collectors.joining(", ")));
  }

  /**
   * Whether two keys may be equal and yet not the same: a number in two scales, a text under a
   * collation. Not the types of an identity on PostgreSQL, which may not be assigned.
   */
  private boolean respelled(ColumnMapping column) {
    return dialect == Dialect.SQLITE
        ? !column.sqlType().toUpperCase(Locale.ROOT).contains("INT")
        : !SPELLED_ONE_WAY.contains(column.sqlType());
  }
}
