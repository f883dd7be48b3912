package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How keys become JSON and JSON becomes keys, in one dialect.
 *
 * @param dialect the engine's SQL
 * @param table whose keys
 */
public record KeySql(Dialect dialect, MappedTable table) {
  /** Keys that come as the statement's parameter. */
  static final String PARAMETER = "?";

  /** Keys that the first statement of a two-step form left behind, on PostgreSQL. */
  static final String SETTING = "current_setting('zdm.keys')";

  /** On PostgreSQL, whether the transaction goes on seeing what it saw first. */
  static final String SNAPSHOT_IS_FIXED =
      "current_setting('transaction_isolation') IN ('repeatable read', 'serializable')";

  /**
   * On PostgreSQL, whether a row of v1 that the statement sees, of a key that this transaction has
   * written, is v1's. Above READ COMMITTED a row that somebody else has removed since the snapshot
   * is still seen, beside the one that this transaction has put in its place; its own rows are no
   * older than itself.
   */
  static String stands(String v1Alias) {
    return "(age(%s.xmin) <= 0 OR NOT %s)".formatted(v1Alias, SNAPSHOT_IS_FIXED);
  }

  /** The key columns under another name each, separated by commas. */
  String list(Function<MappedTable.ColumnMapping, String> sql) {
    return table.keyColumns().stream().map(sql).collect(Collectors.joining(", "));
  }

  /** v1's key columns of the aliased source. */
  public String v1(String alias) {
    return list(column -> alias + "." + dialect.quote(column.v1()));
  }

  /** v2's key columns of the aliased source, under v1's names. */
  public String v2AsV1(String alias) {
    return list(c -> alias + "." + dialect.quote(c.v2()) + " AS " + dialect.quote(c.v1()));
  }

  /** Whether the aliased v2 row has the key of the aliased row with v1's names. */
  String same(String v2Alias, String v1Alias) {
    return table.keyColumns().stream()
            .map(
                c ->
                    v2Alias
                        + "."
                        + dialect.quote(c.v2())
                        + " = "
                        + v1Alias
                        + "."
                        + dialect.quote(c.v1()))
            .collect(Collectors.joining(" AND "))
        + portion().own(v2Alias);
  }

  /** Which rows of v2's table are meant. */
  PortionSql portion() {
    return new PortionSql(dialect, table.portion());
  }

  /** Whether the aliased v1 row's key is among those that {@code select} gives. */
  public String v1In(String alias, String select) {
    return "(" + v1(alias) + ") IN (" + select + ")";
  }

  /** Whether the aliased v2 row's key is among those that {@code select} gives. */
  public String v2In(String alias, String select) {
    return "("
        + list(c -> alias + "." + dialect.quote(c.v2()))
        + ") IN ("
        + select
        + ")"
        + portion().own(alias);
  }

  /** A SELECT of the keys in {@code source}, one row each, under v1's names. */
  public String rows(String source) {
    return switch (dialect) {
      case POSTGRESQL ->
          "SELECT %s FROM json_to_recordset(CAST(%s AS json)) AS k(%s)%s"
              .formatted(
                  v1("k"),
                  source,
                  list(c -> dialect.quote(c.v1()) + " " + c.sqlType()),
                  fewRows("k." + dialect.quote(table.key().get(0))));
      case SQLITE ->
          "SELECT %s FROM json_each(%s) AS k"
              .formatted(list(c -> member("k.value", c) + " AS " + dialect.quote(c.v1())), source);
    };
  }

  /**
   * True of every key, and lets PostgreSQL expect one row instead of a hundred: it then looks each
   * key up in the index, where it would else read tables of some thousand rows whole.
   */
  static String fewRows(String column) {
    return " WHERE (%s = %s) IS TRUE".formatted(column, column);
  }

  /** The key's columns out of one JSON object, bound once for each. */
  String fromObject(String source) {
    return switch (dialect) {
      case POSTGRESQL ->
          list(
              c ->
                  "CAST(CAST(%s AS json) ->> %s AS %s)"
                      .formatted(source, dialect.literal(c.v1()), c.sqlType()));
      case SQLITE -> list(c -> member(source, c));
    };
  }

  /** The JSON object of the key columns of an aliased source that has them under v1's names. */
  public String json(String alias) {
    return switch (dialect) {
      case POSTGRESQL ->
          "(SELECT CAST(row_to_json(j.*) AS text) FROM (SELECT " + v1(alias) + ") AS j)";
      case SQLITE ->
          "json_object(%s)"
              .formatted(
                  list(c -> dialect.literal(c.v1()) + ", " + alias + "." + dialect.quote(c.v1())));
    };
  }

  /** The JSON array of a whole aliased source that has the key columns and no others. */
  String jsonArray(String alias) {
    return switch (dialect) {
      case POSTGRESQL ->
          "'[' || coalesce(string_agg(CAST(row_to_json(%s.*) AS text), ','), '') || ']'"
              .formatted(alias);
      case SQLITE -> "json_group_array(" + json(alias) + ")";
    };
  }

  /** A SELECT of one JSON array of the keys that {@code select} gives, on PostgreSQL. */
  public String array(String select) {
    return "SELECT " + jsonArray("k") + " FROM (" + select + ") AS k";
  }

  /** The columns that the key's order is made of. */
  List<String> order() {
    return table.keyColumns().stream().map(c -> dialect.quote(c.v1())).toList();
  }

  private String member(String source, MappedTable.ColumnMapping column) {
    return "json_extract(%s, %s)".formatted(source, dialect.literal("$.\"" + column.v1() + "\""));
  }
}
