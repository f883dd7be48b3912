package dev.zdm.rewriter.read;

import dev.zdm.rewriter.copy.DifferenceSql;
import dev.zdm.rewriter.copy.RowExpression;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Given;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.plan.Plan.RoutingKey.Source;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says of v2's own columns what a read's equalities say of v1's, so that PostgreSQL looks v2's rows
 * up in an index where the column that is compared is an expression. They stand beside the
 * equalities that they follow from, never in their place: a v2 row was made of a v1 row and gives
 * it back, so one whose restored column equals a value is the one that this value makes. SQLite's
 * comparisons convert in ways that no expression of ours repeats; there they are left out.
 */
record IndexConditions(List<Compared> compared) {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /** Types of which equal values are the same value. */
  private static final Pattern EXACT =
      Pattern.compile(
          "smallint|integer|bigint|boolean|uuid|date|text|character varying(\\(\\d+\\))?");

  private static final int MOST_VALUES = 100;

  /** Longer literals are out of the range of any integer. */
  private static final int MOST_DIGITS = 18;

  /** Integer types, each with a number that its values are below, and their negatives above. */
  private static final Map<String, String> WHOLE =
      Map.of("smallint", "32768", "integer", "2147483648", "bigint", "9223372036854775808");

  IndexConditions {
    compared = List.copyOf(compared);
  }

  /**
   * A column of v2 whose values follow from those that a column of v1 is compared with.
   *
   * @param up how it is made of that column; null if it holds the same value
   * @param sqlType that column's type
   * @param v2Type its own
   */
  private record Compared(
      String v2, @Nullable String up, String sqlType, String v2Type, ValuePlaces values) {

    /**
     * Whether the value that v2 holds follows from an equality with this one. A parameter may be of
     * a type that compares a varchar without its trailing blanks, or a floating-point number, which
     * equals several large integers.
     */
    boolean follows(Source value) {
      if (value.parameter() > 0) {
        return !sqlType.startsWith("character varying")
            && (up == null || !sqlType.equals("bigint"));
      }
      String literal = value.literal();
      return !WHOLE.containsKey(sqlType) || (literal != null && literal.length() < MOST_DIGITS);
    }

    /** What v2's column holds where v1's has the value; null for one out of v1's range. */
    String image(Source value, List<Integer> parameters) {
      String sql = value(value);
      if (up == null) {
        note(value, parameters);
        return sql;
      }
      String cast = "CAST(%s AS %s)".formatted(sql, sqlType);
      String most = WHOLE.get(sqlType);
      String typed =
          most == null
              ? cast
              : "(CASE WHEN abs(CAST(%s AS numeric)) < %s THEN %s END)".formatted(sql, most, cast);
      String made =
          RowExpression.over(
              up,
              name -> {
                note(value, parameters);
                if (most != null) {
                  note(value, parameters);
                }
                return typed;
              });
      return "CAST((%s) AS %s)".formatted(made, v2Type);
    }

    private static void note(Source value, List<Integer> parameters) {
      if (value.parameter() > 0) {
        parameters.add(value.parameter());
      }
    }
  }

  /**
   * Conditions as text.
   *
   * @param sql conditions over v2's columns
   * @param parameters which parameter, from 1, each of their placeholders stands for
   */
  record Made(List<String> sql, List<Integer> parameters) {}

  static IndexConditions of(Dialect dialect, TableReference reference, Equalities equalities) {
    List<Compared> compared = new ArrayList<>();
    boolean known = dialect == DIALECT && equalities.sources().contains(reference);
    for (ColumnMapping column : known ? reference.table().columns() : List.<ColumnMapping>of()) {
      if (EXACT.matcher(column.sqlType()).matches()) {
        for (ValuePlaces values : equalities.untypedOn(reference, column.v1())) {
          compared.addAll(compared(reference.table(), column, values));
        }
      }
    }
    return new IndexConditions(compared);
  }

  private static List<Compared> compared(
      MappedTable table, ColumnMapping column, ValuePlaces values) {
    if (column.source() instanceof Held held && !held.wider().isEmpty()) {
      return List.of(new Compared(held.v2(), null, column.sqlType(), held.wider(), values));
    }
    if (column.source() instanceof Given given && !given.exact()) {
      return List.of(new Compared(column.v1(), null, column.sqlType(), "", values));
    }
    if (!(column.source() instanceof Restored)) {
      return List.of();
    }
    return table.computed().stream()
        .filter(computed -> RowExpression.names(computed.up()).equals(Set.of(column.v1())))
        .filter(computed -> !DifferenceSql.asText(computed.sqlType()))
        .map(c -> new Compared(c.v2(), c.up(), column.sqlType(), c.sqlType(), values))
        .toList();
  }

  /** The same by the slots of a shape; null if it has none for a value. */
  @Nullable IndexConditions in(Shape shape) {
    List<Compared> slots = new ArrayList<>();
    for (Compared one : compared) {
      ValuePlaces values = one.values().in(shape);
      if (values == null) {
        return null;
      }
      slots.add(new Compared(one.v2(), one.up(), one.sqlType(), one.v2Type(), values));
    }
    return new IndexConditions(slots);
  }

  /**
   * The conditions that follow from a text.
   *
   * @param token the token of each place
   */
  Made on(SqlText text, IntUnaryOperator token) {
    List<String> sql = new ArrayList<>();
    List<Integer> parameters = new ArrayList<>();
    for (Compared one : compared) {
      List<Source> values = one.values().on(text, token);
      if (values.size() <= MOST_VALUES && values.stream().allMatch(one::follows)) {
        List<String> images = values.stream().map(v -> one.image(v, parameters)).toList();
        sql.add(DIALECT.quote(one.v2()) + " IN (" + String.join(", ", images) + ")");
      }
    }
    return new Made(sql, parameters);
  }

  private static String value(Source value) {
    return value.parameter() > 0 || value.literal() == null
        ? "?"
        : DIALECT.literal(value.literal());
  }
}
