package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that make, read and drain the ledger: one row for each v1 key whose v2 row must be
 * derived again, and rows without a key, taints, that say of a table that something was written
 * which nobody knows. Append-only, and without a unique key: one row per key would deadlock two
 * writers. Immutable.
 */
public final class LedgerSql {
  private static final String OLD = "zdm_ledger_before";

  /** On PostgreSQL: drawn from no sequence, so that {@code lastval()} goes on speaking of v1. */
  private static final String ID =
      "(hashtextextended(CAST(gen_random_uuid() AS text), 0) & 9223372036854775807)";

  /** What {@link #giveReason} said in this transaction. */
  public static final String REASON =
      "coalesce(nullif(current_setting('zdm.reason', true), ''), 'v2 refused the write')";

  private final Dialect dialect;
  private final TableName name;
  private final String ledger;

  private LedgerSql(Dialect dialect, TableName ledger) {
    this.dialect = dialect;
    this.name = ledger;
    this.ledger = ledger.sql(dialect);
  }

  /** The texts for the mapping's ledger. */
  public static LedgerSql of(Mapping mapping) {
    return of(mapping.dialect(), mapping.ledger());
  }

  /** The texts for a ledger of this name. */
  public static LedgerSql of(Dialect dialect, TableName ledger) {
    return new LedgerSql(dialect, ledger);
  }

  /** The DDL; idempotent. */
  public List<String> create() {
    String id =
        switch (dialect) {
          case POSTGRESQL -> "bigint DEFAULT " + ID + " PRIMARY KEY";
          case SQLITE -> "INTEGER PRIMARY KEY AUTOINCREMENT";
        };
    String created =
        switch (dialect) {
          case POSTGRESQL -> "timestamptz NOT NULL DEFAULT now()";
          case SQLITE -> "text NOT NULL DEFAULT CURRENT_TIMESTAMP";
        };
    return List.of(
        "CREATE TABLE IF NOT EXISTS %s (id %s, table_name text NOT NULL, row_key text, "
                .formatted(ledger, id)
            + "reason text NOT NULL, created_at %s)".formatted(created));
  }

  /**
   * What an older ledger needs, whose keys must not be null; one row says that it does.
   *
   * @see #widen()
   */
  public String isNarrow() {
    return switch (dialect) {
      case POSTGRESQL ->
          "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'row_key'"
                  .formatted(dialect.literal(ledger))
              + " AND attnotnull";
      case SQLITE ->
          "SELECT 1 FROM pragma_table_info(%s, %s) WHERE name = 'row_key' AND \"notnull\" = 1"
              .formatted(dialect.literal(name.name()), dialect.literal(name.schema()));
    };
  }

  /** Makes an older ledger one that takes taints; its entries stay. Runs in a transaction. */
  public List<String> widen() {
    if (dialect == Dialect.POSTGRESQL) {
      return List.of(
          "ALTER TABLE %s ALTER COLUMN row_key DROP NOT NULL".formatted(ledger),
          "ALTER TABLE %s ALTER COLUMN id DROP IDENTITY IF EXISTS".formatted(ledger),
          "ALTER TABLE %s ALTER COLUMN id SET DEFAULT %s".formatted(ledger, ID));
    }
    List<String> ddl = new ArrayList<>();
    ddl.add("ALTER TABLE %s RENAME TO %s".formatted(ledger, OLD));
    ddl.addAll(create());
    ddl.add(
        "INSERT INTO %s SELECT id, table_name, row_key, reason, created_at FROM %s"
            .formatted(ledger, OLD));
    ddl.add("DROP TABLE " + OLD);
    return List.copyOf(ddl);
  }

  /**
   * Rows: a table's name, as {@link TableName#toString()} gives it, its number of entries with a
   * key, and its number of taints.
   */
  public String counts() {
    return "SELECT table_name, count(row_key), count(*) - count(row_key) FROM %s".formatted(ledger)
        + " GROUP BY table_name ORDER BY table_name";
  }

  /**
   * On PostgreSQL, says why the keys are owed that the rest of the transaction writes to the
   * ledger. Parameter: the reason.
   */
  public static String giveReason() {
    return "SELECT set_config('zdm.reason', ?, true)";
  }

  /** Taints a table. Parameters: its name, why. */
  public String taint() {
    return "INSERT INTO %s (table_name, row_key, reason) VALUES (?, NULL, ?)".formatted(ledger);
  }

  /** The taints of a table. Parameter: its name. Rows: id, reason. */
  public String taints() {
    return "SELECT id, reason FROM %s WHERE table_name = ? AND row_key IS NULL ORDER BY id"
        .formatted(ledger);
  }

  /**
   * The first entries with a key of a table. Parameters: its name, the id after which they begin,
   * how many at most. Rows: id, key as a JSON object, reason.
   */
  public String entries() {
    return "SELECT id, row_key, reason FROM %s WHERE table_name = ? AND id > ? AND row_key IS NOT NULL"
            .formatted(ledger)
        + " ORDER BY id LIMIT ?";
  }

  /**
   * On PostgreSQL, claims the ledger for a relay until the transaction ends. One row: whether
   * nobody else has claimed it.
   */
  public String claim() {
    return "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
        .formatted(dialect.literal("zdm relay " + ledger));
  }

  /** Removes entries. Parameter: their ids, a JSON array of numbers. */
  public String delete() {
    return switch (dialect) {
      case POSTGRESQL ->
          "DELETE FROM %s WHERE id IN (SELECT CAST(e.id AS bigint) ".formatted(ledger)
              + "FROM json_array_elements_text(CAST(? AS json)) AS e(id))";
      case SQLITE ->
          "DELETE FROM %s WHERE id IN (SELECT value FROM json_each(?))".formatted(ledger);
    };
  }
}
