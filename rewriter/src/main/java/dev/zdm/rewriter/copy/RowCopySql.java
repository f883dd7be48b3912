package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The texts of the row copier for one mapped table. Immutable.
 *
 * <p>Keys travel as one JSON text, an array of objects with v1's key column names: {@code
 * [{"id":1},{"id":2}]}. A key may be named more than once, and need not exist.
 */
public final class RowCopySql {
  private final Mapping mapping;
  private final MappedTable table;
  private final Dialect dialect;
  private final KeySql keys;
  private final V2Insert insert;
  private final String v1;
  private final String v2;

  private RowCopySql(Mapping mapping, MappedTable table) {
    this.mapping = mapping;
    this.table = table;
    this.dialect = mapping.dialect();
    this.keys = new KeySql(dialect, table);
    this.insert = new V2Insert(dialect, table);
    this.v1 = table.v1().sql(dialect);
    this.v2 = table.v2().sql(dialect);
  }

  /** The texts for one table of the mapping. */
  public static RowCopySql of(Mapping mapping, MappedTable table) {
    return new RowCopySql(mapping, table);
  }

  /**
   * Locks v1's rows of the keys, in key order, so that a copy may overwrite v2's; empty where the
   * engine locks the whole database. Parameter: the keys. One row, one number: how many are there.
   */
  public Optional<String> lockV1() {
    return lock(v1, keys.v1("l"), keys.v1In("l", keys.rows(KeySql.PARAMETER)), "NO KEY UPDATE");
  }

  /** Like {@link #lockV1()}, for v2's rows, so that they may be deleted. */
  public Optional<String> lockV2() {
    return lock(
        v2,
        keys.list(c -> "l." + dialect.quote(c.v2())),
        keys.v2In("l", keys.rows(KeySql.PARAMETER)),
        "UPDATE");
  }

  private Optional<String> lock(String table, String order, String condition, String strength) {
    if (dialect == Dialect.SQLITE) {
      return Optional.empty();
    }
    return Optional.of(
        "SELECT count(*) FROM (SELECT 1 FROM %s AS l WHERE %s ORDER BY %s FOR %s OF l) AS locked"
            .formatted(table, condition, order, strength));
  }

  /**
   * Writes v2's rows of those keys that v1 has, over what is there. On PostgreSQL one row, of no
   * interest, and an error if a trigger of v2's leaves a row out; above READ COMMITTED only the
   * rows that this transaction has written. Parameter: the keys.
   */
  public String upsert() {
    return switch (dialect) {
      case POSTGRESQL -> upsertCounted(KeySql.PARAMETER, "");
      case SQLITE -> upsertOf(keys.v1In("s", keys.rows(KeySql.PARAMETER)));
    };
  }

  /**
   * {@link #upsert()} for one who does not hold all of these rows of v1: one that was absent when
   * they were locked may be back, and would be copied while others write it. On PostgreSQL locks
   * what it copies.
   */
  public String upsertLocking() {
    return switch (dialect) {
      case POSTGRESQL -> upsertCounted(KeySql.PARAMETER, " FOR NO KEY UPDATE OF s");
      case SQLITE -> upsert();
    };
  }

  /** Writes v2's rows of those v1 rows, called s, that meet the condition. */
  String upsertOf(String v1Condition) {
    return derive(v1Condition) + insert.orUpdate();
  }

  /** {@link #upsert()} of the keys that a write has touched, on PostgreSQL. */
  public String upsertOfWrite() {
    return upsertCounted(KeySql.SETTING, "");
  }

  private String upsertCounted(String source, String lock) {
    return "WITH zdm_s AS MATERIALIZED (SELECT s.* FROM %s AS s WHERE %s AND %s%s), "
            .formatted(v1, keys.v1In("s", keys.rows(source)), KeySql.stands("s"), lock)
        + "zdm_m AS (%s FROM zdm_s%s RETURNING 1) "
            .formatted(insert.select(name -> "zdm_s." + dialect.quote(name)), insert.orUpdate())
        + "SELECT %s FROM zdm_m".formatted(insert.counted("(SELECT count(*) FROM zdm_s)", "true"));
  }

