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
  private @Nullable ResultSet driverRows;
  private final Completion completion = new Completion();
  private boolean drained;
  private Shows shows = Shows.UNPLANNED;
  private final Statement own;
  private volatile Statement running;
  private volatile @Nullable StatementChain chain;

  /**
   * @param owner the application's statement
   * @param own the driver's statement on which the application's own calls are made
   */
  Results(Session session, Statement owner, Statement own) {
    this.session = session;
    this.owner = owner;
    this.own = own;
    this.running = own;
  }

  /** The statement is executed anew, by its own call until another {@link #running} is known. */
  void anew(Statement own, Shows what) throws SQLException {
    session.rowsTaken(running);
    if (running != own) {
      closeRows();
    }
    closeKeys(outcome);
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

  /**
   * Closes the rows that the application has: of a statement of the driver's that is not the one
   * which runs next, for that one closes its own.
   */
  void closeRows() throws SQLException {
    ResultSet open = driverRows;
    driverRows = null;
    if (open != null) {
      open.close();
    }
  }

  /** Whether rows are of another statement of the driver's than the application's own calls. */
  boolean areForeign(ResultSet given) {
    return given == rows && outcome != null;
  }

  /** Whatever was executed before, the driver's own statement tells what there is. */
  void asDriver(Statement own) {
    outcome = null;
    rows = null;
    drained = false;
    running = own;
  }

  /** The application asked for a count and there are rows: it sees their labels, and no row. */
  void withoutRows() throws SQLException {
    if (outcome != null && outcome.rows() != null) {
      boolean more = outcome.rows().next();
      while (more) {
        more = outcome.rows().next();
      }
    }
  }

  /** Whose end is the statement's, if the application wants it so. */
  Completion completion() {
    return completion;
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
  ResultSet rows(ResultSet given) {
    ResultSet wrapped = new ZdmResultSet(given, owner, session, shows, this);
    rows = wrapped;
    driverRows = given;
    session.reads(given);
    return wrapped;
  }

  @Nullable ResultSet resultSet() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.resultSet();
    }
    if (outcome != null) {
      if (drained || outcome.rows() == null) {
        return null;
      }
      return rows != null ? rows : rows(outcome.rows());
    }
    ResultSet now = running.getResultSet();
    session.rowsTaken(running);
    if (now == null) {
      return null;
    }
    return rows != null && now == driverRows ? rows : rows(now);
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

  /** PostgreSQL's driver does not say of these rows, as of those below, that they were closed. */
  boolean moreResults() throws SQLException {
    if (chain != null || outcome != null) {
      return moreResults(Statement.CLOSE_CURRENT_RESULT);
    }
    rows = null;
    boolean more = running.getMoreResults();
    session.rowsTaken(running);
    return more;
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
    ResultSet copy = outcome != null ? outcome.keys() : null;
    return copy != null
        ? new ZdmResultSet(copy, owner, session, Shows.MAPPED, this)
        : new ZdmResultSet(source().getGeneratedKeys(), owner, session, shows, this);
  }

  /** Left open, a query of them stays active on SQLite. */
  private static void closeKeys(@Nullable Outcome of) throws SQLException {
    if (of != null && of.keys() != null) {
      of.keys().close();
    }
  }

  /** A batch of zdm's has keys that the application may not have asked for. */
  private Statement source() {
    return outcome != null && drained ? own : running;
  }

  /** Closes what zdm opened for them. */
  void close() throws SQLException {
    Outcome last = outcome;
    asDriver(own);
    if (last != null && last.rows() != null) {
      last.rows().close();
    }
    closeKeys(last);
    endChain();
  }
}
