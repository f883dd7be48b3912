package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The fence, in the database: triggers that refuse writes of a table to whoever is not up to the
 * migration's phase, be it an instance left behind or a program that knows nothing of zdm. A table
 * has one guard or none; setting another replaces it. Phase {@code mirror} has none and pays
 * nothing. Immutable.
 *
 * <p>In phase {@code v2-primary} every transaction of zdm's that writes says {@link #pass} before
 * the first write of either half, in the same string. On PostgreSQL that holds until the
 * transaction ends or {@link #passed} is said; on SQLite it must be taken back by {@link #passed}
 * before COMMIT, and before other statements of the application's.
 */
public final class GuardSql {
  /** SQLState of what a guard refuses, on PostgreSQL. */
  public static final String STATE = "ZDM01";

  /** Begins the words of a guard, on both engines; SQLite has no code to tell it by. */
  public static final String WORDS = "zdm's guard: ";

  private static final String NAME = "zdm_guard";
  private static final String SETTING = "zdm.primary";
  private static final String V2 = "v2";
  private static final List<String> EVENTS = List.of("insert", "update", "delete");

  /** Whom a guard lets write. */
  private enum Mode {
    /** Those who have said {@link #pass}. */
    PASSED,
    /** Those who have not. */
    NOT_PASSED,
    NOBODY
  }

  private final Dialect dialect;
  private final TableName function;
  private final TableName control;

  private GuardSql(Dialect dialect, String schema) {
    this.dialect = dialect;
    this.function = new TableName(schema, NAME);
    this.control = new TableName(schema, ControlSql.CONTROL);
  }

  /** The texts for the tables of this mapping. */
  public static GuardSql of(Mapping mapping) {
    return new GuardSql(mapping.dialect(), mapping.ledger().schema());
  }

  /** The texts where zdm's own tables are in this schema. */
  public static GuardSql of(Dialect dialect, String schema) {
    return new GuardSql(dialect, schema);
  }

  /**
   * Lets this transaction write v1 though v2 is primary. Where the roles have turned back
   * meanwhile, the guard refuses: on SQLite this very statement, on PostgreSQL the write of v2 that
   * follows.
   */
  public String pass() {
    return switch (dialect) {
      case POSTGRESQL -> set(V2);
      case SQLITE -> "UPDATE %s SET mirroring = 1".formatted(control.sql(dialect));
    };
  }

  /** Takes {@link #pass} back. */
  public String passed() {
    return switch (dialect) {
      case POSTGRESQL -> set("");
      case SQLITE -> "UPDATE %s SET mirroring = 0".formatted(control.sql(dialect));
    };
  }

  private static String set(String value) {
    return "SELECT pg_catalog.set_config('%s', '%s', true)".formatted(SETTING, value);
  }

  /** What guards need, to be created with zdm's own tables; idempotent. */
  public List<String> create() {
    return switch (dialect) {
      case POSTGRESQL ->
          List.of(
              """
              CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $zdm$
              DECLARE
                writer text := CASE pg_catalog.current_setting('%s', true)
                  WHEN '%s' THEN 'passed' ELSE 'not_passed' END;
              BEGIN
                IF TG_ARGV[0] <> writer THEN
                  RAISE EXCEPTION USING ERRCODE = '%s', MESSAGE = TG_ARGV[1], HINT = TG_ARGV[2];
                END IF;
                RETURN NULL;
              END $zdm$"""
                  .formatted(function.sql(dialect), SETTING, V2, STATE));
      case SQLITE ->
          List.of(
              ("CREATE TRIGGER IF NOT EXISTS zdm_guard_pass BEFORE UPDATE OF mirroring ON %s"
                      + " WHEN NEW.mirroring = 1 AND OLD.phase IN ('off', 'mirror')"
                      + " BEGIN SELECT RAISE(ABORT, %s); END")
                  .formatted(
                      dialect.quote(control.name()),
                      dialect.literal(
                          WORDS
                              + "v2 is not primary any more; this instance runs an older phase"
                              + " than the database")));
    };
  }

  /** From now on v1 is written by zdm alone, after v2. */
  public List<String> follow(TableName v1, TableName v2) {
    return guard(
        v1,
        Mode.PASSED,
        "%s follows %s, which is primary".formatted(v1, v2),
        "Connect through zdm, or write %s".formatted(v2));
  }

  /**
   * From now on v2 is written by nobody who still takes it for primary. Nothing on SQLite, where
   * {@link #pass} itself is refused.
   */
  public List<String> turnedBack(TableName v1, TableName v2) {
    return dialect == Dialect.SQLITE
        ? List.of()
        : guard(
            v2,
            Mode.NOT_PASSED,
            "%s is primary again, and %s follows".formatted(v1, v2),
            "This instance runs an older phase than the database");
  }

  /**
   * From now on nobody writes the table.
   *
   * @param why in a few words
   * @param hint what to do
   */
  public List<String> close(TableName table, String why, String hint) {
    return guard(table, Mode.NOBODY, "%s is not written any more: %s".formatted(table, why), hint);
  }

  private List<String> guard(TableName table, Mode mode, String message, String hint) {
    String words = dialect.literal(WORDS + message);
    if (dialect == Dialect.POSTGRESQL) {
      String name = table.sql(dialect);
      return List.of(
          ("CREATE OR REPLACE TRIGGER %s BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s"
                  + " FOR EACH STATEMENT EXECUTE FUNCTION %s('%s', %s, %s)")
              .formatted(
                  NAME,
                  name,
                  function.sql(dialect),
                  mode.name().toLowerCase(Locale.ROOT),
                  words,
                  dialect.literal(hint)),
          // also for sessions that say session_replication_role = replica
          "ALTER TABLE %s ENABLE ALWAYS TRIGGER %s".formatted(name, NAME));
    }
    // what is unknown is no pass: a row or table that is missing refuses, too
    String when =
        mode == Mode.NOBODY
            ? ""
            : " WHEN (SELECT mirroring FROM %s) IS NOT 1".formatted(dialect.quote(control.name()));
    List<String> statements = new ArrayList<>(drop(table));
    for (String event : EVENTS) {
      statements.add(
          "CREATE TRIGGER %s.%s BEFORE %s ON %s%s BEGIN SELECT RAISE(ABORT, %s); END"
              .formatted(
                  dialect.quote(table.schema()),
                  trigger(event, table),
                  event.toUpperCase(Locale.ROOT),
                  dialect.quote(table.name()),
                  when,
                  dialect.literal(WORDS + message + ". " + hint)));
    }
    return statements;
  }

  /**
   * Lets everybody write the table again. On PostgreSQL no reader is waited for; {@link #drop}
   * clears away what is left.
   */
  public List<String> open(TableName table) {
    return dialect == Dialect.SQLITE
        ? drop(table)
        : List.of("ALTER TABLE %s DISABLE TRIGGER %s".formatted(table.sql(dialect), NAME));
  }

  /** Removes the guard, if there is one. */
  public List<String> drop(TableName table) {
    return switch (dialect) {
      case POSTGRESQL ->
          List.of("DROP TRIGGER IF EXISTS %s ON %s".formatted(NAME, table.sql(dialect)));
      case SQLITE ->
          EVENTS.stream()
              .map(
                  event ->
                      "DROP TRIGGER IF EXISTS %s.%s"
                          .formatted(dialect.quote(table.schema()), trigger(event, table)))
              .toList();
    };
  }

  private String trigger(String event, TableName table) {
    return dialect.quote(NAME + '_' + event + '_' + table.name());
  }

  /**
   * The guards that are there. Rows: schema, table, whom it lets write: {@code passed}, {@code
   * not_passed}, {@code nobody}, or {@code all}.
   */
  public String guards() {
    return switch (dialect) {
      case POSTGRESQL ->
          "SELECT n.nspname, c.relname, CASE t.tgenabled WHEN 'D' THEN 'all' ELSE"
              + " split_part(encode(t.tgargs, 'escape'), '\\000', 1) END"
              + " FROM pg_catalog.pg_trigger t"
              + " JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
              + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE t.tgname = '%s' AND NOT t.tgisinternal ORDER BY 1, 2".formatted(NAME);
      case SQLITE ->
          "SELECT 'main', tbl_name, CASE WHEN sql LIKE '%(SELECT mirroring FROM %' THEN 'passed'"
              + " ELSE 'nobody' END FROM main.sqlite_master WHERE type = 'trigger'"
              + " AND name LIKE 'zdm\\_guard\\_insert\\_%' ESCAPE '\\' ORDER BY 2";
    };
  }

  /**
   * Holds writers of these tables off until the transaction ends, once those that are at it have
   * ended; readers go on. Empty on SQLite, where a transaction that may write holds them all off.
   */
  public List<String> lock(List<TableName> tables) {
    return dialect == Dialect.SQLITE || tables.isEmpty()
        ? List.of()
        : List.of(
            "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE"
                .formatted(String.join(", ", tables.stream().map(t -> t.sql(dialect)).toList())));
  }
}