  /**
   * Writes v2's rows of those keys that v1 has and v2 has not. On PostgreSQL only of v1's rows that
   * it can lock at once, which those are that the chunk has locked: one that came back since was
   * mirrored by whoever brought it, and may be about to go again. Parameter: the keys.
   */
  public String insertAbsent() {
    String given = keys.v1In("s", keys.rows(KeySql.PARAMETER));
    return switch (dialect) {
      case POSTGRESQL ->
          "WITH zdm_s AS MATERIALIZED (SELECT s.* FROM %s AS s WHERE %s FOR KEY SHARE OF s SKIP LOCKED) "
                  .formatted(v1, given)
              + insert.select(name -> "zdm_s." + dialect.quote(name))
              + " FROM zdm_s"
              + insert.orNothing();
      case SQLITE -> derive(given) + insert.orNothing();
    };
  }

  // The WHERE also tells SQLite that the ON that follows is no join's.
  private String derive(String v1Condition) {
    return "%s FROM %s AS s WHERE %s"
        .formatted(insert.select(name -> "s." + dialect.quote(name)), v1, v1Condition);
  }

  /**
   * An expression of the mapping, on PostgreSQL.
   *
   * @param direction {@code up} or {@code down}
   * @param column the column that it computes
   * @param table the table over whose rows it is computed
   * @param sql the expression over that table's columns
   */
  public record Expression(String direction, String column, TableName table, String sql) {

    /** Statements that make an index on it, on an empty temporary table of the given name. */
    public List<String> indexed(String name) {
      return List.of(
          "CREATE TEMPORARY TABLE %s (LIKE %s)".formatted(name, table.sql(Dialect.POSTGRESQL)),
          "CREATE INDEX ON pg_temp.%s ((%s))".formatted(name, sql));
    }
  }

  /** All expressions of the table that its mapping has written. */
  public List<Expression> expressions() {
    List<Expression> expressions = new ArrayList<>();
    for (MappedTable.ComputedColumn computed : table.computed()) {
      if (computed.provided() == null) {
        String sql = RowExpression.over(computed.up(), dialect::quote);
        expressions.add(new Expression("up", computed.v2(), table.v1(), sql));
      }
    }
    for (MappedTable.ColumnMapping column : table.columns()) {
      if (column.source() instanceof MappedTable.Restored) {
        String sql = DerivedTable.value(dialect, column, "");
        expressions.add(new Expression("down", column.v1(), table.v2(), sql));
      }
    }
    return expressions;
  }

  /** Plans, and does not execute, a copy of all rows: fails where a computed column is no SQL. */
  public String explainUp() {
    return "EXPLAIN " + derive("1 = 1") + insert.orUpdate();
  }

  /** Plans, and does not execute, a read of all rows as v1's: fails like {@link #explainUp()}. */
  public String explainDown() {
    return "EXPLAIN SELECT * FROM " + DerivedTable.sql(dialect, table) + " AS t";
  }

  /** Removes v2's rows of those keys that v1 has no longer. Parameter: the keys. */
  public String deleteAbsent() {
    return deleteAbsentOf(keys.v2In("t", keys.rows(KeySql.PARAMETER)));
  }

  /** Removes those v2 rows, called t, that meet the condition and whose key v1 has no longer. */
  String deleteAbsentOf(String v2Condition) {
    return keys.portion()
        .remove(
            table,
            "",
            "%s AND NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
                .formatted(v2Condition, v1, keys.same("t", "s")));
  }

  /** Removes v2's rows of those keys that v1 has. Parameter: the keys. */
  public String deletePresent() {
    return keys.portion()
        .remove(
            table,
            "",
            "%s AND EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
                .formatted(keys.v2In("t", keys.rows(KeySql.PARAMETER)), v1, keys.same("t", "s")));
  }

