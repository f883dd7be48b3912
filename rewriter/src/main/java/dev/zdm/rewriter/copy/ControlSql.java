package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that make, read and write the control table, the list of instances, and the history.
 * The control table has one row: the phase and the percentage that every instance runs, or nulls
 * where each goes by its own settings, and an epoch that counts the changes. Immutable.
 */
public final class ControlSql {
  /** The control table's name; it lies in the ledger's schema, as all of zdm's own do. */
  public static final String CONTROL = "zdm_control";

  private static final String INSTANCES = "zdm_instances";
  private static final String HISTORY = "zdm_history";

  private final Dialect dialect;
  private final String schema;
  private final String control;
  private final String instances;
  private final String history;

  private ControlSql(Dialect dialect, String schema) {
    this.dialect = dialect;
    this.schema = schema;
    this.control = control().sql(dialect);
    this.instances = instances().sql(dialect);
    this.history = new TableName(schema, HISTORY).sql(dialect);
  }

  /** The texts for the mapping's control table. */
  public static ControlSql of(Mapping mapping) {
    return of(mapping.dialect(), mapping.ledger().schema());
  }

  /** The texts where zdm's own tables are in this schema. */
  public static ControlSql of(Dialect dialect, String schema) {
    return new ControlSql(dialect, schema);
  }

  /** The control table. */
  public TableName control() {
    return new TableName(schema, CONTROL);
  }

  /** The list of instances. */
  public TableName instances() {
    return new TableName(schema, INSTANCES);
  }

  /** The DDL, and the one row; idempotent. */
  public List<String> create() {
    String time =
        switch (dialect) {
          case POSTGRESQL -> "timestamptz NOT NULL DEFAULT clock_timestamp()";
          case SQLITE -> "text NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))";
        };
    String id =
        switch (dialect) {
          case POSTGRESQL -> "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
          case SQLITE -> "INTEGER PRIMARY KEY AUTOINCREMENT";
        };
    List<String> ddl = new ArrayList<>();
    ddl.add(
        "CREATE TABLE IF NOT EXISTS "
            + control
            + " (row_number integer PRIMARY KEY CHECK (row_number = 1), epoch bigint NOT NULL,"
            + " phase text, read_percent text, roll_call bigint NOT NULL DEFAULT 0,"
            + " mirroring integer NOT NULL DEFAULT 0, changed_at "
            + time
            + ", changed_by text NOT NULL, why text NOT NULL)");
    ddl.add(
        "INSERT INTO "
            + control
            + " (row_number, epoch, changed_by, why) VALUES (1, 0, 'zdm expand',"
            + " 'each instance goes by its own settings') ON CONFLICT (row_number) DO NOTHING");
    ddl.add(
        "CREATE TABLE IF NOT EXISTS "
            + instances
            + " (id text PRIMARY KEY, epoch bigint NOT NULL, phase text NOT NULL,"
            + " phases text NOT NULL, read_percent text NOT NULL, roll_call bigint NOT NULL,"
            + " interval_millis bigint NOT NULL, host text NOT NULL, seen_at "
            + time
            + ")");
    ddl.add(
        "CREATE TABLE IF NOT EXISTS "
            + history
            + " (id "
            + id
            + ", at "
            + time
            + ", who text NOT NULL, what text NOT NULL, was text, became text,"
            + " outcome text NOT NULL, undo text)");
    if (dialect == Dialect.POSTGRESQL) { // it holds nothing secret, and nobody may overlook it
      ddl.add("GRANT SELECT ON %s TO PUBLIC".formatted(control));
    }
    ddl.addAll(GuardSql.of(dialect, schema).create());
    return List.copyOf(ddl);
  }

