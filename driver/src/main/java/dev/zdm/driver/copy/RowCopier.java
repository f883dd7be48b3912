package dev.zdm.driver.copy;

import dev.zdm.rewriter.copy.CopyDirection;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the v2 rows of given v1 keys what the mapping says of v1's present rows. A key can be
 * copied at any time, any number of times, by anyone. Keys come as a JSON array of objects, {@code
 * [{"id":1}]}. Immutable; safe for use by many threads, each with its own connection.
 */
public final class RowCopier {
  private final MappedTable table;
  private final CopyDirection direction;
  private final List<String> lock;
  private final List<String> copy;
  private final List<String> copyAbsent;
  private final List<String> remove;
  private final String ledgerAdd;
  private final @Nullable ProvidedSql asked;

  /** A copier from v1 to v2. */
  public RowCopier(Mapping mapping, MappedTable table) {
    this(mapping, table, Roles.V1_FIRST);
  }

  /** A copier from the side that answers by these roles to the other. */
  public RowCopier(Mapping mapping, MappedTable table, Roles roles) {
    this.table = table;
    this.direction = CopyDirection.of(mapping, table, roles);
    this.lock = direction.lock();
    this.copy = direction.copy();
    this.copyAbsent = direction.copyAbsent();
    this.remove = direction.remove();
    ProvidedSql provided = new ProvidedSql(mapping.dialect(), table);
    this.asked = provided.isAsked() && !roles.turned() ? provided : null;
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
   * Copies keys whose rows others may be writing: locks v1's rows and then v2's, in key order, and
   * derives in later statements, which see what was committed meanwhile. Runs inside the caller's
   * transaction, which must be READ COMMITTED and not the application's.
   *
   * @throws SQLException if a lock cannot be had in time or v2 refuses a row; nothing is kept once
   *     the caller rolls back
   */
  public void copy(OwnStatements statements, String keys) throws SQLException {
    lock(statements, keys);
    copyLocked(statements, keys);
  }

  /** Locks v1's rows and then v2's, in key order. */
  public void lock(OwnStatements statements, String keys) throws SQLException {
    for (String text : lock) {
      statements.run(text, keys); // the rows are locked before the first answer
    }
  }

  /** Removes the v2 rows of locked keys that v1 has, to be written anew in this transaction. */
  public void remove(OwnStatements statements, String keys) throws SQLException {
    for (String text : remove) {
      statements.run(text, keys);
    }
  }

  /** Whether a foreign key leads to v2's table, so that a removal may touch others. */
  public boolean isReferenced(OwnStatements statements) throws SQLException {
    try (ResultSet row = statements.prepare(direction.referencesToTarget()).executeQuery()) {
      return row.next();
    }
  }

  /** Copies keys whose rows this transaction has locked; a v1 row that came back, it locks. */
  public void copyLocked(OwnStatements statements, String keys) throws SQLException {
    provide(statements, keys);
    for (String text : copy) {
      statements.run(text, keys);
    }
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
   */
  public void copyAbsent(OwnStatements statements, String keys) throws SQLException {
    provide(statements, keys);
    for (String text : copyAbsent) {
      statements.run(text, keys);
    }
  }

  private void provide(OwnStatements statements, String keys) throws SQLException {
    if (asked != null) {
      ProvidedValues.provide(statements, asked, keys);
    }
  }

  /**
   * Records these keys as owed to v2, one row a key.
   *
   * @param reason why, for people; holds no value of the application's
   */
  public void owe(OwnStatements statements, String keys, String reason) throws SQLException {
    statements.update(ledgerAdd, List.of(keys, reason));
  }
}
