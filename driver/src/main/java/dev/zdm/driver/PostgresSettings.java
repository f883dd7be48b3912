package dev.zdm.driver;

import dev.zdm.driver.settings.ConnectionUrl;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The settings of pgjdbc under which a mirrored write would not be atomic. */
final class PostgresSettings {
  private static final Map<String, String> REFUSED =
      Map.of(
          "preferQueryMode=simple", "it sends the parts of a mirrored write one by one",
          "autosave=always", "its own savepoints undo the wrong half of a mirrored write",
          "autosave=conservative", "its own savepoints undo the wrong half of a mirrored write");

  private PostgresSettings() {}

  /**
   * @throws SQLException if the URL or the properties hold such a setting
   */
  static void check(ConnectionUrl url, Properties info) throws SQLException {
    for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
      String[] pair = refused.getKey().split("=", 2);
      String value = value(url.wrapped(), info, pair[0]);
      if (pair[1].equalsIgnoreCase(value)) {
        throw new SQLNonTransientConnectionException(
            "zdm cannot mirror with "
                + refused.getKey()
                + ", because "
                + refused.getValue()
                + "; remove it, or leave zdm.phase at off",
            "08001");
      }
    }
  }

  private static @Nullable String value(String wrapped, Properties info, String name) {
    int query = wrapped.indexOf('?');
    if (query >= 0) {
      for (String parameter : wrapped.substring(query + 1).split("&", -1)) {
        if (parameter.startsWith(name + "=")) {
          return parameter.substring(name.length() + 1);
        }
      }
    }
    return info.getProperty(name);
  }
}
