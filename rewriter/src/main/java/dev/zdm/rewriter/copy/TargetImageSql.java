package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import dev.zdm.rewriter.mapping.V1Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a write of several v2 tables goes from one statement of a string to the next on PostgreSQL:
 * the keys that it finds, the rows of v2's that it has locked, and the rows that it leaves behind
 * are settings of the transaction. Rows travel as JSON of texts, for JSON has a null of its own.
 * Immutable.
 *
 * @param table whose rows
 * @param targets where they go
 */
public record TargetImageSql(MappedTable table, Targets targets) {
  /** Begins the error of a write of more rows than a string may carry. */
  public static final String TOO_MANY = "zdm: too many rows: ";

  /** How many rows a string may carry. */
  public static final int MOST = 10_000;

  private static final Dialect DIALECT = Dialect.POSTGRESQL;
  private static final String FOUND = "current_setting('zdm.found')";
  private static final String LOCKED = "current_setting('zdm.locked')";

  private KeySql keys() {
    return new KeySql(DIALECT, table);
  }

  /**
   * Notes the keys of the rows that a write finds, and locks nothing.
   *
   * @param query a SELECT of the keys, under v1's names
   */
  public String found(String query) {
    return "SELECT set_config('zdm.found', %s, true) FROM (SELECT ARRAY(SELECT CAST(row_to_json(k.*) AS text) FROM (SELECT DISTINCT %s FROM (\n%s\n) AS q LIMIT %d) AS k) AS k OFFSET 0) AS zdm_a"
        .formatted(
            few("cardinality(zdm_a.k)", "'[' || array_to_string(zdm_a.k, ',') || ']'"),
            keys().v1("q"),
            query,
            MOST + 1);
  }

  /** The text, or an error where the rows are too many. */
  private static String few(String count, String text) {
    return "CASE WHEN %s <= %d THEN %s ELSE %s END"
        .formatted(count, MOST, text, failure(TOO_MANY, count));
  }

  /** What the error says depends on the rows, or it would be computed ahead of them. */
  private static String failure(String message, String of) {
    return "CAST(CAST(%s || %s AS boolean) AS text)".formatted(DIALECT.literal(message), of);
  }

  /**
   * Locks the rows of the found keys that the own tables have, in the keys' order, under one
   * snapshot, and notes the keys that have any.
   */
  public String lock() {
    StringBuilder with =
        new StringBuilder("WITH zdm_f AS MATERIALIZED (").append(keys().rows(FOUND)).append(')');
    List<String> locked = new ArrayList<>();
    for (Target target : targets.own()) {
      String name = "zdm_" + locked.size();
      with.append(", %s AS MATERIALIZED (%s)".formatted(name, locking(target)));
      locked.add("SELECT * FROM " + name);
    }
    return "%s SELECT set_config('zdm.locked', (%s), true)"
        .formatted(with, keys().array(String.join(" UNION ", locked)));
  }

  private String locking(Target target) {
    List<String> by = target.by().stream().map(c -> "l." + DIALECT.quote(c)).toList();
    String order =
        target.key().stream().map(c -> "l." + DIALECT.quote(c)).collect(Collectors.joining(", "));
    String named =
        IntStream.range(0, by.size())
            .mapToObj(i -> by.get(i) + " AS " + DIALECT.quote(table.key().get(i)))
            .collect(Collectors.joining(", "));
    String all = String.join(", ", by);
    return "SELECT %s FROM %s AS l WHERE (%s) IN (SELECT %s FROM zdm_f AS f) ORDER BY %s, %s FOR UPDATE OF l"
        .formatted(named, target.table().sql(DIALECT), all, keys().v1("f"), all, order);
  }

  /** Behind the question of which rows a write leaves behind: those that it has found. */
  public String amongFound(String alias) {
    return " WHERE " + keys().v1In(alias, keys().rows(FOUND));
  }

