package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.V1Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts that derive v1's rows of given keys from v2's, where v2 answers: {@link CopySteps} the
 * other way round. v1's rows are what a read on v2 gives, so that nothing but the mapping's reading
 * half is needed. Immutable.
 */
public final class ReverseCopySql implements CopyDirection {
  private final Mapping mapping;
  private final MappedTable table;
  private final Dialect dialect;
  private final KeySql keys;
  private final String v1;
  private final String derived;
  private final List<String> written;

  private ReverseCopySql(Mapping mapping, MappedTable table) {
    this.mapping = mapping;
    this.table = table;
    this.dialect = mapping.dialect();
    this.keys = new KeySql(dialect, table);
    this.v1 = table.v1().sql(dialect);
    this.derived = DerivedTable.sql(dialect, table);
    this.written = written(mapping.shape(table), table);
  }

  /** The texts for one table of the mapping. */
  public static ReverseCopySql of(Mapping mapping, MappedTable table) {
    return new ReverseCopySql(mapping, table);
  }

  /** v1's columns that v2 gives and that v1 does not compute itself. */
  private static List<String> written(V1Shape shape, MappedTable table) {
    List<String> generated =
        shape.columns().stream().filter(V1Shape.Column::generated).map(c -> c.name()).toList();
    return table.columns().stream()
        .filter(c -> !(c.source() instanceof MappedTable.Dropped))
        .map(ColumnMapping::v1)
        .filter(c -> !generated.contains(c))
        .toList();
  }

  @Override
  public List<String> lock() {
    if (dialect == Dialect.SQLITE) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    all.addAll(
        table
            .targets()
            .map(of -> TargetCopySql.lock(dialect, of, keys.rows(KeySql.PARAMETER)))
            .orElseGet(() -> List.of(lockV2())));
    // who copies may write v1, which is refused to others; said once, whatever rows v1 has
    all.add(
        GuardSql.of(mapping).pass()
            + ", (%s)"
                .formatted(
                    lock(v1, keys.v1("l"), keys.v1In("l", keys.rows(KeySql.PARAMETER)), "UPDATE")));
    return all;
  }

  private String lockV2() {
    return lock(
        table.v2().sql(dialect),
        keys.list(c -> "l." + dialect.quote(c.v2())),
        keys.v2In("l", keys.rows(KeySql.PARAMETER)) + keys.portion().own("l"),
        "NO KEY UPDATE");
  }

  private static String lock(String table, String order, String condition, String strength) {
    return "SELECT count(*) FROM (SELECT 1 FROM %s AS l WHERE %s ORDER BY %s FOR %s OF l) AS locked"
        .formatted(table, condition, order, strength);
  }

  @Override
  public List<String> copy() {
    String deleted = deleteAbsentOf(keys.v1In("t", keys.rows(KeySql.PARAMETER)));
    // A query over several tables cannot be locked; its tables' rows of these keys are.
    String lock = table.targets().isPresent() ? "" : " FOR NO KEY UPDATE OF s";
    return List.of(deleted, upsertOf(given(KeySql.PARAMETER), lock));
  }

  @Override
  public List<String> copyAbsent() {
    return List.of(
        insert("s")
            + " FROM %s AS s WHERE %s"
                .formatted(derived, keys.v1In("s", keys.rows(KeySql.PARAMETER)))
            + conflict()
            + "NOTHING");
  }

  @Override
  public List<String> remove() {
    return List.of(
        "DELETE FROM %s AS t WHERE %s AND EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
            .formatted(v1, keys.v1In("t", keys.rows(KeySql.PARAMETER)), derived, same("s", "t")));
  }

  @Override
  public String referencesToTarget() {
    return RowCopySql.referencesTo(dialect, List.of(table.v1()));
  }

  private String given(String source) {
    return keys.v1In("s", keys.rows(source));
  }

  /** Writes v1's rows of the keys that a write has touched, on PostgreSQL. */
  public String upsertOfWrite() {
    return upsertOf(given(KeySql.SETTING), "");
  }

