package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.Provided;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Columns of v2's whose values a program gives. On SQLite the statement that writes the row calls
 * it, as a function. On PostgreSQL it is asked first, of the rows as they are, and the statement
 * finds each value by the row's own inputs: one of other inputs is never taken, and where there is
 * none the statement fails.
 *
 * @param dialect the engine's SQL
 * @param table whose rows
 */
public record ProvidedSql(Dialect dialect, MappedTable table) {
  /** SQLite's function that asks the program: the column's name, then its inputs. */
  public static final String FUNCTION = "zdm_provided";

  /** The most rows whose values one string carries; those behind them are not found. */
  public static final int MOST = 10_000;

  /** What an entry has that holds a value. */
  public static final String VALUE = "v";

  /** What an entry has that holds none: why. */
  public static final String WRONG = "e";

  /** What the error says where no value is found. */
  public static final String MISSING = "zdm: no value was provided for this row";

  private static final String SETTING = "zdm.provided";

  /** PostgreSQL's types that a text becomes without a word on its length, which is then checked. */
  private static final Set<String> PLAIN =
      Set.of(
          "text",
          "character varying",
          "smallint",
          "integer",
          "bigint",
          "numeric",
          "real",
          "double precision",
          "boolean",
          "uuid",
          "date",
          "timestamp without time zone",
          "timestamp with time zone",
          "bytea",
          "json",
          "jsonb");

  /** Whether a column of this type can be provided. */
  public static boolean isPlain(Dialect dialect, String sqlType) {
    return dialect == Dialect.SQLITE || PLAIN.contains(unbounded(sqlType));
  }

  /** Whether a program can be asked with a column of this type: its text must be exact. */
  public static boolean isReadable(Dialect dialect, String sqlType) {
    return isPlain(dialect, sqlType) || unbounded(sqlType).equals("character");
  }

  /** The type without its length, which a cast would cut a value to. */
  public static String unbounded(String sqlType) {
    return sqlType.replaceFirst("\\([\\d, ]*\\)", "");
  }

  /** How the column is called where its values are asked for. */
  public static String name(TableName v1, String v2Column) {
    return v1 + "." + v2Column;
  }

  /**
   * The expression that has the value.
   *
   * @param inputs the v1 columns, and their types
   */
  public static String up(
      Dialect dialect, String name, String sqlType, List<String> inputs, List<String> types) {
    return switch (dialect) {
      case SQLITE ->
          "%s(%s, %s)"
              .formatted(
                  FUNCTION,
                  dialect.literal(name),
                  inputs.stream().map(i -> "{" + i + "}").collect(Collectors.joining(", ")));
      case POSTGRESQL -> found(dialect.literal(name), row(inputs, types), unbounded(sqlType));
    };
  }

  // What an error says must depend on the row, or it is computed ahead of it. The setting is read
  // as JSON once for a statement, not for each row: that SELECT names nothing of the row.
  private static String found(String name, String row, String type) {
    return "CAST((SELECT CASE WHEN zdm_f.got IS NULL THEN CAST(CAST('%s' || left(%s, 0) AS boolean) AS text)"
            .formatted(MISSING, row)
        + " WHEN zdm_f.got ->> '%s' IS NOT NULL THEN CAST(CAST('zdm: ' || (zdm_f.got ->> '%s') AS boolean) AS text)"
            .formatted(WRONG, WRONG)
        + " ELSE zdm_f.got ->> '%s' END FROM (SELECT (SELECT CAST(nullif(current_setting('%s', true), '') AS jsonb) -> %s)"
            .formatted(VALUE, SETTING, name)
        + " -> %s AS got OFFSET 0) AS zdm_f) AS %s)".formatted(row, type);
  }

  /** All inputs as one text, which tells rows apart that are not the same. */
  private static String row(List<String> inputs, List<String> types) {
    List<String> exact = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String input = "{" + inputs.get(i) + "}";
      exact.add(
          switch (types.get(i)) {
            // how many digits a text shows depends on the session
            case "real" -> "pg_catalog.float4send(" + input + ")";
            case "double precision" -> "pg_catalog.float8send(" + input + ")";
            default -> input;
          });
    }
    return "CAST(ROW(" + String.join(", ", exact) + ") AS text)";
  }

  /** Whether the values have to be asked for before v2's rows are written. */
  public boolean isAsked() {
    return dialect == Dialect.POSTGRESQL && !table.provided().isEmpty();
  }

  /** The inputs of the keys' rows, on PostgreSQL; {@link #inputs}. Parameter: the keys. */
  public String inputsOfKeys() {
    KeySql keys = new KeySql(dialect, table);
    return inputs(keys.v1In("s", keys.rows(KeySql.PARAMETER)));
  }

  /** {@link #inputs} of those rows of v1, called s, that meet the condition. */
  String inputs(String v1Condition) {
    return inputs(table.v1().sql(dialect), v1Condition);
  }

  /** {@link #inputs} of the rows in v1's shape that a query gives. */
  public String inputsOf(String query) {
    return inputs("(" + query + ")", "TRUE");
  }

  /**
   * A SELECT of what is asked of those rows, called s, that meet the condition: for each provided
   * column, in their order, the text by which its value is found, and its inputs.
   */
  private String inputs(String source, String condition) {
    UnaryOperator<String> v1Column = name -> "s." + dialect.quote(name);
    List<String> items = new ArrayList<>();
    for (ComputedColumn column : table.provided()) {
      Provided provided = Objects.requireNonNull(column.provided());
      List<String> types = provided.inputs().stream().map(i -> table.column(i).sqlType()).toList();
      items.add(RowExpression.over(row(provided.inputs(), types), v1Column));
      provided.inputs().forEach(input -> items.add(v1Column.apply(input)));
    }
    return "SELECT %s FROM %s AS s WHERE %s LIMIT %d"
        .formatted(String.join(", ", items), source, condition, MOST);
  }

  /** Whether the value of a provided column depends on one of these columns of v1's. */
  public boolean isMadeOf(Collection<String> v1Columns) {
    return table.provided().stream()
        .flatMap(column -> Objects.requireNonNull(column.provided()).inputs().stream())
        .anyMatch(v1Columns::contains);
  }

  /** Hands the values over to the statements that follow in the transaction. Parameter: they. */
  public static String hand() {
    return "SELECT set_config('" + SETTING + "', ?, true)";
  }

  /** {@link #hand()} with the values in it. */
  public static String hand(String values) {
    // with backslashes that mean the same whatever standard_conforming_strings says
    String literal = "E'" + values.replace("\\", "\\\\").replace("'", "''") + "'";
    return "SELECT set_config('" + SETTING + "', " + literal + ", true)";
  }
}