  /**
   * Removes all of v2's rows, once all of v1's are gone, where v2 has rows of others beside them.
   * What the transaction's snapshot hides stays, and taints.
   */
  public List<String> removeAllOfWrite() {
    PortionSql portion = keys.portion();
    return List.of(
        "WITH zdm_d AS (%s RETURNING 1) SELECT count(*) FROM zdm_d"
            .formatted(portion.remove(table, "", "TRUE" + portion.own("t"))),
        "INSERT INTO %s (table_name, row_key, reason) SELECT %s, NULL, %s WHERE %s"
            .formatted(
                mapping.ledger().sql(dialect),
                dialect.literal(table.v1().toString()),
                dialect.literal("truncated before this transaction could see all of v2's rows"),
                KeySql.SNAPSHOT_IS_FIXED));
  }

  /** A row if a foreign key leads to v2's table. */
  public String referencesToV2() {
    return referencesTo(dialect, table.v2Tables());
  }

  /** A row if a foreign key leads to one of the tables. */
  static String referencesTo(Dialect dialect, List<TableName> tables) {
    return switch (dialect) {
      case POSTGRESQL ->
          "SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid IN (%s) LIMIT 1"
              .formatted(each(tables, n -> "to_regclass(" + dialect.literal(n.sql(dialect)) + ")"));
      case SQLITE ->
          "SELECT 1 FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f"
              + " WHERE m.type = 'table' AND lower(f.\"table\") IN (%s) LIMIT 1"
                  .formatted(each(tables, n -> "lower(" + dialect.literal(n.name()) + ")"));
    };
  }

  private static String each(List<TableName> tables, Function<TableName, String> sql) {
    return tables.stream().map(sql).collect(Collectors.joining(", "));
  }

  /**
   * Removes v2's rows of the keys that a DELETE has just removed from v1, on PostgreSQL; until the
   * transaction ends nobody can bring them back. Above READ COMMITTED the transaction cannot see a
   * v2 row that was copied after its snapshot, and nobody fails: there the keys that it did not
   * find go into the ledger.
   */
  public String deleteOfWrite() {
    return deleteOfWrite("", "");
  }

  /** {@link #deleteOfWrite()} for a write after which v1 may still have a row of some key. */
  public String deleteAbsentOfWrite() {
    return deleteOfWrite(absent("TRUE"), absent(KeySql.stands("s")));
  }

  private String absent(String condition) {
    return " WHERE NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s AND %s)"
        .formatted(v1, sameInV1("s", "k"), condition);
  }

  /**
   * @param gone which keys may be removed from v2
   * @param owed which are the ledger's if they were not
   */
  private String deleteOfWrite(String gone, String owed) {
    // The keys are read twice, for below REPEATABLE READ the second reading never begins.
    String named = "(SELECT k.* FROM (" + keys.rows(KeySql.SETTING) + ") AS k";
    return deleteOwing(named + gone + ") AS k", named + owed + ") AS k");
  }

  /** {@link #deleteOfWrite()} of the keys that {@link CarriedKeys#asArray} has left. */
  public String deleteOfArray() {
    String key = dialect.quote(table.key().get(0));
    String named = "unnest(%s) AS k(%s)".formatted(CarriedKeys.array(table), key);
    String few = "(SELECT k.* FROM " + named + KeySql.fewRows("k." + key) + ") AS k";
    return deleteOwing(few, named);
  }

  private String deleteOwing(String removed, String owed) {
    return "WITH zdm_d AS (%s RETURNING %s) "
            .formatted(keys.portion().remove(table, removed, keys.same("t", "k")), keys.v2AsV1("t"))
        + "INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM %s WHERE "
            .formatted(
                mapping.ledger().sql(dialect),
                dialect.literal(table.v1().toString()),
                keys.json("k"),
                dialect.literal("deleted before this transaction could see it on v2"),
                owed)
        + KeySql.SNAPSHOT_IS_FIXED
        + " AND (%s) NOT IN (SELECT %s FROM zdm_d)".formatted(keys.v1("k"), keys.v1("zdm_d"));
  }

