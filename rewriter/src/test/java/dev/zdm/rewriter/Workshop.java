package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.MappedTable.UniqueColumn;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.SideWrite.Cascade;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.WriteEvent;
import java.util.List;
import java.util.Map;

/**
 * A workshop under migration, with a table for each thing that makes the texts of writes differ.
 */
final class Workshop {
  private Workshop() {}

  /** Renamed, wider, computed, restored, dropped and generated columns, in another schema. */
  static MappedTable jobs(Dialect dialect) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    TableName v2 = postgres ? new TableName("next", "tasks") : new TableName("main", "tasks");
    String number = postgres ? "bigint" : "";
    return new MappedTable(
        WriteTables.name(dialect, "jobs"),
        v2,
        List.of(
            new ColumnMapping("id", "integer", new Held("number", number, false)),
            new ColumnMapping("code", "text", new Restored("substr({tag}, 2)")),
            new ColumnMapping("price", "numeric(10,2)", new Restored("{cents} / 100.0")),
            new ColumnMapping(
                "ratio", postgres ? "double precision" : "REAL", new Restored("{half} * 2")),
            new ColumnMapping("note", "remark", postgres ? "character varying(20)" : "text"),
            new ColumnMapping("extra", "more", postgres ? "json" : "blob"),
            new ColumnMapping("loud", "text", new Held("loud", "", true)),
            new ColumnMapping("unread", "text", new Dropped(true)),
            new ColumnMapping("secret", "text", new Dropped(false))),
        List.of(
            new ComputedColumn("tag", "text", "'#' || {code}"),
            new ComputedColumn("cents", postgres ? "bigint" : "INTEGER", "{price} * 100"),
            new ComputedColumn("half", postgres ? "double precision" : "REAL", "{ratio} / 2"),
            new ComputedColumn("kept", postgres ? "text" : "", "{note}")),
        List.of("id"),
        List.of("id"),
        List.of(List.of(new UniqueColumn("note", postgres ? "" : "NOCASE"))),
        false,
        false);
  }

  /** A composite key with names to quote, and foreign keys on both sides. */
  static MappedTable lines(Dialect dialect) {
    MappedTable plain =
        WriteTables.table(
            dialect, "lines", List.of("job", "No"), "job integer", "No>n integer", "qty integer");
    return WriteTables.checked(
        WriteTables.unique(
            plain,
            List.of(
                List.of(new UniqueColumn("qty", "")),
                List.of(new UniqueColumn("job", ""), new UniqueColumn("qty", "")))));
  }

  /** All key. */
  static MappedTable marks(Dialect dialect) {
    return WriteTables.table(
        dialect, "marks", List.of("a", "b", "c"), "a integer", "b integer", "c text");
  }

  /** A key of one column whose type an array spells in one way. */
  static MappedTable tools(Dialect dialect) {
    return WriteTables.table(
        dialect, "tools", List.of("name"), "name>title character varying(20)", "uses integer");
  }

  /** AFTER triggers on v1. */
  static MappedTable logs(Dialect dialect) {
    return WriteTables.triggered(
        WriteTables.table(
            dialect,
            "logs",
            List.of("at"),
            "at timestamp with time zone",
            "what text",
            "boss int"));
  }

  /** Not mapped, but the parent of one that is. */
  private static final MappedTable BOSSES =
      new MappedTable(
          new TableName("public", "bosses"),
          new TableName("public", "bosses"),
          List.of(new ColumnMapping("id", "id", "integer")),
          List.of(),
          List.of("id"),
          List.of("id"),
          List.of(),
          false,
          false);

  static List<MappedTable> tables(Dialect dialect) {
    return List.of(jobs(dialect), lines(dialect), marks(dialect), tools(dialect), logs(dialect));
  }

  static Mapping mapping(Dialect dialect) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    return new Mapping(
        "workshop",
        dialect,
        postgres ? 18 : 0,
        tables(dialect),
        postgres
            ? Map.of("bosses", "its foreign key cascades into public.logs")
            : Map.<String, String>of(),
        WriteTables.name(dialect, "zdm_ledger"),
        postgres ? ways() : List.of());
  }

  private static List<TableWays> ways() {
    Dialect dialect = Dialect.POSTGRESQL;
    MappedTable marks = marks(dialect);
    MappedTable lines = lines(dialect);
    MappedTable logs = logs(dialect);
    Cascade deletedMarks = cascade(List.of(), marks, List.of("a", "b"), List.of("job", "No"), true);
    Cascade deletedLines =
        new Cascade(
            List.of(), lines, List.of("job"), List.of("id"), false, true, List.of(deletedMarks));
    Cascade rekeyedMarks =
        cascade(List.of("job", "No"), marks, List.of("a", "b"), List.of("job", "No"), true);
    // no line of the job that is renumbered has marks
    Cascade rekeyedLines =
        new Cascade(List.of("id"), lines, List.of("job"), List.of("id"), true, true, List.of());
    Cascade deletedLogs = cascade(List.of(), logs, List.of("boss"), List.of("id"), false);
    Cascade movedLogs = cascade(List.of("id"), logs, List.of("boss"), List.of("id"), false);
    return List.of(
        new TableWays(
            jobs(dialect),
            Map.of(
                WriteEvent.DELETE, List.of(deletedLines), WriteEvent.UPDATE, List.of(rekeyedLines)),
            List.of(lines, marks)),
        new TableWays(
            lines,
            Map.of(
                WriteEvent.DELETE, List.of(deletedMarks), WriteEvent.UPDATE, List.of(rekeyedMarks)),
            List.of(marks)),
        new TableWays(
            BOSSES,
            Map.of(WriteEvent.DELETE, List.of(deletedLogs), WriteEvent.UPDATE, List.of(movedLogs)),
            List.of(logs)));
  }

  private static Cascade cascade(
      List<String> columns,
      MappedTable child,
      List<String> childColumns,
      List<String> parentColumns,
      boolean rekeys) {
    boolean moves = rekeys && !columns.isEmpty();
    return new Cascade(columns, child, childColumns, parentColumns, moves, false, List.of());
  }

  /** Both sides on PostgreSQL, with the same rows. */
  static List<String> postgres() {
    return List.of(
        "CREATE SCHEMA next",
        "CREATE TABLE jobs (id integer PRIMARY KEY, code text, price numeric(10,2), ratio float8, note"
            + " varchar(20) UNIQUE, extra json, loud text GENERATED ALWAYS AS (upper(note)) STORED,"
            + " unread text, secret text)",
        "CREATE TABLE next.tasks (number bigint PRIMARY KEY, tag text, cents bigint, half float8,"
            + " remark varchar(20), more json, loud text GENERATED ALWAYS AS (upper(remark))"
            + " STORED, kept text)",
        "CREATE TABLE lines (job integer REFERENCES jobs ON DELETE CASCADE ON UPDATE CASCADE,"
            + " \"No\" integer, qty integer, PRIMARY KEY (job, \"No\"))",
        "CREATE TABLE lines_v2 (job bigint REFERENCES next.tasks, n integer, qty integer,"
            + " PRIMARY KEY (job, n))",
        "CREATE TABLE marks (a integer, b integer, c text, PRIMARY KEY (a, b, c), FOREIGN KEY (a,"
            + " b) REFERENCES lines ON DELETE CASCADE ON UPDATE CASCADE)",
        "CREATE TABLE marks_v2 (a integer, b integer, c text, PRIMARY KEY (a, b, c))",
        "CREATE TABLE tools (name varchar(20) PRIMARY KEY, uses integer)",
        "CREATE TABLE tools_v2 (title varchar(20) PRIMARY KEY, uses integer)",
        "CREATE TABLE bosses (id integer PRIMARY KEY)",
        "CREATE TABLE logs (at timestamptz PRIMARY KEY, what text, boss integer REFERENCES bosses"
            + " ON DELETE CASCADE ON UPDATE CASCADE)",
        "CREATE TABLE logs_v2 (at timestamptz PRIMARY KEY, what text, boss integer)",
        "INSERT INTO jobs (id, code, price, ratio, note) VALUES (1, 'a', 1.5, 0.1, 'n'), (2, 'b',"
            + " 2, 3, 'm')",
        "INSERT INTO next.tasks (number, tag, cents, half, remark, kept) VALUES (1, '#a', 150,"
            + " 0.05, 'n', 'n'), (2, '#b', 200, 1.5, 'm', 'm')",
        "INSERT INTO lines VALUES (1, 1, 10), (1, 2, 20), (2, 1, 30)",
        "INSERT INTO lines_v2 TABLE lines",
        "INSERT INTO marks VALUES (1, 1, 'x'), (1, 2, 'y')",
        "INSERT INTO marks_v2 TABLE marks",
        "INSERT INTO tools VALUES ('saw', 1), ('axe', 2), ('awl', 3)",
        "INSERT INTO tools_v2 TABLE tools",
        "INSERT INTO bosses VALUES (1), (2)",
        "INSERT INTO logs VALUES ('2026-01-01', 'x', 1), ('2026-01-02', 'y', 2)",
        "INSERT INTO logs_v2 TABLE logs");
  }

  /** Both sides on SQLite. */
  static List<String> sqlite() {
    return List.of(
        "CREATE TABLE jobs (id integer PRIMARY KEY, code text, price numeric, ratio REAL, note"
            + " text, extra blob, loud text, unread text, secret text)",
        "CREATE TABLE tasks (number integer PRIMARY KEY, tag text, cents INTEGER, half REAL,"
            + " remark text, more blob, loud text, kept)",
        "CREATE TABLE lines (job integer, \"No\" integer, qty integer, PRIMARY KEY (job, \"No\"))",
        "CREATE TABLE lines_v2 (job integer, n integer, qty integer, PRIMARY KEY (job, n))",
        "CREATE TABLE marks (a integer, b integer, c text, PRIMARY KEY (a, b, c))",
        "CREATE TABLE marks_v2 (a integer, b integer, c text, PRIMARY KEY (a, b, c))",
        "CREATE TABLE tools (name varchar(20) PRIMARY KEY, uses integer)",
        "CREATE TABLE tools_v2 (title varchar(20) PRIMARY KEY, uses integer)",
        "CREATE TABLE logs (at timestamp PRIMARY KEY, what text, boss int)",
        "CREATE TABLE logs_v2 (at timestamp PRIMARY KEY, what text, boss int)");
  }
}
