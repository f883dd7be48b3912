package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What numbers the rows of both sides. Before the other side begins to draw, it is set behind the
 * last number that either side has given out, or that is in a row. Immutable.
 */
final class Sequences {
  /** Those that a column draws from: its own, or what its default names. */
  private static final String OF_COLUMN =
      """
      SELECT DISTINCT n.nspname, s.relname
      FROM pg_catalog.pg_class s JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
      WHERE s.relkind = 'S' AND s.oid IN (
        SELECT d.objid FROM pg_catalog.pg_depend d
        JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_catalog.pg_class'::regclass
          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i'
          AND d.refobjid = CAST(? AS regclass) AND a.attname = ?
        UNION ALL
        SELECT d.refobjid FROM pg_catalog.pg_attrdef f
        JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
        JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::regclass
          AND d.objid = f.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
        WHERE f.adrelid = CAST(? AS regclass) AND a.attname = ?)
      ORDER BY 1, 2
      """;

  private final Mapping mapping;
  private final Dialect dialect;

  Sequences(Mapping mapping) {
    this.mapping = mapping;
    this.dialect = mapping.dialect();
  }

  /** The statements that bring them forward, for what the catalog says now. */
  List<String> advance(Connection connection) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (MappedTable table : mapping.tables()) {
      if (dialect == Dialect.SQLITE) {
        statements.addAll(advance(connection, table));
      } else {
        for (ColumnMapping column : table.columns()) {
          if (column.held()) {
            statements.addAll(advance(connection, table, column));
          }
        }
      }
    }
    return statements;
  }

  private List<String> advance(Connection connection, MappedTable table, ColumnMapping column)
      throws SQLException {
    List<TableName> all = new ArrayList<>(of(connection, table.v1(), column.v1()));
    for (TableName other : of(connection, table.v2(), column.v2())) {
      if (!all.contains(other)) {
        all.add(other);
      }
    }
    List<String> statements = new ArrayList<>();
    for (TableName sequence : all) {
      boolean down = isDescending(connection, sequence);
      List<String> given = new ArrayList<>();
      for (TableName drawn : all) {
        given.add("(SELECT last_value FROM %s WHERE is_called)".formatted(drawn.sql(dialect)));
      }
      given.add(end(down, table.v1(), column.v1()));
      given.add(end(down, table.v2(), column.v2()));
      // a sequence that is already there is not set: others draw from it at this moment
      statements.add(
          ("SELECT setval(CAST(%s AS regclass), n.given) FROM (SELECT CAST(%s(%s) AS bigint)) AS"
                  + " n(given), %s AS s WHERE n.given %s s.last_value"
                  + " OR (n.given = s.last_value AND NOT s.is_called)")
              .formatted(
                  dialect.literal(sequence.sql(dialect)),
                  down ? "least" : "greatest",
                  String.join(", ", given),
                  sequence.sql(dialect),
                  down ? "<" : ">"));
    }
    return statements;
  }

  private String end(boolean down, TableName table, String column) {
    return "(SELECT %s(%s) FROM %s)"
        .formatted(down ? "min" : "max", dialect.quote(column), table.sql(dialect));
  }

  private List<TableName> of(Connection connection, TableName table, String column)
      throws SQLException {
    String name = table.sql(dialect);
    return Session.rows(connection, OF_COLUMN, List.of(name, column, name, column)).stream()
        .map(row -> new TableName(row.get(0), row.get(1)))
        .toList();
  }

  private boolean isDescending(Connection connection, TableName sequence) throws SQLException {
    return Session.row(
            connection,
            "SELECT seqincrement FROM pg_catalog.pg_sequence WHERE seqrelid = CAST(? AS regclass)",
            List.of(sequence.sql(dialect)))
        .get(0)
        .startsWith("-");
  }

  /** AUTOINCREMENT gives no number twice, also none of a row that is gone. */
  private List<String> advance(Connection connection, MappedTable table) throws SQLException {
    List<String> statements = new ArrayList<>();
    String both =
        "(%s, %s)"
            .formatted(dialect.literal(table.v1().name()), dialect.literal(table.v2().name()));
    for (TableName side : List.of(table.v1(), table.v2())) {
      if (isAutoincrement(connection, side)) {
        String name = dialect.literal(side.name());
        statements.add(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, 0 WHERE NOT EXISTS".formatted(name)
                + " (SELECT 1 FROM sqlite_sequence WHERE name = %s)".formatted(name));
        statements.add(
            "UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM sqlite_sequence WHERE name IN"
                + " %s) WHERE name = %s".formatted(both, name));
      }
    }
    return statements;
  }

  private static boolean isAutoincrement(Connection connection, TableName table)
      throws SQLException {
    return !Session.row(
            connection,
            "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?"
                + " AND sql LIKE '%AUTOINCREMENT%'",
            List.of(table.name()))
        .isEmpty();
  }
}
