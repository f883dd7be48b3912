package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What else in the database hangs on v1's tables, and would go wrong once nobody writes them: views
 * that would show old rows, and foreign keys that would hold rows back or miss them. Immutable.
 */
final class Ties {
  private static final String FOREIGN_KEYS =
      """
      SELECT cn.nspname, c.relname, pn.nspname, p.relname, con.conname
      FROM pg_catalog.pg_constraint con
      JOIN pg_catalog.pg_class c ON c.oid = con.conrelid
      JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
      JOIN pg_catalog.pg_class p ON p.oid = con.confrelid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      WHERE con.contype = 'f' ORDER BY con.conname
      """;

  private static final String SQLITE_FOREIGN_KEYS =
      "SELECT DISTINCT 'main', m.name, 'main', f.\"table\", 'of ' || m.name"
          + " FROM (SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage <> 0) m,"
          + " pragma_foreign_key_list(m.name, 'main') f ORDER BY 2, 4";

  // a materialized view hangs on its tables as well
  private static final String VIEWS =
      """
      SELECT DISTINCT vn.nspname, v.relname, n.nspname, c.relname
      FROM pg_catalog.pg_depend d
      JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
      JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
      JOIN pg_catalog.pg_namespace vn ON vn.oid = v.relnamespace
      JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND v.oid <> c.oid
      ORDER BY 2, 4
      """;

  private final Dialect dialect;
  private final List<MappedTable> tables;

  Ties(Migration migration) {
    this.dialect = migration.mapping().dialect();
    this.tables = migration.mapping().tables();
  }

  /** Each with what to do. */
  List<String> find(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                dialect == Dialect.POSTGRESQL ? FOREIGN_KEYS : SQLITE_FOREIGN_KEYS)) {
      while (row.next()) {
        TableName child = new TableName(row.getString(1), row.getString(2));
        TableName parent = new TableName(row.getString(3), row.getString(4));
        boolean fromV1 = isV1(child);
        if (fromV1 != isV1(parent)) {
          found.add(
              "foreign key %s leads from %s to %s: %s"
                  .formatted(
                      row.getString(5),
                      child,
                      parent,
                      fromV1
                          ? "rows that v1 keeps would hold rows there back; drop it, v2 has its own"
                          : "it would miss rows that only v2 has; let it lead to v2"));
        }
      }
    }
    found.addAll(dialect == Dialect.POSTGRESQL ? views(connection) : sqliteViews(connection));
    return found;
  }

  private List<String> views(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(VIEWS)) {
      while (row.next()) {
        TableName table = new TableName(row.getString(3), row.getString(4));
        if (isV1(table)) {
          found.add(view(new TableName(row.getString(1), row.getString(2)), table));
        }
      }
    }
    return found;
  }

  private List<String> sqliteViews(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, sql FROM main.sqlite_master WHERE type = 'view' ORDER BY name")) {
      while (row.next()) {
        TableName view = new TableName("main", row.getString(1));
        String sql = row.getString(2).toLowerCase(Locale.ROOT);
        for (MappedTable table : tables) {
          String name = Pattern.quote(table.v1().name().toLowerCase(Locale.ROOT));
          if (Pattern.compile("(?<![\\w$])" + name + "(?![\\w$])").matcher(sql).find()) {
            found.add(view(view, table.v1()));
          }
        }
      }
    }
    return found;
  }

  private static String view(TableName view, TableName table) {
    return "view %s reads %s, which would stay as it is; let it read v2".formatted(view, table);
  }

  private boolean isV1(TableName name) {
    return tables.stream()
        .anyMatch(
            t ->
                dialect == Dialect.SQLITE
                    ? t.v1().name().equalsIgnoreCase(name.name())
                    : t.v1().equals(name));
  }
}
