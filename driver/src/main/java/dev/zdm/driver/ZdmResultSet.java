package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A result set that knows the application's statement, and writes no mapped table. */
final class ZdmResultSet extends ForwardingResultSet {
  private final ResultSet delegate;
  private final Statement owner;
  private final Session session;
  private final Shows shows;
  private final Results results;

  /** What its rows may be of. */
  enum Shows {
    /** Tables that no mirror has to do with. */
    UNMAPPED,
    /** A mapped table, or one that reaches a mapped one. */
    MAPPED,
    /** Any: nothing was mirrored, and so nothing planned, when it was opened. */
    UNPLANNED
  }

  /**
   * @param owner the application's statement
   * @param results what the owner gave, these rows among them
   */
  ZdmResultSet(ResultSet delegate, Statement owner, Session session, Shows shows, Results results) {
    this.delegate = delegate;
    this.owner = owner;
    this.session = session;
    this.shows = shows;
    this.results = results;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(this)) {
      session.bare().unwrap(type);
    }
    return super.unwrap(type);
  }

  @Override
  protected ResultSet delegate() {
    return delegate;
  }

  @Override
  public Statement getStatement() throws SQLException {
    delegate.getStatement(); // a closed result set says so
    return owner;
  }

  @Override
  public void insertRow() throws SQLException {
    write(delegate::insertRow);
  }

  @Override
  public void updateRow() throws SQLException {
    write(delegate::updateRow);
  }

  @Override
  public void deleteRow() throws SQLException {
    write(delegate::deleteRow);
  }

  /** The statement may have been waiting for this. */
  @Override
  public void close() throws SQLException {
    boolean foreign = results.areForeign(this);
    delegate.close();
    results.completion().rowsClosed(owner, foreign);
  }

  /** It may be written long after it was opened, and in another phase. */
  private void write(RowWrite row) throws SQLException {
    if (delegate.getConcurrency() == CONCUR_READ_ONLY) {
      row.run(); // the driver refuses it in its own words
      return;
    }
    try {
      boolean mirrors = session.begin().mirror() != null;
      if (shows == Shows.MAPPED || (shows == Shows.UNPLANNED && mirrors)) {
        throw Execution.notMirrored("writes through a result set");
      }
      row.run();
    } finally {
      session.statementEnded();
    }
  }

  @FunctionalInterface
  private interface RowWrite {
    void run() throws SQLException;
  }
}
