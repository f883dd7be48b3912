package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * On PostgreSQL, the texts by which a transaction copies the rows of many writes of its own
 * together: of keys that are given, or of keys that it has recorded in the ledger. Immutable.
 *
 * <p>The ids of recorded entries are made of the transaction's own id and a number that grows,
 * below those that the ledger gives itself. So an entry tells whose it is and which came first,
 * nothing but these entries is read to find them, and the application's {@code lastval()} stays.
 */
public final class BulkCopySql {
  /** What the error of {@link #noneStays()} says. */
  public static final String UNSEEN = "zdm: unseen on v2";

  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /** How many entries a transaction may have before the next one's ids begin. */
  private static final long PER_TRANSACTION = 1L << 24;

  private static final String FIRST =
      "(%d + %d * CAST(CAST(pg_current_xact_id() AS text) AS bigint))"
          .formatted(-(1L << 62), PER_TRANSACTION);

  private final MappedTable table;
  private final KeySql keys;
  private final V2Insert insert;
  private final String ledger;
  private final String v1;

  private BulkCopySql(Mapping mapping, MappedTable table) {
    this.table = table;
    this.keys = new KeySql(DIALECT, table);
    this.insert = new V2Insert(DIALECT, table);
    this.ledger = mapping.ledger().sql(DIALECT);
    this.v1 = table.v1().sql(DIALECT);
  }

  /** The texts for one table of a mapping on PostgreSQL. */
  public static BulkCopySql of(Mapping mapping, MappedTable table) {
    return new BulkCopySql(mapping, table);
  }

  /**
   * Writes v2's rows of those keys that v1 has, in the order of the keys' last mention. Parameter:
   * the keys.
   */
  public String upsertGiven() {
    String given =
        "ROWS FROM (json_to_recordset(CAST(? AS json)) AS (%s)) WITH ORDINALITY AS k(%s, zdm_n)"
            .formatted(types(), keys.list(c -> DIALECT.quote(c.v1())));
    return upsert("k.zdm_n", given, "");
  }

  /**
   * Removes v2's rows of the recorded keys that are not v1's any more. Like the next two, in the
   * order in which they run.
   */
  public List<String> deletes() {
    return derived().map(of -> of.goneRemovals()).orElseGet(() -> List.of(deleteAbsent()));
  }

  /** Writes v2's rows of the recorded keys that v1 has. */
  public List<String> upserts() {
    return derived()
        .map(
            of ->
                Stream.of(of.additions(), of.upserts(), of.staleRemovals())
                    .flatMap(List::stream)
                    .toList())
        .orElseGet(() -> List.of(upsert()));
  }

  /** Removes the entries of what was copied, as far as this transaction can tell. */
  public List<String> forgets() {
    return derived()
        .map(
            of ->
                List.of(
                    of.check(),
                    "DELETE FROM %s AS e WHERE %s AND NOT %s"
                        .formatted(ledger, mine(), KeySql.SNAPSHOT_IS_FIXED)))
        .orElseGet(() -> List.of(forgetPresent()));
  }

  /** What is asked of the rows of the recorded keys before they are written; empty if nothing. */
  public Optional<String> inputs() {
    ProvidedSql provided = new ProvidedSql(DIALECT, table);
    return provided.isAsked()
        ? Optional.of(
            provided.inputs(
                keys.v1In(
                    "s", "SELECT %s FROM %s WHERE %s".formatted(keys.v1("k"), entries(), mine()))))
        : Optional.empty();
  }

  private Optional<TargetCopySql> derived() {
    return table
        .targets()
        .map(
            targets ->
                new TargetCopySql(
                    DIALECT,
                    table,
                    targets,
                    "SELECT %s FROM %s WHERE %s".formatted(keys.v1("k"), entries(), mine()),
                    TargetCopySql.present(DIALECT, table, "")));
  }

  /** Records the keys of {@code touched}, a SELECT of the key columns under v1's names. */
  public String note(String touched) {
    return "INSERT INTO %s (id, table_name, row_key, reason) OVERRIDING SYSTEM VALUE"
            .formatted(ledger)
        + " SELECT zdm_n.last + row_number() OVER (), %s, %s, %s FROM (%s) AS k"
            .formatted(
                name(), keys.json("k"), DIALECT.literal("to be copied before COMMIT"), touched)
        + " CROSS JOIN (SELECT coalesce(max(o.id), %s) AS last FROM %s AS o WHERE %s) AS zdm_n"
            .formatted(FIRST, ledger, own("o"));
  }

  /** Records keys. Parameter: the keys. */
  public String note() {
    return note(keys.rows(KeySql.PARAMETER));
  }

