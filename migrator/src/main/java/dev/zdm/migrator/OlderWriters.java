package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transactions that had written to the source of a copy before it began. Such a one may have
 * begun before mirroring did, and a backfill's FOR KEY SHARE does not wait for a plain UPDATE, nor
 * a comparison for anybody: the old row would be copied, and the new one never be mirrored. Not
 * safe for use by several threads.
 */
final class OlderWriters {
  // the modes that are left out are those of plain readers, of VACUUM and of DDL
  private static final String HOLDING =
      """
      SELECT l.virtualtransaction, coalesce(CAST(l.pid AS text), 'none: it is prepared')
      FROM pg_catalog.pg_locks AS l
      WHERE l.locktype = 'relation' AND l.granted
      AND l.mode IN ('RowShareLock', 'RowExclusiveLock', 'ExclusiveLock')
      AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
      AND l.relation = CAST(? AS regclass) AND l.pid IS DISTINCT FROM pg_backend_pid()""";

  private static final long PAUSE_MILLIS = 20;

  private final Session session;
  private final List<TableName> tables;

  /**
   * @param tables that they have written to
   */
  OlderWriters(Session session, List<TableName> tables) {
    this.session = session;
    this.tables = tables;
  }

  /**
   * Waits until they have ended. SQLite needs no waiting: its one writer at a time is waited for by
   * the copy itself.
   *
   * @throws SQLException if one has not ended within {@code patience}
   */
  void await(Duration patience) throws SQLException {
    if (session.dialect() == Dialect.SQLITE) {
      return;
    }
    long end = System.nanoTime() + patience.toNanos();
    for (TableName table : tables) {
      await(table, end);
    }
  }

  private void await(TableName table, long end) throws SQLException {
    Map<String, String> old = holding(table);
    while (!old.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new SQLException(
            "a transaction that writes to "
                + table
                + " has been open since before the copy began (server process "
                + String.join(", ", old.values())
                + "); what it wrote may not be mirrored: end it, then run this again");
      }
      Session.sleep(PAUSE_MILLIS);
      old.keySet().retainAll(holding(table).keySet());
    }
  }

  /** Server processes by transaction. */
  private Map<String, String> holding(TableName table) throws SQLException {
    Connection connection = session.connection();
    try (PreparedStatement statement = connection.prepareStatement(HOLDING)) {
      statement.setString(1, table.sql(session.dialect()));
      try (ResultSet rows = statement.executeQuery()) {
        Map<String, String> holding = new LinkedHashMap<>();
        while (rows.next()) {
          holding.put(rows.getString(1), rows.getString(2));
        }
        return holding;
      }
    }
  }
}
