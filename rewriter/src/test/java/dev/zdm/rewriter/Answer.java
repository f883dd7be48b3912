package dev.zdm.rewriter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a query answers: its labels, types and rows, sorted where the text gives no order. */
record Answer(List<String> labels, List<String> types, List<List<Object>> rows) {

  static Answer of(Connection connection, String sql, List<Object> binds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < binds.size(); i++) {
        statement.setObject(i + 1, binds.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return of(rows, sql.toUpperCase(Locale.ROOT).contains("ORDER BY"));
      }
    }
  }

  private static Answer of(ResultSet rows, boolean ordered) throws SQLException {
    ResultSetMetaData data = rows.getMetaData();
    List<String> labels = new ArrayList<>();
    List<List<Object>> all = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      labels.add(data.getColumnLabel(i));
    }
    while (rows.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        row.add(text(rows.getObject(i)));
      }
      if (types.isEmpty()) {
        // On SQLite a type without a declaration is that of the first row.
        for (int i = 1; i <= data.getColumnCount(); i++) {
          types.add(
              data.getColumnType(i)
                  + " "
                  + data.getColumnTypeName(i)
                  + " "
                  + data.getColumnClassName(i)
                  + " "
                  + data.getPrecision(i)
                  + " "
                  + data.getScale(i));
        }
      }
      all.add(row);
    }
    if (!ordered) {
      all.sort((a, b) -> a.toString().compareTo(b.toString()));
    }
    return new Answer(labels, types, all);
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }
}
