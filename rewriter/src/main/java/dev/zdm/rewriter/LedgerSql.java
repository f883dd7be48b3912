package dev.zdm.rewriter;

import java.util.List;

/**
 * The texts that make, read and drain the ledger: one row for each v1 key whose v2 row must be
 * derived again. Append-only, and without a unique key: one row per key would deadlock two writers.
 * Immutable.
 */
public final class LedgerSql {
  private final Dialect dialect;
  private final String ledger;

  private LedgerSql(Dialect dialect, TableName ledger) {
    this.dialect = dialect;
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
          case POSTGRESQL -> "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
          case SQLITE -> "INTEGER PRIMARY KEY AUTOINCREMENT";
        };
    String created =
        switch (dialect) {
          case POSTGRESQL -> "timestamptz NOT NULL DEFAULT now()";
          case SQLITE -> "text NOT NULL DEFAULT CURRENT_TIMESTAMP";
        };
    return List.of(
        "CREATE TABLE IF NOT EXISTS %s (id %s, table_name text NOT NULL, row_key text NOT NULL, "
                .formatted(ledger, id)
            + "reason text NOT NULL, created_at %s)".formatted(created));
  }

  /** Rows: a table's name, as {@link TableName#toString()} gives it, and its number of entries. */
  public String counts() {
    return "SELECT table_name, count(*) FROM %s GROUP BY table_name ORDER BY table_name"
        .formatted(ledger);
  }

  /**
   * The oldest entries of a table. Parameters: its name, how many at most. Rows: id, key as a JSON
   * object, reason.
   */
  public String entries() {
    return "SELECT id, row_key, reason FROM %s WHERE table_name = ? ORDER BY id LIMIT ?"
        .formatted(ledger);
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