  private String sameInV1(String one, String other) {
    return "(" + keys.v1(one) + ") = (" + keys.v1(other) + ")";
  }

  /**
   * The first keys of v1 in key order, on PostgreSQL locked as a backfill needs it. Parameter: how
   * many at most. One row: the keys, their number, and the last of them as a JSON object (null if
   * none).
   */
  public String firstChunk() {
    return ChunkSql.of(dialect, keys, v1, false, chunkLock());
  }

  /**
   * The keys that follow one key; like {@link #firstChunk()}. Parameters: the last key as a JSON
   * object, {@link #chunkKeyParameters()} times; how many at most.
   */
  public String nextChunk() {
    return ChunkSql.of(dialect, keys, v1, true, chunkLock());
  }

  /**
   * Who inserts one row each leaves plain updates alone; not who derives several rows, or asks for
   * values of the rows as they are.
   */
  private String chunkLock() {
    boolean asked = new ProvidedSql(dialect, table).isAsked();
    return table.targets().isPresent() || asked ? "NO KEY UPDATE" : "KEY SHARE";
  }

  /**
   * {@link #firstChunk()}, or {@link #nextChunk()}, without a lock.
   *
   * @param next whether it follows a key
   */
  public String page(boolean next) {
    return ChunkSql.of(dialect, keys, v1, next, "");
  }

  /** How often {@link #nextChunk()} wants the last key bound. */
  public int chunkKeyParameters() {
    return table.key().size();
  }

  /**
   * Compares both tables in one statement, so in one snapshot. Rows: the key as a JSON object; the
   * kind, {@code missing} (on v2), {@code extra} (on v2) or {@code different}; the first v2 column
   * that differs, or null.
   */
  public String differences() {
    return table
        .targets()
        .map(targets -> new TargetDifferenceSql(dialect, table, targets).all())
        .orElseGet(() -> new DifferenceSql(dialect, table).all());
  }

  /** {@link #differences()} of keys that v1 has, where one row is one row. Parameter: the keys. */
  public String differencesOfKeys() {
    String given = keys.v1In("s", keys.rows(KeySql.PARAMETER));
    return new DifferenceSql(dialect, table).missingOrDifferent(given);
  }

  /** {@link #differences()} of keys that v1 has not, where one row is one row. */
  public String extra() {
    return new DifferenceSql(dialect, table).extra();
  }

  /** One row: how many rows v1 has, and v2. */
  public String counts() {
    String rows =
        table.targets().isPresent()
            ? DerivedTable.sql(dialect, table) + " AS t"
            : v2 + " AS t" + keys.portion().whereShown("t.");
    return "SELECT (SELECT count(*) FROM %s), (SELECT count(*) FROM %s)".formatted(v1, rows);
  }

  /**
   * Writes one ledger row for each key, spelled as all others spell it: a batch's keys come as the
   * driver gave them. Parameters: the keys, the reason.
   */
  public String ledgerAdd() {
    String each =
        switch (dialect) {
          case POSTGRESQL ->
              "(SELECT %s AS value FROM (%s) AS k) AS e"
                  .formatted(keys.json("k"), keys.rows(KeySql.PARAMETER));
          case SQLITE -> "json_each(?) AS e";
        };
    return "INSERT INTO %s (table_name, row_key, reason) SELECT %s, CAST(e.value AS text), r.reason"
            .formatted(mapping.ledger().sql(dialect), dialect.literal(table.v1().toString()))
        + " FROM %s CROSS JOIN (SELECT CAST(? AS text) AS reason) AS r".formatted(each);
  }
}
