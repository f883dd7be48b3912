package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On SQLite, the TEMP triggers by which this connection notes the keys that its statements touch,
 * and the two session counters that must go on describing the application's own statement.
 */
final class Tracing {
  private static final String[] COUNTERS = {
    "CREATE TEMP TABLE IF NOT EXISTS zdm_changes(i INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS zdm_last_row(i INTEGER PRIMARY KEY)",
  };

  private final Connection raw;
  private final OwnStatements own;
  private @Nullable Mirror installed;

  Tracing(Connection raw, OwnStatements own) {
    this.raw = raw;
    this.own = own;
  }

  /**
   * Notes what this mirror maps, and nothing else. Called between transactions.
   *
   * @param explicit whether the driver would begin a transaction for the statements sent here
   */
  void adopt(@Nullable Mirror mirror, boolean explicit) throws SQLException {
    if (mirror == installed || (mirror != null && mirror.mapping().dialect() != Dialect.SQLITE)) {
      return;
    }
    if (explicit) {
      raw.setAutoCommit(true); // a rollback of the application's must not take the triggers away
    }
    try {
      if (installed != null) {
        remove();
        installed = null;
      }
      if (mirror != null) {
        for (String ddl : COUNTERS) {
          own.execute(ddl);
        }
        for (TableMirror table : mirror.tables()) {
          for (String ddl : table.copier().sql().tracing(table.number())) {
            own.execute(ddl);
          }
        }
        installed = mirror;
      }
    } finally {
      if (explicit) {
        raw.setAutoCommit(false);
      }
    }
  }

  private void remove() throws SQLException {
    List<String> drops = new ArrayList<>();
    PreparedStatement triggers =
        own.prepare(
            "SELECT name FROM temp.sqlite_master WHERE type = 'trigger' AND name LIKE 'zdm!_%' ESCAPE '!'");
    try (ResultSet rows = triggers.executeQuery()) {
      while (rows.next()) {
        drops.add("DROP TRIGGER temp." + Dialect.SQLITE.quote(rows.getString(1)));
      }
    }
    for (String drop : drops) {
      own.execute(drop);
    }
  }

  /** Runs statements of zdm's own so that on SQLite both counters say what they said before. */
  void keepingCounters(Statements statements) throws SQLException {
    if (installed == null) {
      statements.run();
      return;
    }
    Counters before = counters();
    statements.run();
    restore(before);
  }

  /** Statements of zdm's own. */
  @FunctionalInterface
  interface Statements {
    void run() throws SQLException;
  }

  /** What {@code last_insert_rowid()} and {@code changes()} say now. */
  Counters counters() throws SQLException {
    PreparedStatement read = own.prepare("SELECT last_insert_rowid(), changes()");
    try (ResultSet row = read.executeQuery()) {
      row.next();
      return new Counters(row.getLong(1), row.getLong(2));
    }
  }

  /** Makes both say it again, after zdm's own statements have changed them. */
  void restore(Counters counters) throws SQLException {
    PreparedStatement fill =
        own.prepare(
            "WITH RECURSIVE n(i) AS (SELECT 1 WHERE ?1 > 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
                + " INSERT INTO temp.zdm_changes SELECT i FROM n");
    fill.setLong(1, counters.changes());
    fill.executeUpdate();
    PreparedStatement last = own.prepare("INSERT OR REPLACE INTO temp.zdm_last_row VALUES (?)");
    last.setLong(1, counters.lastInsertRowid());
    last.executeUpdate();
    own.prepare("DELETE FROM temp.zdm_changes").executeUpdate();
  }

  /** The two counters of SQLite that an application can ask for after a write. */
  record Counters(long lastInsertRowid, long changes) {}
}
