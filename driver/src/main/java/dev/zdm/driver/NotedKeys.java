package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.copy.TracedCopySql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Any number of keys, copied from where the triggers noted them.
 *
 * @param gone whether v1's row of any may be gone
 */
record NotedKeys(TableMirror table, TracedCopySql sql, boolean gone, long notes)
    implements TouchedKeys {
  private static final String SAVEPOINT = "SAVEPOINT zdm";
  private static final String ROLLBACK_TO = "ROLLBACK TO zdm";
  private static final String RELEASE = "RELEASE zdm";

  @Override
  public void copy(OwnStatements own) throws SQLException {
    behindSavepoint(own, () -> copyNoted(own));
  }

  private void copyNoted(OwnStatements own) throws SQLException {
    // first, for it may free a value that is unique
    long deleted = gone ? own.update(sql.deleteAbsentAll(), List.of()) : 0;
    long written = own.update(sql.upsertAll(), List.of());
    if (deleted + written < notes) { // a key may have been noted twice, or be on neither side
      try (ResultSet sides = own.query(sql.sidesAll(), List.of())) {
        TouchedKeys.verify(sides, sql.overwrites() ? written : -1);
      }
    }
  }

  /** Statements of which none stands if one fails. */
  static void behindSavepoint(OwnStatements own, Tracing.Statements statements)
      throws SQLException {
    own.run(SAVEPOINT);
    try {
      statements.run();
    } catch (SQLException e) {
      undo(own, e);
      throw e;
    }
    own.run(RELEASE);
  }

  private static void undo(OwnStatements own, SQLException failure) {
    try {
      own.run(ROLLBACK_TO);
      own.run(RELEASE);
    } catch (SQLException e) {
      failure.addSuppressed(e); // SQLite has ended the transaction itself
    }
  }

  @Override
  public String json(OwnStatements own) throws SQLException {
    try (ResultSet row = own.query(sql.jsonAll(), List.of())) {
      row.next();
      return row.getString(1);
    }
  }
}
