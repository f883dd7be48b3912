package dev.zdm.migrator;

import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.LedgerSql;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.RowCopySql;
import dev.zdm.rewriter.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ledger as the tools use it. Each method runs in its caller's transaction. */
final class Ledger {
  private final LedgerSql sql;
  private final Migration migration;

  /**
   * A line of the ledger.
   *
   * @param key one JSON object; empty of a taint
   */
  record Entry(long id, String key, String reason) {}

  Ledger(Migration migration) {
    this.migration = migration;
    this.sql = LedgerSql.of(migration.mapping());
  }

  /** Whether the database was expanded. */
  boolean exists(Connection connection) throws SQLException {
    TableName name = migration.mapping().ledger();
    String schema = migration.mapping().dialect() == Dialect.SQLITE ? null : name.schema();
    DatabaseMetaData metadata = connection.getMetaData();
    try (ResultSet tables = metadata.getTables(null, schema, name.name(), null)) {
      return tables.next();
    }
  }

  /** The table's oldest entries. */
  List<Entry> oldest(Connection connection, TableName table, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.entries())) {
      statement.setString(1, table.toString());
      statement.setInt(2, limit);
      List<Entry> entries = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(
              new Entry(rows.getLong(1), KeyJson.plain(rows.getString(2)), rows.getString(3)));
        }
      }
      return entries;
    }
  }

  /** The taints of a table; {@link Entry#key} is empty. */
  List<Entry> taints(Connection connection, TableName table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.taints())) {
      statement.setString(1, table.toString());
      List<Entry> taints = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          taints.add(new Entry(rows.getLong(1), "", rows.getString(2)));
        }
      }
      return taints;
    }
  }

  /** The number of entries with a key by v1 table; a table without entries is not in it. */
  Map<String, Long> counts(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.counts());
        ResultSet rows = statement.executeQuery()) {
      Map<String, Long> counts = new LinkedHashMap<>();
      while (rows.next()) {
        if (rows.getLong(2) > 0) {
          counts.put(rows.getString(1), rows.getLong(2));
        }
      }
      return counts;
    }
  }

  /** Why the table's oldest entries are there, each reason once. */
  Set<String> reasons(Connection connection, TableName table, int limit) throws SQLException {
    Set<String> reasons = new LinkedHashSet<>();
    oldest(connection, table, limit).forEach(e -> reasons.add(e.reason()));
    return reasons;
  }

  void add(Connection connection, MappedTable table, Collection<String> keys, String reason)
      throws SQLException {
    String add = RowCopySql.of(migration.mapping(), table).ledgerAdd();
    Session.update(connection, add, List.of(KeyJson.array(keys), reason));
  }

  void delete(Connection connection, Collection<Entry> entries) throws SQLException {
    List<String> ids = entries.stream().map(e -> Long.toString(e.id())).toList();
    Session.update(connection, sql.delete(), List.of(KeyJson.array(ids)));
  }
}