  /** Writes v1's rows of those rows of v2, called s, that meet the condition, on SQLite. */
  String upsertOf(String condition) {
    return upsertOf(condition, "");
  }

  private String upsertOf(String condition, String lock) {
    if (dialect == Dialect.SQLITE) {
      return insert("s") + " FROM %s AS s WHERE %s".formatted(derived, condition) + orUpdate();
    }
    return "WITH zdm_s AS MATERIALIZED (SELECT s.* FROM %s AS s WHERE %s%s), "
            .formatted(derived, condition, lock)
        + "zdm_v AS (%s FROM zdm_s%s RETURNING 1) ".formatted(insert("zdm_s"), orUpdate())
        + "SELECT CASE WHEN count(*) %s (SELECT count(*) FROM zdm_s) THEN true ELSE CAST('zdm: v1 took ' || count(*) AS boolean) END FROM zdm_v"
            .formatted(assigned().isEmpty() ? "<=" : "=");
  }

  private String insert(String source) {
    return "INSERT INTO %s (%s)%s SELECT %s"
        .formatted(
            v1,
            list(written, ""),
            dialect == Dialect.POSTGRESQL ? " OVERRIDING SYSTEM VALUE" : "",
            list(written, source + "."));
  }

  private String list(List<String> columns, String prefix) {
    return columns.stream().map(c -> prefix + dialect.quote(c)).collect(Collectors.joining(", "));
  }

  private String conflict() {
    return " ON CONFLICT (%s) DO ".formatted(list(table.key(), ""));
  }

  private List<String> assigned() {
    return written.stream().filter(c -> !table.key().contains(c)).toList();
  }

  private String orUpdate() {
    return assigned().isEmpty()
        ? conflict() + "NOTHING"
        : conflict()
            + assigned().stream()
                .map(c -> "%s = excluded.%s".formatted(dialect.quote(c), dialect.quote(c)))
                .collect(Collectors.joining(", ", "UPDATE SET ", ""));
  }

  /** Removes those v1 rows, called t, that meet the condition and whose key v2 has no longer. */
  String deleteAbsentOf(String condition) {
    return "DELETE FROM %s AS t WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s)"
        .formatted(v1, condition, derived, same("s", "t"));
  }

  /** One row: how many rows of v2 meet the one condition, and of v1 the other. */
  String sides(String source, String target) {
    return "SELECT (SELECT count(*) FROM %s AS s WHERE %s), (SELECT count(*) FROM %s AS t WHERE %s)"
        .formatted(derived, source, v1, target);
  }

  /** Whether the upsert of a row that v1 has writes it again, and so counts it. */
  boolean writesAll() {
    return !assigned().isEmpty();
  }

  /**
   * Removes v1's rows of the keys that a write has taken from v2, on PostgreSQL. Above READ
   * COMMITTED the transaction cannot see a row of v1 that was copied after its snapshot: there the
   * keys that it did not find go into the ledger.
   */
  public String deleteOfWrite() {
    String gone =
        "(SELECT k.* FROM (%s) AS k WHERE NOT EXISTS (SELECT 1 FROM %s AS s WHERE %s)) AS k"
            .formatted(keys.rows(KeySql.SETTING), derived, same("s", "k"));
    return "WITH zdm_d AS (DELETE FROM %s AS t USING %s WHERE %s RETURNING %s) "
            .formatted(v1, gone, same("t", "k"), keys.v1("t"))
        + "INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM %s WHERE "
            .formatted(
                mapping.ledger().sql(dialect),
                dialect.literal(table.v1().toString()),
                keys.json("k"),
                dialect.literal("deleted before this transaction could see it on v1"),
                gone)
        + KeySql.SNAPSHOT_IS_FIXED
        + " AND (%s) NOT IN (SELECT %s FROM zdm_d)".formatted(keys.v1("k"), keys.v1("zdm_d"));
  }

  private String same(String one, String other) {
    List<String> equal = new ArrayList<>();
    for (String key : table.key()) {
      equal.add("%s.%s = %s.%s".formatted(one, dialect.quote(key), other, dialect.quote(key)));
    }
    return String.join(" AND ", equal);
  }
}