  /** What makes a row that joins bring forth only one. */
  public String once(String alias) {
    return "DISTINCT ON (" + keys().v1(alias) + ") ";
  }

  /** v1's columns of the aliased source. */
  public String columns(String alias) {
    return list(c -> alias + "." + DIALECT.quote(c.v1()));
  }

  /**
   * A SELECT of one row with one column, which is never null: notes the keys of {@code zdm_w}, and
   * its rows; an error where one of them was found and is not locked.
   *
   * @param locked whether they were to be locked
   * @param gone whether none of them is to stay
   */
  public String note(boolean locked, boolean gone) {
    String set =
        "set_config('zdm.keys', (%s), true) || set_config('zdm.image', %s, true)"
            .formatted(
                keys().array("SELECT " + keys().v1("w") + " FROM zdm_w AS w"),
                gone ? "'[]'" : "(" + image() + ")");
    String checked =
        locked
            ? "CASE WHEN NOT EXISTS (SELECT 1 FROM zdm_w AS w WHERE (%s) NOT IN (%s)) THEN %s ELSE %s END"
                .formatted(
                    keys().v1("w"),
                    keys().rows(LOCKED),
                    set,
                    failure("zdm: rows of v2 that nobody could lock, of ", "zdm_n.n"))
            : set;
    return "SELECT %s AS done FROM (SELECT count(*) AS n FROM (SELECT 1 FROM zdm_w LIMIT %d) AS w) AS zdm_n"
        .formatted(few("zdm_n.n", checked), MOST + 1);
  }

  private String image() {
    return "SELECT '[' || coalesce(string_agg(CAST(row_to_json(j.*) AS text), ','), '') || ']' FROM (SELECT %s FROM zdm_w AS w) AS j"
        .formatted(list(c -> "CAST(w.%s AS text) AS %s".formatted(name(c), name(c))));
  }

  private static String name(ColumnMapping column) {
    return DIALECT.quote(column.v1());
  }

  /** A SELECT of the rows that were noted. */
  private String noted() {
    return "SELECT %s FROM json_to_recordset(CAST(current_setting('zdm.image') AS json)) AS j(%s)"
        .formatted(
            list(c -> "CAST(j.%s AS %s) AS %s".formatted(name(c), c.sqlType(), name(c))),
            list(c -> name(c) + " text"));
  }

  private String list(Function<ColumnMapping, String> sql) {
    List<String> given = DerivedTable.columns(table);
    return table.columns().stream()
        .filter(c -> given.contains(c.v1()))
        .map(sql)
        .collect(Collectors.joining(", "));
  }

  /** Writes v2's rows of those that were noted, and fails where v2 would not give them back. */
  public List<String> write(Operation operation, V1Shape shape) {
    TargetCopySql copy =
        new TargetCopySql(DIALECT, table, targets, keys().rows(KeySql.SETTING), noted());
    List<String> all = new ArrayList<>();
    switch (operation) {
      case INSERT -> all.addAll(copy.insertion());
      case UPDATE -> all.addAll(copy.all());
      case DELETE -> all.addAll(copy.allGone());
      case OTHER -> throw new IllegalStateException("no form for this write of " + table.v1());
    }
    if (operation != Operation.DELETE) {
      // last, for v2's own words of what must not be NULL are those that the application knows
      String complete = new TurnedSql(DIALECT, table).complete(shape, c -> "s." + DIALECT.quote(c));
      all.add("SELECT count(*) FROM (%s) AS s WHERE %s".formatted(noted(), complete));
    }
    return all;
  }

  /** Names the keys that were noted in the ledger. */
  public String owe(String ledger) {
    return "WITH zdm_l AS (INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM (%s) AS k RETURNING 1) SELECT count(*) FROM zdm_l"
        .formatted(
            ledger,
            DIALECT.literal(table.v1().toString()),
            keys().json("k"),
            LedgerSql.REASON,
            keys().rows(KeySql.SETTING));
  }
}
