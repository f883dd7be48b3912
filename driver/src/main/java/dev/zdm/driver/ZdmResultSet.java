package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A result set that knows the application's statement, and writes no mapped table. */
final class ZdmResultSet extends ForwardingResultSet {
  private final ResultSet delegate;
  private final Statement owner;
  private final boolean mapped;

  /**
   * @param mapped whether it may show rows of a mapped table
   */
  ZdmResultSet(ResultSet delegate, Statement owner, boolean mapped) {
    this.delegate = delegate;
    this.owner = owner;
    this.mapped = mapped;
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
    refuseIfMapped();
    delegate.insertRow();
  }

  @Override
  public void updateRow() throws SQLException {
    refuseIfMapped();
    delegate.updateRow();
  }

  @Override
  public void deleteRow() throws SQLException {
    refuseIfMapped();
    delegate.deleteRow();
  }

  private void refuseIfMapped() throws SQLException {
    if (mapped) {
      throw Execution.notMirrored("writes through a result set");
    }
  }
}
