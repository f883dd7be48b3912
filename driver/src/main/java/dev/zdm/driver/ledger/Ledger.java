package dev.zdm.driver.ledger;

import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
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

/**
 * The ledger of one mapping. Each method runs in its caller's transaction. Immutable; safe for use
 * by many threads, each with its own connection.
 */
public final class Ledger {
  private final Mapping mapping;
  private final LedgerSql sql;

  /**
   * A line of the ledger.
   *
   * @param key one JSON object; empty of a taint
   * @param reason why it is there; holds no value of the application's
   */
  public record Entry(long id, String key, String reason) {}

  public Ledger(Mapping mapping) {
    this.mapping = mapping;
    this.sql = LedgerSql.of(mapping);
  }

  /**
   * The table's first entries with a key. Only on SQLite do ids tell which is older; on PostgreSQL
   * what is written meanwhile may come before or after what was read.
   *
   * @param after an id; only entries with a greater one are given
   */
  public List<Entry> entries(Connection connection, TableName table, long after, int limit)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.entries())) {
      statement.setString(1, table.toString());
      statement.setLong(2, after);
      statement.setInt(3, limit);
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
  public List<Entry> taints(Connection connection, TableName table) throws SQLException {
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
  public Map<String, Long> counts(Connection connection) throws SQLException {
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

  /** Why the table's first entries are there, each reason once. */
  public Set<String> reasons(Connection connection, TableName table, int limit)
      throws SQLException {
    Set<String> reasons = new LinkedHashSet<>();
    entries(connection, table, LedgerDrain.START, limit).forEach(e -> reasons.add(e.reason()));
    return reasons;
  }

  /** Adds an entry for each key. */
  public void add(Connection connection, MappedTable table, Collection<String> keys, String reason)
      throws SQLException {
    String add = RowCopySql.of(mapping, table).ledgerAdd();
    try (PreparedStatement statement = connection.prepareStatement(add)) {
      statement.setString(1, KeyJson.array(keys));
      statement.setString(2, reason);
      statement.executeUpdate();
    }
  }

  /** Removes entries by their ids. */
  public void delete(Connection connection, Collection<Entry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    List<String> ids = entries.stream().map(e -> Long.toString(e.id())).toList();
    try (PreparedStatement statement = connection.prepareStatement(sql.delete())) {
      statement.setString(1, KeyJson.array(ids));
      statement.executeUpdate();
    }
  }
}