  /** Where the control table is that a connection finds by itself, if any. Rows: its schema. */
  public static String find(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL ->
          "SELECT n.nspname FROM pg_catalog.pg_class c"
              + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE c.oid = pg_catalog.to_regclass('%s')".formatted(CONTROL);
      case SQLITE ->
          "SELECT 'main' FROM main.sqlite_master WHERE type = 'table' AND name = '%s'"
              .formatted(CONTROL);
    };
  }

  /** One row: epoch, phase, percentage, number of the last roll call, since when, by whom, why. */
  public String read() {
    return "SELECT epoch, phase, read_percent, roll_call, changed_at, changed_by, why FROM "
        + control;
  }

  /**
   * Changes the row, if nobody else has. Parameters: phase, percentage, who, why, the epoch that
   * was read. One row was updated, or somebody else was first.
   */
  public String change() {
    return "UPDATE "
        + control
        + " SET epoch = epoch + 1, phase = ?, read_percent = ?, changed_by = ?, why = ?,"
        + " changed_at = "
        + now()
        + " WHERE epoch = ?";
  }

  /**
   * One row: whether v1 is primary. On PostgreSQL it stays so until the transaction ends, for a
   * step waits for it.
   */
  public String isV1Primary() {
    return "SELECT phase IS NULL OR phase IN ('off', 'mirror') FROM "
        + control
        + (dialect == Dialect.POSTGRESQL ? " FOR SHARE" : "");
  }

  /** The same of v2, with v1 following it. */
  public String isV2Followed() {
    return "SELECT phase IS NOT NULL AND phase = 'v2-primary' FROM "
        + control
        + (dialect == Dialect.POSTGRESQL ? " FOR SHARE" : "");
  }

  /** Asks every instance to report. */
  public String callRoll() {
    return "UPDATE %s SET roll_call = roll_call + 1".formatted(control);
  }

  /**
   * An instance reports. Parameters: its id, the epoch that all its sessions run, phase,
   * percentage, the last roll call that it has seen, its control interval, where it runs.
   */
  public String report() {
    return "INSERT INTO "
        + instances
        + " (id, epoch, phase, phases, read_percent, roll_call, interval_millis, host)"
        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch,"
        + " phase = excluded.phase, phases = excluded.phases, read_percent = excluded.read_percent,"
        + " roll_call = excluded.roll_call, interval_millis = excluded.interval_millis,"
        + " seen_at = "
        + now();
  }

  /** An instance has no connections any more. Parameter: its id. */
  public String leave() {
    return "DELETE FROM %s WHERE id = ?".formatted(instances);
  }

  /**
   * The instances that have ever reported. Rows: id, epoch, phase, phases, percentage, roll call,
   * interval in milliseconds, host, milliseconds since it was seen by the database's clock.
   */
  public String listInstances() {
    return "SELECT id, epoch, phase, phases, read_percent, roll_call, interval_millis, host, %s FROM %s"
            .formatted(millisSince("seen_at"), instances)
        + " ORDER BY host, id";
  }

  /**
   * Notes what was done. Parameters: who, what, from, to, how it ended, and the statements that
   * undo it, or null.
   */
  public String note() {
    return "INSERT INTO %s (who, what, was, became, outcome, undo) VALUES (?, ?, ?, ?, ?, ?)"
        .formatted(history);
  }

  /**
   * What was done of one kind, the newest first. Parameter: what. Rows: id, from, to, milliseconds
   * since then by the database's clock.
   */
  public String done() {
    return "SELECT id, was, became, %s FROM %s WHERE what = ? AND outcome = 'done' ORDER BY id DESC"
        .formatted(millisSince("at"), history);
  }

  /** The newest that can be undone, if any. Rows: id, what, the statements. */
  public String undoable() {
    return "SELECT id, what, undo FROM %s WHERE undo IS NOT NULL ORDER BY id DESC LIMIT 1"
        .formatted(history);
  }

  /** From now on this cannot be undone, nor what came after it. Parameter: its id. */
  public String forgetUndo() {
    return "UPDATE %s SET undo = NULL WHERE id >= ?".formatted(history);
  }

  private String millisSince(String column) {
    return switch (dialect) {
      case POSTGRESQL ->
          "CAST(extract(epoch FROM clock_timestamp() - %s) * 1000 AS bigint)".formatted(column);
      case SQLITE ->
          "CAST((julianday('now') - julianday(%s)) * 86400000 AS INTEGER)".formatted(column);
    };
  }

  /**
   * The newest lines of the history. Parameter: how many. Rows: at, who, what, from, to, outcome.
   */
  public String history() {
    return "SELECT at, who, what, was, became, outcome FROM %s ORDER BY id DESC LIMIT ?"
        .formatted(history);
  }

  private String now() {
    return switch (dialect) {
      case POSTGRESQL -> "clock_timestamp()";
      case SQLITE -> "strftime('%Y-%m-%d %H:%M:%f', 'now')";
    };
  }
}
