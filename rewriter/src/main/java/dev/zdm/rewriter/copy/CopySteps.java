package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The statements by which a table's v2 rows are made of v1's, however v2 holds them, in the order
 * in which they run. What they give is of no interest. Immutable.
 */
public final class CopySteps implements CopyDirection {
  private final Mapping mapping;
  private final MappedTable table;
  private final Dialect dialect;
  private final KeySql keys;
  private final RowCopySql rows;
  private final Optional<Targets> targets;

  private CopySteps(Mapping mapping, MappedTable table) {
    this.mapping = mapping;
    this.table = table;
    this.dialect = mapping.dialect();
    this.keys = new KeySql(dialect, table);
    this.rows = RowCopySql.of(mapping, table);
    this.targets = table.targets();
  }

  /** The statements for one table of the mapping. */
  public static CopySteps of(Mapping mapping, MappedTable table) {
    return new CopySteps(mapping, table);
  }

  @Override
  public List<String> lock() {
    if (dialect == Dialect.SQLITE) {
      return List.of();
    }
    Stream<String> v2 =
        targets.isPresent()
            ? TargetCopySql.lock(dialect, targets.get(), keys.rows(KeySql.PARAMETER)).stream()
            : rows.lockV2().stream();
    return Stream.concat(rows.lockV1().stream(), v2).toList();
  }

  @Override
  public List<String> copy() {
    return targets
        .map(of -> given(of, keys.rows(KeySql.PARAMETER), " FOR NO KEY UPDATE OF s").all())
        .orElseGet(() -> List.of(rows.deleteAbsent(), rows.upsertLocking()));
  }

  @Override
  public List<String> copyAbsent() {
    return targets.isPresent() ? copy() : List.of(rows.insertAbsent());
  }

  @Override
  public List<String> remove() {
    return targets
        .map(
            of ->
                TargetCopySql.clear(
                    dialect,
                    of,
                    "SELECT %s FROM %s AS s WHERE %s"
                        .formatted(
                            keys.v1("s"),
                            table.v1().sql(dialect),
                            keys.v1In("s", keys.rows(KeySql.PARAMETER)))))
        .orElseGet(() -> List.of(rows.deletePresent()));
  }

  @Override
  public String referencesToTarget() {
    return rows.referencesToV2();
  }

  /**
   * Makes the v2 rows of the keys that a write has touched what v1's are, on PostgreSQL.
   *
   * @param gone whether v1 has none of them left
   */
  public List<String> copyOfWrite(boolean gone) {
    if (targets.isEmpty()) {
      return gone
          ? List.of(rows.deleteOfWrite())
          : List.of(rows.deleteAbsentOfWrite(), rows.upsertOfWrite());
    }
    String touched = keys.rows(KeySql.SETTING);
    TargetCopySql copy = given(targets.get(), touched, "");
    List<String> all = new ArrayList<>(gone ? copy.allGone() : copy.all());
    all.add(oweUnseen(touched));
    return all;
  }

  /**
   * Above READ COMMITTED the transaction may not see all of v2's rows of a key, and nobody fails:
   * then every key goes into the ledger.
   */
  private String oweUnseen(String touched) {
    return "INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM (%s) AS k WHERE %s"
        .formatted(
            mapping.ledger().sql(dialect),
            dialect.literal(table.v1().toString()),
            keys.json("k"),
            dialect.literal("written before this transaction could see all of it on v2"),
            touched,
            KeySql.SNAPSHOT_IS_FIXED);
  }

  /** The statements for v1's present rows of some keys. */
  private TargetCopySql given(Targets of, String select, String lock) {
    String held = dialect == Dialect.POSTGRESQL ? lock : "";
    return new TargetCopySql(
        dialect, table, of, select, TargetCopySql.present(dialect, table, held));
  }

  /**
   * Plans, and does not execute, a read of all rows as v1's, and then a copy of them: fails where
   * what computes them is no SQL.
   */
  public List<String> explain() {
    return targets
        .map(
            of ->
                new TargetCopySql(
                        dialect,
                        table,
                        of,
                        "SELECT %s FROM %s AS s".formatted(keys.v1("s"), table.v1().sql(dialect)),
                        "SELECT s.* FROM %s AS s".formatted(table.v1().sql(dialect)))
                    .all().stream().map(sql -> "EXPLAIN " + sql).toList())
        .orElseGet(() -> List.of(rows.explainUp()));
  }
}
