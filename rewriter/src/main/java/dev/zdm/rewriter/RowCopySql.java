package dev.zdm.rewriter;

import java.util.List;
import java.util.Optional;

/**
 * The texts of the row copier for one mapped table. Immutable.
 *
 * <p>Keys travel as one JSON text, an array of objects with v1's key column names: {@code
 * [{"id":1},{"id":2}]}. A key may be named more than once, and need not exist.
 */
public final class RowCopySql {
  private static final String SNAPSHOT_IS_FIXED =
      "current_setting('transaction_isolation') IN ('repeatable read', 'serializable')";

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
   * Writes v2's rows of those keys that v1 has, over what is there; above READ COMMITTED only of
   * those that this transaction has written. Parameter: the keys.
   */
  public String upsert() {
    String stands = dialect == Dialect.POSTGRESQL ? " AND " + stands("s") : "";
    return derive(KeySql.PARAMETER) + stands + insert.orUpdate();
  }

  /** {@link #upsert()} of the keys that a write has touched; an error if v2 leaves a row out. */
  String upsertOfWrite() {
    return "WITH zdm_s AS MATERIALIZED (SELECT s.* FROM %s AS s WHERE %s AND %s), "
            .formatted(v1, keys.v1In("s", keys.rows(KeySql.SETTING)), stands("s"))
        + "zdm_m AS (%s FROM zdm_s%s RETURNING 1) "
            .formatted(insert.select(name -> "zdm_s." + dialect.quote(name)), insert.orUpdate())
        + "SELECT %s FROM zdm_m".formatted(insert.counted("(SELECT count(*) FROM zdm_s)", "true"));
  }

  /** Writes v2's rows of those keys that v1 has and v2 has not. Parameter: the keys. */
  public String insertAbsent() {
    return derive(KeySql.PARAMETER) + insert.orNothing();
  }

  // The WHERE also tells SQLite that the ON that follows is no join's.
  private String derive(String source) {
    return "%s FROM %s AS s WHERE %s"
        .formatted(
            insert.select(name -> "s." + dialect.quote(name)),
            v1,
            keys.v1In("s", keys.rows(source)));
  }

  /** Removes v2's rows of those keys that v1 has no longer. Parameter: the keys. */
  public String deleteAbsent() {
    return "DELETE FROM %s AS t WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
        .formatted(v2, keys.v2In("t", keys.rows(KeySql.PARAMETER)), v1, keys.same("t", "s"));
  }

  /**
   * {@link #deleteAbsent()} in a transaction of the application's, which has written the keys and
   * may be above READ COMMITTED: on PostgreSQL the keys that it cannot see on v2 for that reason go
   * into the ledger, and their number is the update count. Empty where no transaction can fail to
   * see them. Parameter: the keys.
   */
  public Optional<String> deleteAbsentOrOwe() {
    if (dialect == Dialect.SQLITE) {
      return Optional.empty();
    }
    String named =
        "zdm_k AS MATERIALIZED (SELECT DISTINCT k.* FROM (%s) AS k), "
            .formatted(keys.rows(KeySql.PARAMETER));
    return Optional.of("WITH " + named + deleteOrOwe("SELECT k.* FROM zdm_k AS k", true));
  }

  /**
   * Removes v2's rows of the keys that a DELETE has just removed from v1, on PostgreSQL; until the
   * transaction ends nobody can bring them back. Above READ COMMITTED the transaction cannot see a
   * v2 row that was copied after its snapshot, and nobody fails: there the keys that it did not
   * find go into the ledger.
   */
  String deleteOfWrite() {
    return "WITH " + deleteOrOwe(keys.rows(KeySql.SETTING), false);
  }

  /** {@link #deleteOfWrite()} for a write after which v1 may still have a row of some key. */
  String deleteAbsentOfWrite() {
    return "WITH " + deleteOrOwe(keys.rows(KeySql.SETTING), true);
  }

  private String deleteOrOwe(String named, boolean mayStay) {
    // Above READ COMMITTED a row that somebody else removed since is still seen, and so keeps v2's.
    // The keys are read twice, for below REPEATABLE READ the second reading never begins.
    String gone = mayStay ? absent("TRUE") : "";
    String notWritten = mayStay ? absent("age(s.xmin) <= 0") : "";
    return "zdm_d AS (DELETE FROM %s AS t USING (SELECT k.* FROM (%s) AS k%s) AS k WHERE %s RETURNING %s) "
            .formatted(v2, named, gone, keys.same("t", "k"), keys.v2AsV1("t"))
        + "INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM (SELECT k.* FROM (%s) AS k%s) AS k WHERE "
            .formatted(
                mapping.ledger().sql(dialect),
                dialect.literal(table.v1().toString()),
                keys.json("k"),
                dialect.literal("deleted before this transaction could see it on v2"),
                named,
                notWritten)
        + SNAPSHOT_IS_FIXED
        + " AND (%s) NOT IN (SELECT %s FROM zdm_d)".formatted(keys.v1("k"), keys.v1("zdm_d"));
  }

  private String absent(String condition) {
    return " WHERE NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s AND %s)"
        .formatted(v1, sameInV1("s", "k"), condition);
  }

  /**
   * Whether a row of v1 that the statement sees is v1's. Above READ COMMITTED a row that somebody
   * else has removed since the snapshot is still seen, beside the one that this transaction has put
   * in its place; its own rows are no older than itself.
   */
  private String stands(String alias) {
    return "(age(%s.xmin) <= 0 OR NOT %s)".formatted(alias, SNAPSHOT_IS_FIXED);
  }

  private String sameInV1(String one, String other) {
    return "(" + keys.v1(one) + ") = (" + keys.v1(other) + ")";
  }

  /**
   * The first keys of v1 in key order, on PostgreSQL locked FOR KEY SHARE. Parameter: how many at
   * most. One row: the keys, their number, and the last of them as a JSON object (null if none).
   */
  public String firstChunk() {
    return ChunkSql.of(dialect, keys, v1, false);
  }

  /**
   * The keys that follow one key; like {@link #firstChunk()}. Parameters: the last key as a JSON
   * object, {@link #chunkKeyParameters()} times; how many at most.
   */
  public String nextChunk() {
    return ChunkSql.of(dialect, keys, v1, true);
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
    return new DifferenceSql(dialect, table).all();
  }

  /** {@link #differences()} among the given keys. Parameter: the keys. */
  public String differencesOf() {
    return new DifferenceSql(dialect, table).among(KeySql.PARAMETER);
  }

  /** One row: how many rows v1 has, and v2. */
  public String counts() {
    return "SELECT (SELECT count(*) FROM %s), (SELECT count(*) FROM %s)".formatted(v1, v2);
  }

  /**
   * Writes one ledger row for each key, spelled as every other writer of the ledger spells it.
   * Parameters: the keys, the reason.
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

  /**
   * On SQLite, the DDL of a temporary table and of temporary triggers that collect there the keys
   * of every v1 row that this connection touches. Idempotent; they last as long as the connection.
   *
   * @param n a number that no other table of the mapping has
   */
  public List<String> tracing(int n) {
    return traced(n).create();
  }

  /** On SQLite: one row, the collected keys (each once) and their number. */
  public String touched(int n) {
    return traced(n).touched();
  }

  /** On SQLite: empties the collection. */
  public String forget(int n) {
    return traced(n).forget();
  }

  private TracingSql traced(int n) {
    if (dialect != Dialect.SQLITE) {
      throw new IllegalStateException("keys are traced on SQLite only; PostgreSQL returns them");
    }
    return new TracingSql(table, n);
  }
}
