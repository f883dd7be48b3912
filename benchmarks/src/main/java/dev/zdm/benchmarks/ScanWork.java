package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads many rows of {@code items} by all their getters. Gives 2 if v2 answered, else 1. */
final class ScanWork implements Work {
  /** Of each row. */
  static final int GETTERS = 8;

  private static final String SELECT =
      "SELECT id, title, amount, price, state, owner, note, created FROM items"
          + " WHERE id > ? AND id <= ?";

  private final PreparedStatement statement;
  private final int rows;
  private int first;

  private ScanWork(PreparedStatement statement, int rows) {
    this.statement = statement;
    this.rows = rows;
  }

  static Operation.Opening of(int rows) {
    return (connection, side, variant) -> of(connection, rows);
  }

  private static Work of(Connection connection, int rows) throws SQLException {
    return new ScanWork(connection.prepareStatement(SELECT), rows);
  }

  @Override
  public long once() throws SQLException {
    first = (first + 7_919) % (Site.SCANNED - rows + 1);
    statement.setLong(1, first);
    statement.setLong(2, (long) first + rows);
    int count = 0;
    long answered = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        count++;
        answered = row.getString(2).startsWith("v2") ? 2 : 1;
        check(row);
      }
    }
    if (count != rows) {
      throw new SQLException(count + " rows came, and not " + rows);
    }
    return answered;
  }

  private static void check(ResultSet row) throws SQLException {
    double sum =
        row.getLong(1) + row.getInt(3) + row.getDouble(4) + row.getLong(6) + row.getLong(8);
    if (sum < 0 || row.getString(5).length() + row.getString(7).length() == 0) {
      throw new SQLException("a row is not what was written");
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
