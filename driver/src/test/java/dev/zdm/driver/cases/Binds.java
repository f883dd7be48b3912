package dev.zdm.driver.cases;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The parameters of one execution, as a case writes them: {@code 7 | 'ann' | null}. */
record Binds(List<String> values) {
  static Binds of(String text) {
    return new Binds(Stream.of(text.split("\\|")).map(String::strip).toList());
  }

  void to(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(statement, i + 1, values.get(i));
    }
  }

  private static void bind(PreparedStatement statement, int place, String value)
      throws SQLException {
    int blank = value.indexOf(' ');
    String kind = blank < 0 || value.startsWith("'") ? value : value.substring(0, blank);
    String rest = value.substring(blank + 1);
    switch (kind) {
      case "null" -> statement.setNull(place, Types.NULL);
      case "true", "false" -> statement.setBoolean(place, Boolean.parseBoolean(kind));
      case "date" -> statement.setDate(place, Date.valueOf(rest));
      case "localdate" -> statement.setObject(place, LocalDate.parse(rest));
      case "timestamp" -> statement.setTimestamp(place, Timestamp.valueOf(rest));
      case "uuid" -> statement.setObject(place, UUID.fromString(rest));
      case "bytes" -> statement.setBytes(place, HexFormat.of().parseHex(rest));
      case "double" -> statement.setDouble(place, Double.parseDouble(rest));
      case "long" -> statement.setLong(place, Long.parseLong(rest));
      case "other" -> statement.setObject(place, rest, Types.OTHER);
      case "array" -> array(statement, place, rest);
      default -> plain(statement, place, value);
    }
  }

  private static void array(PreparedStatement statement, int place, String rest)
      throws SQLException {
    Connection connection = statement.getConnection();
    String[] parts = rest.split("[ ,]+");
    Object[] members = List.of(parts).subList(1, parts.length).toArray();
    statement.setArray(place, connection.createArrayOf(parts[0], members));
  }

  private static void plain(PreparedStatement statement, int place, String value)
      throws SQLException {
    if (value.startsWith("'")) {
      statement.setString(place, value.substring(1, value.length() - 1));
    } else if (value.contains(".")) {
      statement.setBigDecimal(place, new BigDecimal(value));
    } else {
      statement.setInt(place, Integer.parseInt(value));
    }
  }
}
