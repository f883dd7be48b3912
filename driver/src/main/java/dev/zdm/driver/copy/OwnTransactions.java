package dev.zdm.driver.copy;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transactions of zdm's own, on a connection that nobody else uses. They wait for locks a short
 * time only, on PostgreSQL less than the server takes to look for a deadlock: so it is they that
 * give way, and never the application. Not safe for use by several threads.
 */
public final class OwnTransactions implements AutoCloseable {

  /** What happens in one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Connection connection;
  private final Dialect dialect;
  private final OwnStatements statements;
  private @Nullable String claim;
  private List<String> frame = List.of();
  private @Nullable Turn turn;

  private OwnTransactions(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
    this.statements = new OwnStatements(connection);
  }

  /**
   * Prepares a connection, which is closed with what this gives, or where this fails.
   *
   * @param lockMillis how long to wait for a lock at most
   * @param name what the server shows of this connection
   */
  public static OwnTransactions on(
      Connection connection, Dialect dialect, int lockMillis, String name) throws SQLException {
    OwnTransactions transactions = new OwnTransactions(connection, dialect);
    try {
      transactions.prepare(lockMillis, name);
      return transactions;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(int lockMillis, String name) throws SQLException {
    connection.setAutoCommit(true);
    if (dialect == Dialect.SQLITE) {
      execute("PRAGMA busy_timeout = " + lockMillis);
      return;
    }
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (PreparedStatement settings =
        connection.prepareStatement(
            "SELECT set_config('application_name', ?, false), set_config('lock_timeout',"
                + " CAST(greatest(1, least(?, CAST(setting AS int) / 2)) AS text), false)"
                + " FROM pg_settings WHERE name = 'deadlock_timeout'")) {
      settings.setString(1, name);
      settings.setInt(2, lockMillis);
      settings.execute();
    }
  }

  /**
   * From now on each transaction that may write begins with this query, and ends where it answers
   * false.
   */
  public void claimEach(String query) {
    claim = query;
  }

  /** From now on each transaction that may write begins, and ends, with these statements. */
  public void frameEach(String first, String last) {
    frame = List.of(first, last);
  }

  /** Whose turn it is to write. */
  public interface Turn {
    /** Whether it is the turn of the one who asks, until {@link #end}. */
    boolean take();

    void end();
  }

  /** From now on each transaction that may write takes a turn, and is not begun if it gets none. */
  public void takeTurns(Turn turn) {
    this.turn = turn;
  }

  /** Somebody else has claimed what a transaction was to work on. */
  public static final class ClaimedException extends SQLException {
    private static final long serialVersionUID = 1L;

    ClaimedException() {
      super("another instance is at it");
    }
  }

  /** One transaction that may write. It is rolled back if the work fails. */
  public <T> T write(Work<T> work) throws SQLException {
    // SQLite takes the write lock at once: a transaction that reads first cannot get it later
    if (turn == null) {
      return begin(work);
    }
    if (!turn.take()) {
      throw new ClaimedException();
    }
    try {
      return begin(work);
    } finally {
      turn.end();
    }
  }

  private <T> T begin(Work<T> work) throws SQLException {
    return run(
        dialect == Dialect.SQLITE ? "BEGIN IMMEDIATE" : "BEGIN",
        own -> {
          claim();
          if (frame.isEmpty()) {
            return work.run(own);
          }
          execute(frame.get(0));
          T result = work.run(own);
          execute(frame.get(1));
          return result;
        });
  }

  private void claim() throws SQLException {
    if (claim != null) {
      try (ResultSet row = statements.prepare(claim).executeQuery()) {
        if (!row.next() || !row.getBoolean(1)) {
          throw new ClaimedException();
        }
      }
    }
  }

  /** Reads only, all of it from one snapshot. */
  public <T> T snapshot(Work<T> work) throws SQLException {
    return run(
        dialect == Dialect.SQLITE ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        work);
  }

  private <T> T run(String begin, Work<T> work) throws SQLException {
    execute(begin);
    try {
      T result = work.run(connection);
      execute("COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(e);
      throw e;
    }
  }

  private void rollBack(Exception cause) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e); // SQLite ended the transaction itself, or the connection is gone
    }
  }

  /** A statement of its own, outside of any transaction. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  public Connection connection() {
    return connection;
  }

  /** Statements that are prepared once for all transactions. */
  public OwnStatements statements() {
    return statements;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
