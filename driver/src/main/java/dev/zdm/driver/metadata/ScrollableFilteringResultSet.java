package dev.zdm.driver.metadata;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import dev.zdm.driver.metadata.FilteringResultSet.RowFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.IntStream;

/**
 * A scrollable result set without some of its rows. It walks through all rows once, at the start,
 * to number the visible ones. Not safe for use by many threads.
 */
final class ScrollableFilteringResultSet extends ForwardingResultSet {
  private final ResultSet delegate;

  /** The delegate's numbers of the visible rows. */
  private final int[] visible;

  /** 0 before the first row, one more than there are after the last. */
  private int position;

  ScrollableFilteringResultSet(ResultSet delegate, RowFilter filter) throws SQLException {
    this.delegate = delegate;
    IntStream.Builder rows = IntStream.builder();
    while (delegate.next()) {
      if (filter.shows(delegate)) {
        rows.add(delegate.getRow());
      }
    }
    delegate.beforeFirst();
    visible = rows.build().toArray();
  }

  @Override
  protected ResultSet delegate() {
    return delegate;
  }

  @Override
  public boolean next() throws SQLException {
    return moveTo(position + 1L);
  }

  @Override
  public boolean previous() throws SQLException {
    return moveTo(position - 1L);
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    return moveTo(row < 0 ? end() + (long) row : row);
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    return moveTo(position + (long) rows);
  }

  @Override
  public boolean first() throws SQLException {
    return moveTo(1);
  }

  @Override
  public boolean last() throws SQLException {
    return moveTo(visible.length);
  }

  @Override
  public void beforeFirst() throws SQLException {
    moveTo(0);
  }

  @Override
  public void afterLast() throws SQLException {
    moveTo(end());
  }

  @Override
  public int getRow() throws SQLException {
    delegate.getRow(); // fails when closed, in the driver's own way
    return onRow() ? position : 0;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    delegate.isBeforeFirst();
    return position == 0 && visible.length > 0;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    delegate.isAfterLast();
    return position == end() && visible.length > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    delegate.isFirst();
    return position == 1 && onRow();
  }

  @Override
  public boolean isLast() throws SQLException {
    delegate.isLast();
    return position == visible.length && onRow();
  }

  private boolean moveTo(long target) throws SQLException {
    int next = (int) Math.max(0, Math.min(target, end()));
    if (next == 0) {
      delegate.beforeFirst();
    } else if (next == end()) {
      delegate.afterLast();
    } else {
      delegate.absolute(visible[next - 1]);
    }
    position = next;
    return onRow();
  }

  private boolean onRow() {
    return position > 0 && position < end();
  }

  private int end() {
    return visible.length + 1;
  }
}
