package dev.zdm.conformance.corpora;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application sees of one execution.
 *
 * @param shape of the rows, each column's label and type
 * @param rows the rows, sorted where the statement leaves their order free
 * @param counts update counts
 * @param error the failure's class, SQLState and code; null where there was none
 */
record Seen(
    List<String> shape,
    List<String> rows,
    List<Integer> counts,
    List<String> keys,
    @Nullable String error) {

  /** What is told of a type. */
  enum Types {
    /** A column's. */
    OF_COLUMNS,
    /** A column's as SQLite's driver knows it in each row, for there a value has the type. */
    OF_COLUMNS_BY_ROW,
    /** A value's own: what is computed on SQLite has no other. */
    OF_VALUES
  }

  static Seen failed(SQLException e) {
    String what = e.getClass().getName() + " " + e.getSQLState() + " " + e.getErrorCode();
    return new Seen(List.of(), List.of(), List.of(), List.of(), what + ": " + e.getMessage());
  }

  static Seen rows(ResultSet result, boolean ordered, Types types) throws SQLException {
    ResultSetMetaData data = result.getMetaData();
    List<String> shape = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      shape.add(data.getColumnLabel(i) + (types == Types.OF_COLUMNS ? " " + type(data, i) : ""));
    }
    List<String> rows = all(result, types);
    if (!ordered) {
      rows.sort(null);
    }
    return new Seen(shape, rows, List.of(), List.of(), null);
  }

  static Seen counted(List<Integer> counts, List<String> keys) {
    return new Seen(List.of(), List.of(), counts, keys, null);
  }

  /** Every row as text, its values joined by a bar. */
  static List<String> all(ResultSet result, Types types) throws SQLException {
    ResultSetMetaData data = result.getMetaData();
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        Object value = result.getObject(i);
        row.append(i == 1 ? "" : " | ").append(value(value));
        if (types == Types.OF_COLUMNS_BY_ROW) {
          row.append(':').append(type(data, i));
        } else if (types == Types.OF_VALUES && value != null) {
          row.append(':').append(value.getClass().getSimpleName());
        }
      }
      rows.add(row.toString());
    }
    return rows;
  }

  private static String value(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  private static String type(ResultSetMetaData data, int i) throws SQLException {
    return "%d %s %d %d %s"
        .formatted(
            data.getColumnType(i),
            unnumbered(data.getColumnTypeName(i)),
            data.getPrecision(i),
            data.getScale(i),
            data.getColumnClassName(i));
  }

  /** A column that v2 does not number by itself is no serial there, whatever it was on v1. */
  private static String unnumbered(String typeName) {
    return switch (typeName) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> typeName;
    };
  }

  @Override
  public String toString() {
    String all =
        error != null ? error : shape + " " + rows.size() + " rows " + rows + counts + keys;
    return all.length() <= 1_500 ? all : all.substring(0, 1_500) + "...";
  }
}
