package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The transactions that had written to v1 before a copy began. Such a one may have begun before
 * mirroring did, and the copy's FOR KEY SHARE does not wait for a plain UPDATE: it would copy the
 * old row, and the new one would never be mirrored. Not safe for use by several threads.
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
  private final MappedTable table;

  OlderWriters(Session session, MappedTable table) {
    this.session = session;
    this.table = table;
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
    Map<String, String> old = holding();
    while (!old.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new SQLException(
            "a transaction that writes to "
                + table.v1()
                + " has been open since before the copy began (server process "
                + String.join(", ", old.values())
                + "); what it wrote may not be mirrored: end it, then run this again");
      }
      Session.sleep(PAUSE_MILLIS);
      old.keySet().retainAll(holding().keySet());
    }
  }

  /** Server processes by transaction. */
  private Map<String, String> holding() throws SQLException {
    Connection connection = session.connection();
    try (PreparedStatement statement = connection.prepareStatement(HOLDING)) {
      statement.setString(1, table.v1().sql(session.dialect()));
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
