package dev.zdm.driver;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The types that sqlite-jdbc gives for columns, which depend on the row that it stands on. */
final class ReturnedTypes {
  private final ResultSetMetaData live;
  private final int columns;
  private final List<List<Type>> rows = new ArrayList<>();

  /**
   * @param live of the rows that are being read
   */
  ReturnedTypes(ResultSetMetaData live, int columns) {
    this.live = live;
    this.columns = columns;
  }

  /** What the driver says of a column on one row. */
  record Type(int type, String name, String className, boolean signed) {}

  /** The driver stands on the next row. */
  void addRow() throws SQLException {
    List<Type> row = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      row.add(
          new Type(
              live.getColumnType(i),
              live.getColumnTypeName(i),
              live.getColumnClassName(i),
              live.isSigned(i)));
    }
    boolean same = !rows.isEmpty() && rows.get(rows.size() - 1).equals(row);
    rows.add(same ? rows.get(rows.size() - 1) : List.copyOf(row));
  }

  /** The driver stands behind the last row. */
  void addEnd() throws SQLException {
    addRow();
  }

  /**
   * The type of a column.
   *
   * @param row from 1; 0 before the first, where the driver has already fetched it
   * @param column from 1
   */
  Type of(int row, int column) {
    return rows.get(Math.min(Math.max(row, 1), rows.size()) - 1).get(column - 1);
  }
}