  /**
   * Removes v2's rows of the recorded keys that v1 has no longer, and their entries. Where the
   * transaction's snapshot may hide a v2 row that was copied after it, what was not found stays.
   */
  private String deleteAbsent() {
    return "WITH zdm_k AS MATERIALIZED (SELECT e.id AS zdm_id, k.* FROM %s WHERE %s AND NOT %s), "
            .formatted(entries(), mine(), present("TRUE"))
        + "zdm_d AS (%s RETURNING %s) "
            .formatted(
                keys.portion()
                    .remove(
                        table,
                        "(SELECT DISTINCT %s FROM zdm_k AS d) AS k".formatted(keys.v1("d")),
                        keys.same("t", "k")),
                keys.v2AsV1("t"))
        + "DELETE FROM %s AS e USING zdm_k WHERE e.id = zdm_k.zdm_id AND (NOT %s OR (%s) IN (SELECT %s FROM zdm_d))"
            .formatted(ledger, KeySql.SNAPSHOT_IS_FIXED, keys.v1("zdm_k"), keys.v1("zdm_d"));
  }

  /** Writes v2's rows of the recorded keys that v1 has, in the order of their last writes. */
  private String upsert() {
    return upsert("e.id", entries(), " WHERE " + mine());
  }

  /** An error if v2 leaves a row out. */
  private String upsert(String order, String source, String condition) {
    return "WITH zdm_s AS MATERIALIZED (SELECT s.*, k.zdm_last FROM (SELECT %s, max(%s) AS zdm_last FROM %s%s GROUP BY %s) AS k JOIN %s AS s ON (%s) = (%s) AND %s), "
            .formatted(
                keys.v1("k"),
                order,
                source,
                condition,
                keys.v1("k"),
                v1,
                keys.v1("s"),
                keys.v1("k"),
                KeySql.stands("s"))
        + "zdm_m AS (%s FROM zdm_s ORDER BY zdm_s.zdm_last%s RETURNING 1) "
            .formatted(insert.select(column -> "zdm_s." + DIALECT.quote(column)), insert.orUpdate())
        + "SELECT %s FROM zdm_m".formatted(insert.counted("(SELECT count(*) FROM zdm_s)", "true"));
  }

  /** Removes the entries of the keys that v1 has, as far as this transaction can tell. */
  private String forgetPresent() {
    return "DELETE FROM %s WHERE id IN (SELECT e.id FROM %s WHERE %s AND %s)"
        .formatted(ledger, entries(), mine(), present(KeySql.stands("s")));
  }

  /** An error if entries are left: v2's rows of these keys may be there, and were not seen. */
  public String noneStays() {
    return "SELECT CASE WHEN count(*) = 0 THEN true ELSE CAST('%s: ' || count(*) AS boolean) END"
            .formatted(UNSEEN)
        + " FROM %s AS e WHERE %s".formatted(ledger, mine());
  }

  /** The parts with a bound on their lock waits, which is taken back behind them. */
  public static List<String> bounded(CopyLimits limits, List<String> parts) {
    if (!limits.boundLocks()) {
      return parts;
    }
    List<String> bounded = new ArrayList<>();
    bounded.add(new LockTimeoutSql(limits.lockMillis()).lend());
    bounded.addAll(parts);
    bounded.add(LockTimeoutSql.giveBack());
    return bounded;
  }

  /**
   * Says of the recorded keys of every table why they stay.
   *
   * @param reason for people; holds no value of the application's
   */
  public static String stay(Mapping mapping, String reason) {
    // not by UPDATE, a right on the ledger that nothing else needs
    return "WITH e AS (DELETE FROM %s AS e WHERE %s RETURNING e.*) "
            .formatted(mapping.ledger().sql(DIALECT), own("e"))
        + "INSERT INTO %s (id, table_name, row_key, reason, created_at) OVERRIDING SYSTEM VALUE"
            .formatted(mapping.ledger().sql(DIALECT))
        + " SELECT id, table_name, row_key, %s, created_at FROM e"
            .formatted(DIALECT.literal(reason));
  }

  private String entries() {
    return "%s AS e CROSS JOIN LATERAL json_to_record(CAST(e.row_key AS json)) AS k(%s)"
        .formatted(ledger, types());
  }

  private String types() {
    return keys.list(c -> DIALECT.quote(c.v1()) + " " + c.sqlType());
  }

  private String present(String condition) {
    return "EXISTS (SELECT 1 FROM %s AS s WHERE (%s) = (%s) AND %s)"
        .formatted(v1, keys.v1("s"), keys.v1("k"), condition);
  }

  private String mine() {
    return own("e") + " AND e.table_name = " + name();
  }

  private static String own(String alias) {
    return "%s.id > %s AND %s.id < %s + %d".formatted(alias, FIRST, alias, FIRST, PER_TRANSACTION);
  }

  private String name() {
    return DIALECT.literal(table.v1().toString());
  }
}
