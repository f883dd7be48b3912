package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A copy of rows, whose end can be asked for more than once, as the driver's can. Not safe for use
 * by many threads.
 */
final class CopiedRows extends ForwardingResultSet {
  private final ResultSet rows;
  private boolean ended;

  CopiedRows(ResultSet rows) {
    this.rows = rows;
  }

  @Override
  protected ResultSet delegate() {
    return rows;
  }

  @Override
  public boolean next() throws SQLException {
    ended = ended || !rows.next();
    return !ended;
  }
}
