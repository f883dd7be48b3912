package dev.zdm.driver.copy;

import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Mapping;
import dev.zdm.rewriter.RowCopySql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes the v2 rows of given v1 keys what the mapping says of v1's present rows. A key can be
 * copied at any time, any number of times, by anyone. Keys come as a JSON array of objects, {@code
 * [{"id":1}]}. Immutable; safe for use by many threads, each with its own connection.
 */
public final class RowCopier {
  private final MappedTable table;
  private final RowCopySql sql;
  private final Optional<String> lockV1;
  private final Optional<String> lockV2;
  private final String upsert;
  private final String deleteAbsent;
  private final Optional<String> deleteAbsentOrOwe;
  private final String insertAbsent;
  private final String ledgerAdd;

  public RowCopier(Mapping mapping, MappedTable table) {
    this.table = table;
    this.sql = RowCopySql.of(mapping, table);
    this.lockV1 = sql.lockV1();
    this.lockV2 = sql.lockV2();
    this.upsert = sql.upsert();
    this.deleteAbsent = sql.deleteAbsent();
    this.deleteAbsentOrOwe = sql.deleteAbsentOrOwe();
    this.insertAbsent = sql.insertAbsent();
    this.ledgerAdd = sql.ledgerAdd();
  }

  public MappedTable table() {
    return table;
  }

  /** The texts behind this copier. */
  public RowCopySql sql() {
    return sql;
  }

  /** {@link #copy(OwnStatements, String)} on a connection of the caller's. */
  public void copy(Connection connection, String keys) throws SQLException {
    try (OwnStatements statements = new OwnStatements(connection)) {
      copy(statements, keys);
    }
  }

  /**
   * Copies keys whose rows others may be writing: locks v1's rows and then v2's, in key order, and
   * derives in later statements, which see what was committed meanwhile. Runs inside the caller's
   * transaction, which must be READ COMMITTED and not the application's.
   *
   * @throws SQLException if a lock cannot be had in time or v2 refuses a row; nothing is kept once
   *     the caller rolls back
   */
  public void copy(OwnStatements statements, String keys) throws SQLException {
    lock(statements, lockV1, keys);
    lock(statements, lockV2, keys);
    statements.update(deleteAbsent, keys); // first, for it may free a value that is unique
    statements.update(upsert, keys);
  }

  /**
   * Copies keys whose v1 rows this transaction, the application's, has written, and so has locked.
   * Above READ COMMITTED on PostgreSQL it may be unable to see a v2 row that has to go; such keys
   * go into the ledger.
   *
   * @return how many keys went into the ledger
   */
  public long copyLocked(OwnStatements statements, String keys) throws SQLException {
    long removed = statements.update(deleteAbsentOrOwe.orElse(deleteAbsent), keys);
    statements.update(upsert, keys);
    return deleteAbsentOrOwe.isPresent() ? removed : 0;
  }

  /** {@link #copyAbsent(OwnStatements, String)} on a connection of the caller's. */
  public void copyAbsent(Connection connection, String keys) throws SQLException {
    try (OwnStatements statements = new OwnStatements(connection)) {
      copyAbsent(statements, keys);
    }
  }

  /**
   * Inserts what v2 lacks of these keys and leaves what it has. The caller's transaction holds v1's
   * rows.
   *
   * @return how many rows were inserted
   */
  public long copyAbsent(OwnStatements statements, String keys) throws SQLException {
    return statements.update(insertAbsent, keys);
  }

  /**
   * Records these keys as owed to v2, one row a key.
   *
   * @param reason why, for people; holds no value of the application's
   */
  public void owe(OwnStatements statements, String keys, String reason) throws SQLException {
    PreparedStatement add = statements.prepare(ledgerAdd);
    add.setString(1, keys);
    add.setString(2, reason);
    add.executeUpdate();
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
