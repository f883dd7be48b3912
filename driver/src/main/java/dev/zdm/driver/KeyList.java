package dev.zdm.driver;

import dev.zdm.driver.copy.JsonText;
import dev.zdm.rewriter.mapping.MappedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a table as the JSON text that the row copier takes.
 *
 * @param json an array of objects
 * @param isEmpty whether there is none
 */
record KeyList(String json, boolean isEmpty) {

  /**
   * Reads the keys from the rows that are left; values go as the engine spells them.
   *
   * @param labels of the key's columns; several where a row holds several keys, of which one whose
   *     first column is null is none
   */
  static KeyList of(ResultSet rows, MappedTable table, List<List<String>> labels)
      throws SQLException {
    Builder keys = new Builder(table);
    List<String> key = new ArrayList<>();
    while (rows.next()) {
      for (List<String> columns : labels) {
        key.clear();
        for (String column : columns) {
          key.add(text(rows, column));
        }
        if (key.get(0) != null) {
          keys.add(key);
        }
      }
    }
    return keys.build();
  }

  /** As the engine spells it; the driver's own text of bytes may be an array's identity. */
  private static @Nullable String text(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column) instanceof byte[] bytes
        ? "\\x" + HexFormat.of().formatHex(bytes)
        : rows.getString(column);
  }

  /** Collects keys one by one. */
  static final class Builder {
    private final List<String> columns;
    private final StringBuilder json = new StringBuilder("[");

    Builder(MappedTable table) {
      this.columns = table.key();
    }

    /**
     * @param values of the key's columns, in its order
     */
    void add(List<String> values) {
      json.append(json.length() == 1 ? "{" : ",{");
      for (int i = 0; i < values.size(); i++) {
        json.append(i == 0 ? "" : ",");
        JsonText.quote(json, columns.get(i));
        json.append(':');
        JsonText.quote(json, values.get(i));
      }
      json.append('}');
    }

    KeyList build() {
      boolean none = json.length() == 1;
      return new KeyList(json + "]", none);
    }
  }
}
