package dev.zdm.driver.copy;

import dev.zdm.rewriter.copy.CopySql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Makes the rows of given keys on the side that follows, the target, what the mapping says of the
 * present rows of the side that answers, the source: v2's of v1's, or the other way round. A key
 * can be copied at any time, any number of times, by anyone. Keys come as a JSON array of objects,
 * {@code [{"id":1}]}. Immutable; safe for use by many threads, each with its own connection.
 */
public final class RowCopier {
  private final MappedTable table;
  private final CopySql sql;
  private final Optional<String> lockSource;
  private final Optional<String> lockTarget;
  private final String upsert;
  private final String deleteAbsent;
  private final String insertAbsent;
  private final String ledgerAdd;

  /** A copier from v1 to v2. */
  public RowCopier(Mapping mapping, MappedTable table) {
    this(mapping, table, Roles.V1_FIRST);
  }

  /** A copier from the side that answers by these roles to the other. */
  public RowCopier(Mapping mapping, MappedTable table, Roles roles) {
    this.table = table;
    this.sql = CopySql.of(mapping, table, roles);
    this.lockSource = sql.lockSource();
    this.lockTarget = sql.lockTarget();
    this.upsert = sql.upsertLocking();
    this.deleteAbsent = sql.deleteAbsent();
    this.insertAbsent = sql.insertAbsent();
    this.ledgerAdd = RowCopySql.of(mapping, table).ledgerAdd();
  }

  public MappedTable table() {
    return table;
  }

  /** {@link #copy(OwnStatements, String)} on a connection of the caller's. */
  public void copy(Connection connection, String keys) throws SQLException {
    try (OwnStatements statements = new OwnStatements(connection)) {
      copy(statements, keys);
    }
  }

  /**
   * Copies keys whose rows others may be writing: locks the source's rows and then the target's, in
   * key order, and derives in later statements, which see what was committed meanwhile. Runs inside
   * the caller's transaction, which must be READ COMMITTED and not the application's.
   *
   * @throws SQLException if a lock cannot be had in time or the target refuses a row; nothing is
   *     kept once the caller rolls back
   */
  public void copy(OwnStatements statements, String keys) throws SQLException {
    lock(statements, keys);
    copyLocked(statements, keys);
  }

  /** Locks the source's rows and then the target's, in key order. */
  public void lock(OwnStatements statements, String keys) throws SQLException {
    lock(statements, lockSource, keys);
    lock(statements, lockTarget, keys);
  }

  /** Removes the target's rows of locked keys that the source has, to be written anew. */
  public void remove(OwnStatements statements, String keys) throws SQLException {
    statements.update(sql.deletePresent(), keys);
  }

  /** Whether a foreign key leads to the target's table, so that a removal may touch others. */
  public boolean isReferenced(OwnStatements statements) throws SQLException {
    try (ResultSet row = statements.prepare(sql.referencesToTarget()).executeQuery()) {
      return row.next();
    }
  }

  /** Copies keys whose rows this transaction has locked; a source row that came back, it locks. */
  public void copyLocked(OwnStatements statements, String keys) throws SQLException {
    statements.update(deleteAbsent, keys); // first, for it may free a value that is unique
    statements.run(upsert, keys);
  }

  /** {@link #copyAbsent(OwnStatements, String)} on a connection of the caller's. */
  public void copyAbsent(Connection connection, String keys) throws SQLException {
    try (OwnStatements statements = new OwnStatements(connection)) {
      copyAbsent(statements, keys);
    }
  }

  /**
   * Inserts what the target lacks of these keys and leaves what it has. The caller's transaction
   * holds the source's rows.
   *
   * @return how many rows were inserted
   */
  public long copyAbsent(OwnStatements statements, String keys) throws SQLException {
    return statements.update(insertAbsent, keys);
  }

  /**
   * Records these keys as owed to the target, one row a key.
   *
   * @param reason why, for people; holds no value of the application's
   */
  public void owe(OwnStatements statements, String keys, String reason) throws SQLException {
    statements.update(ledgerAdd, List.of(keys, reason));
  }

  private static void lock(OwnStatements statements, Optional<String> text, String keys)
      throws SQLException {
    if (text.isEmpty()) {
      return;
    }
    PreparedStatement lock = statements.prepare(text.get());
    lock.setString(1, keys);
    try (ResultSet locked = lock.executeQuery()) {
      while (locked.next()) {
        // the rows are locked by being read
      }
    }
  }
}
