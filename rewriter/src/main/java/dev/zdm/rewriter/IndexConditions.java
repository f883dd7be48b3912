package dev.zdm.rewriter;

import dev.zdm.rewriter.MappedTable.ColumnMapping;
import dev.zdm.rewriter.MappedTable.ComputedColumn;
import dev.zdm.rewriter.MappedTable.Held;
import dev.zdm.rewriter.MappedTable.Restored;
import dev.zdm.rewriter.Plan.RoutingKey.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says of v2's own columns what a read's equalities say of v1's, so that PostgreSQL looks v2's rows
 * up in an index where the column that is compared is an expression. They stand beside the
 * equalities that they follow from, never in their place: a v2 row was made of a v1 row and gives
 * it back, so one whose restored column equals a value is the one that this value makes. SQLite's
 * comparisons convert in ways that no expression of ours repeats; there they are left out.
 *
 * @param sql conditions over v2's columns
 * @param parameters which parameter, from 1, each of their placeholders stands for
 */
record IndexConditions(List<String> sql, List<Integer> parameters) {
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
    sql = List.copyOf(sql);
    parameters = List.copyOf(parameters);
  }

  static IndexConditions of(Dialect dialect, TableReference reference, Equalities equalities) {
    List<String> sql = new ArrayList<>();
    List<Integer> parameters = new ArrayList<>();
    boolean known = dialect == DIALECT && equalities.sources().contains(reference);
    for (ColumnMapping column : known ? reference.table().columns() : List.<ColumnMapping>of()) {
      if (EXACT.matcher(column.sqlType()).matches()) {
        for (List<Source> values : equalities.untypedOn(reference, column.v1())) {
          if (values.size() <= MOST_VALUES) {
            add(reference.table(), column, values, sql, parameters);
          }
        }
      }
    }
    return new IndexConditions(sql, parameters);
  }

  private static void add(
      MappedTable table,
      ColumnMapping column,
      List<Source> values,
      List<String> sql,
      List<Integer> parameters) {
    if (column.source() instanceof Held held && !held.wider().isEmpty()) {
      if (values.stream().allMatch(v -> holdable(column, v))) {
        sql.add(in(held.v2(), values.stream().map(IndexConditions::value).toList()));
        values.stream().filter(v -> v.parameter() > 0).forEach(v -> parameters.add(v.parameter()));
      }
    } else if (column.source() instanceof Restored) {
      for (ComputedColumn computed : table.computed()) {
        boolean ofIt = madeOf(computed.up()).equals(Set.of(column.v1()));
        if (ofIt
            && !DifferenceSql.asText(computed.sqlType())
            && values.stream().allMatch(v -> computable(column, v))) {
          List<String> images = new ArrayList<>();
          for (Source value : values) {
            images.add(image(column, computed, value, parameters));
          }
          sql.add(in(computed.v2(), images));
        }
      }
    }
  }

  /** A parameter may be of a type that compares a varchar without its trailing blanks. */
  private static boolean holdable(ColumnMapping column, Source value) {
    return value.parameter() > 0
        ? !column.sqlType().startsWith("character varying")
        : !whole(column) || small(value);
  }

  /** A parameter may also be a floating-point number, which equals several large integers. */
  private static boolean computable(ColumnMapping column, Source value) {
    return holdable(column, value)
        && (value.parameter() == 0 || !column.sqlType().equals("bigint"));
  }

  private static boolean whole(ColumnMapping column) {
    return WHOLE.containsKey(column.sqlType());
  }

  private static boolean small(Source value) {
    return value.literal() != null && value.literal().length() < MOST_DIGITS;
  }

  /**
   * What v2's column holds in the row of a v1 row that has the value; null for one out of range.
   */
  private static String image(
      ColumnMapping column, ComputedColumn computed, Source value, List<Integer> parameters) {
    String cast = "CAST(%s AS %s)".formatted(value(value), column.sqlType());
    int uses = 1;
    String typed = cast;
    String most = WHOLE.get(column.sqlType());
    if (most != null) {
      uses = 2;
      typed =
          "(CASE WHEN abs(CAST(%s AS numeric)) < %s THEN %s END)"
              .formatted(value(value), most, cast);
    }
    int each = uses;
    String converted = typed;
    String up =
        RowExpression.over(
            computed.up(),
            name -> {
              for (int i = 0; i < each && value.parameter() > 0; i++) {
                parameters.add(value.parameter());
              }
              return converted;
            });
    return "CAST((%s) AS %s)".formatted(up, computed.sqlType());
  }

  private static String in(String v2, List<String> values) {
    return DIALECT.quote(v2) + " IN (" + String.join(", ", values) + ")";
  }

  private static String value(Source value) {
    return value.parameter() > 0 || value.literal() == null
        ? "?"
        : DIALECT.literal(value.literal());
  }

  /** The columns that the expression names. */
  private static Set<String> madeOf(String expression) {
    Set<String> names = new HashSet<>();
    RowExpression.over(
        expression,
        name -> {
          names.add(name);
          return name;
        });
    return names;
  }
}
