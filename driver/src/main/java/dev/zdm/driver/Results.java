package dev.zdm.driver;

import dev.zdm.driver.ZdmResultSet.Shows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What the application's statement gave when it was executed last, asked of the right statement of
 * the driver's. Used by one thread at a time, as the statement is; {@link #running()} may be called
 * by any.
 */
final class Results {
  private final Session session;
  private final Statement owner;
  private @Nullable Outcome outcome;
  private @Nullable ResultSet rows;
  private boolean drained;
  private Shows shows = Shows.UNPLANNED;
  private volatile Statement running;
  private volatile @Nullable StatementChain chain;

  /**
   * @param owner the application's statement
   * @param own the driver's statement on which the application's own calls are made
   */
  Results(Session session, Statement owner, Statement own) {
    this.session = session;
    this.owner = owner;
    this.running = own;
  }

  /** The statement is executed anew, by its own call until another {@link #running} is known. */
  void anew(Statement own, Shows what) throws SQLException {
    session.rowsTaken(running);
    if (rows != null) {
      rows.close(); // it may be of another statement of the driver's than the one that runs next
    }
    outcome = null;
    rows = null;
    drained = false;
    shows = what;
    running = own;
  }

  /** The statement of the driver's that runs now, or ran last. */
  Statement running() {
    StatementChain statements = chain;
    return statements == null ? running : statements.running();
  }

  void running(Statement statement) {
    running = statement;
  }

  /** zdm's own execution gave this. */
  void took(Outcome taken) {
    outcome = taken;
    if (taken.rows() != null) {
      session.reads(taken.rows()); // before the application asks for them
    }
  }

  /** A batch was executed on {@link #running()}, with these keys for the application. */
  void batched(@Nullable ResultSet keys) {
    outcome = new Outcome(null, -1, keys);
    drained = true;
  }

  /** The application's own call has left rows on the driver's statement. */
  void left() {
    session.hasRows(running);
  }

  /** The statements of a text of several that was executed last; null if it was of one. */
  @Nullable StatementChain chain() {
    return chain;
  }

  /** Several statements give the results from now on. */
  void of(StatementChain statements) {
    chain = statements;
  }

  void endChain() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      chain = null;
      statements.close();
    }
  }

  /** The result set as the application sees it. */
  ResultSet rows(ResultSet driverRows) {
    ResultSet wrapped = new ZdmResultSet(driverRows, owner, session, shows);
    rows = wrapped;
    session.reads(driverRows);
    return wrapped;
  }

  @Nullable ResultSet resultSet() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.resultSet();
    }
    if (rows != null) {
      return drained ? null : rows;
    }
    if (outcome != null) {
      return drained || outcome.rows() == null ? null : rows(outcome.rows());
    }
    ResultSet driverRows = running.getResultSet();
    ResultSet given = driverRows == null ? null : rows(driverRows);
    session.rowsTaken(running);
    return given;
  }

  long updateCount() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.updateCount();
    }
    if (outcome == null) {
      return running.getLargeUpdateCount();
    }
    return drained ? -1 : outcome.count();
  }

  int smallUpdateCount() throws SQLException {
    if (outcome == null && chain == null) {
      return running.getUpdateCount();
    }
    long count = updateCount();
    return count > Integer.MAX_VALUE ? 0 : (int) count;
  }

  boolean moreResults(int current) throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.moreResults(current);
    }
    if (outcome == null) {
      rows = null;
      boolean more = running.getMoreResults(current);
      session.rowsTaken(running);
      return more;
    }
    if (current != Statement.KEEP_CURRENT_RESULT && outcome.rows() != null) {
      outcome.rows().close();
    }
    drained = true;
    return false;
  }

  ResultSet generatedKeys() throws SQLException {
    ResultSet keys = outcome != null && outcome.keys() != null ? outcome.keys() : null;
    return new ZdmResultSet(
        keys != null ? keys : running.getGeneratedKeys(), owner, session, Shows.MAPPED);
  }

  /** Closes what zdm opened for them. */
  void close() throws SQLException {
    if (outcome != null && outcome.rows() != null) {
      outcome.rows().close();
    }
    endChain();
  }
}
