package dev.zdm.driver.metadata;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/**
 * A forward-only result set without some of its rows. What it can tell only by reading ahead while
 * on a row, it refuses; cursor movements other than {@code next} are refused by the delegate. Not
 * safe for use by many threads.
 */
final class FilteringResultSet extends ForwardingResultSet {
  private final ResultSet delegate;
  private final RowFilter filter;
  private int row;
  private boolean ahead;

  private FilteringResultSet(ResultSet delegate, RowFilter filter) {
    this.delegate = delegate;
    this.filter = filter;
  }

  /** The rows that the filter lets through, as freely to walk through as the given ones. */
  static ResultSet of(ResultSet rows, RowFilter filter) throws SQLException {
    return rows.getType() == TYPE_FORWARD_ONLY
        ? new FilteringResultSet(rows, filter)
        : new ScrollableFilteringResultSet(rows, filter);
  }

  @Override
  protected ResultSet delegate() {
    return delegate;
  }

  @Override
  public boolean next() throws SQLException {
    boolean found = ahead || advance();
    ahead = false;
    if (found) {
      row++;
    }
    return found;
  }

  private boolean advance() throws SQLException {
    while (delegate.next()) {
      if (filter.shows(delegate)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int getRow() throws SQLException {
    delegate.getRow(); // fails when closed, in the driver's own way
    return row;
  }

  /** True only if a row follows, which takes a look ahead. */
  @Override
  public boolean isBeforeFirst() throws SQLException {
    delegate.isBeforeFirst();
    if (row == 0 && !ahead) {
      ahead = advance();
    }
    return ahead;
  }

  @Override
  public boolean isFirst() throws SQLException {
    delegate.isFirst();
    return row == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    if (delegate.isLast()) {
      return row > 0;
    }
    throw new SQLFeatureNotSupportedException(
        "isLast is not supported on forward-only metadata; call next instead");
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return delegate.isAfterLast() && row > 0;
  }

  /** Decides about the row that the result set is on; it must not move it. */
  @FunctionalInterface
  interface RowFilter {
    boolean shows(ResultSet row) throws SQLException;
  }
}
