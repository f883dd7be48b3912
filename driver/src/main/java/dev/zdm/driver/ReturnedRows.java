package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rows of a RETURNING clause on SQLite, where a transaction cannot be committed before they are
 * read. They are read to the end, and given again by a statement of the driver's that names no
 * table, with each value in the storage class it had: whatever is asked of them, the driver's own
 * code answers. As thread-safe as the driver's.
 */
final class ReturnedRows extends ForwardingResultSet {
  /** How many parameters sqlite-jdbc's SQLite takes. */
  private static final int MOST_VALUES = 250_000;

  private final ResultSet delegate;
  private final ReturnedMetaData metaData;

  private ReturnedRows(ResultSet delegate, ReturnedMetaData metaData) {
    this.delegate = delegate;
    this.metaData = metaData;
  }

  /**
   * Reads the rows that a statement gives, and leaves it as if the application had read them.
   *
   * @param connection where the rows are given again
   */
  static ReturnedRows of(ResultSet rows, Statement statement, Connection connection)
      throws SQLException {
    ResultSetMetaData shape = rows.getMetaData();
    int columns = shape.getColumnCount();
    List<String> labels = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      labels.add(shape.getColumnLabel(i));
    }
    int most = statement.getMaxRows();
    statement.setMaxRows(0); // rows left unread would keep the transaction open
    List<Object> values = new ArrayList<>();
    ReturnedTypes types = new ReturnedTypes(shape, columns);
    try {
      for (int read = 0; rows.next(); read++) {
        if (most == 0 || read < most) {
          types.addRow();
          for (int i = 1; i <= columns; i++) {
            values.add(rows.getObject(i));
          }
        }
      }
      types.addEnd();
    } finally {
      statement.setMaxRows(most);
    }
    ResultSet again = again(connection, labels, values, most);
    return new ReturnedRows(again, new ReturnedMetaData(shape, types, again));
  }

  private static ResultSet again(
      Connection connection, List<String> labels, List<Object> values, int most)
      throws SQLException {
    if (values.size() > MOST_VALUES) {
      throw new SQLFeatureNotSupportedException(
          "zdm gives at most %d values back from RETURNING on SQLite, and here are %d; write fewer rows at a time, or read them afterwards"
              .formatted(MOST_VALUES, values.size()),
          "0A000");
    }
    PreparedStatement statement = connection.prepareStatement(text(labels, values.size()));
    try {
      statement.closeOnCompletion();
      statement.setMaxRows(most);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      return statement.executeQuery();
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** The labels are those of the first row; without any row, of one that is not given. */
  private static String text(List<String> labels, int values) {
    StringBuilder text = new StringBuilder("SELECT ");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(values == 0 ? "NULL" : "?")
          .append(" AS \"")
          .append(labels.get(i).replace("\"", "\"\""))
          .append('"');
    }
    if (values == 0) {
      return text.append(" WHERE 0").toString();
    }
    String row = "(" + String.join(", ", Collections.nCopies(labels.size(), "?")) + ")";
    int others = values / labels.size() - 1;
    if (others > 0) {
      text.append(" UNION ALL VALUES ").append(String.join(", ", Collections.nCopies(others, row)));
    }
    return text.toString();
  }

  @Override
  protected ResultSet delegate() {
    return delegate;
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    delegate.getMetaData(); // a closed result set says so
    return metaData;
  }
}
