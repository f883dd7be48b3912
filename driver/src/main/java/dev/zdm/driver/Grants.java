package dev.zdm.driver;

import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the application's role must be allowed on PostgreSQL, beyond what it needs without zdm, so
 * that its writes can be mirrored. A table that it may only read needs nothing but that on v2.
 */
final class Grants {
  private static final String MISSING =
      """
      SELECT current_user, string_agg(p.name, ', ' ORDER BY p.place)
      FROM unnest(CAST(? AS text[])) WITH ORDINALITY AS p(name, place)
      WHERE NOT has_table_privilege(CAST(? AS regclass), p.name)
        AND (p.name = 'DELETE' OR EXISTS (
          SELECT 1 FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = CAST(? AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = ''
            AND NOT has_column_privilege(a.attrelid, a.attnum, p.name)))
      """;

  private static final String WRITES =
      """
      SELECT has_any_column_privilege(t, 'INSERT') OR has_any_column_privilege(t, 'UPDATE')
        OR has_table_privilege(t, 'DELETE')
      FROM (SELECT CAST(? AS regclass)) AS v1(t)
      """;

  private final Connection connection;
  private final List<String> statements = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private Grants(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param ledger whether the ledger may have to be written
   * @param controlled whether others wait for what this instance says of itself
   * @throws SQLException that names every right that is missing, and the statements that give it
   */
  static void check(Connection connection, Mapping mapping, boolean ledger, boolean controlled)
      throws SQLException {
    if (mapping.dialect() == Dialect.POSTGRESQL) {
      new Grants(connection).check(mapping, ledger, controlled);
    }
  }

  private void check(Mapping mapping, boolean ledger, boolean controlled) throws SQLException {
    boolean any = false;
    for (MappedTable table : mapping.tables()) {
      boolean writes = writes(table.v1());
      any |= writes;
      if (writes) {
        need(table.v1(), "SELECT");
        for (TableName v2 : table.v2Tables()) {
          need(v2, "SELECT", "INSERT", "UPDATE", "DELETE");
        }
      } else {
        for (TableName v2 : table.v2Tables()) {
          need(v2, "SELECT");
        }
      }
    }
    if (ledger) {
      if (any) {
        need(mapping.ledger(), "SELECT", "INSERT", "DELETE");
      } else {
        need(mapping.ledger(), "SELECT");
      }
    }
    if (controlled) {
      need(ControlSql.of(mapping).instances(), "SELECT", "INSERT", "UPDATE", "DELETE");
    }
    if (!complaints.isEmpty()) {
      throw new SQLNonTransientException(
          "zdm cannot mirror, because the role of this connection has no "
              + String.join("; no ", complaints)
              + ". Give it: "
              + String.join("; ", statements),
          "42501");
    }
  }

  private boolean writes(TableName v1) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement(WRITES)) {
      ask.setString(1, v1.sql(Dialect.POSTGRESQL));
      try (ResultSet row = ask.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private void need(TableName table, String... privileges) throws SQLException {
    String name = table.sql(Dialect.POSTGRESQL);
    try (PreparedStatement ask = connection.prepareStatement(MISSING)) {
      ask.setArray(1, connection.createArrayOf("text", privileges));
      ask.setString(2, name);
      ask.setString(3, name);
      try (ResultSet row = ask.executeQuery()) {
        row.next();
        String missing = row.getString(2);
        if (missing != null) {
          complaints.add(missing + " on " + table);
          statements.add(
              "GRANT %s ON %s TO %s"
                  .formatted(missing, name, Dialect.POSTGRESQL.quote(row.getString(1))));
        }
      }
    }
  }
}
