package dev.zdm.driver;

import dev.zdm.rewriter.MappedTable;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Keys of a table as the JSON text that the row copier takes.
 *
 * @param json an array of objects
 * @param isEmpty whether there is none
 */
record KeyList(String json, boolean isEmpty) {

  /** Reads the key's columns from the rows that are left; values go as the engine spells them. */
  static KeyList of(ResultSet rows, MappedTable table) throws SQLException {
    StringBuilder json = new StringBuilder("[");
    while (rows.next()) {
      json.append(json.length() == 1 ? "{" : ",{");
      boolean first = true;
      for (String column : table.key()) {
        if (!first) {
          json.append(',');
        }
        first = false;
        quote(json, column);
        json.append(':');
        quote(json, rows.getString(column));
      }
      json.append('}');
    }
    boolean none = json.length() == 1;
    return new KeyList(json.append(']').toString(), none);
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20) {
        json.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
