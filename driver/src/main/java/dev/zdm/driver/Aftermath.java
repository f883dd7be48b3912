package dev.zdm.driver;

import java.util.Locale;

/** What a statement that zdm let through may have changed about the meaning of others. */
final class Aftermath {
  private Aftermath() {}

  static void of(String sql, Session session) {
    int first = 0;
    while (first < sql.length() && !Character.isLetter(sql.charAt(first))) {
      first++;
    }
    if (changesCatalog(sql, first)) {
      session.ranDdl();
    } else if (starts(sql, first, "set") && sql.toLowerCase(Locale.ROOT).contains("search_path")) {
      session.looksIn("");
    }
  }

  /** A temporary table is this connection's own and no way to a mapped one. */
  private static boolean changesCatalog(String sql, int first) {
    return (starts(sql, first, "create") && !starts(sql, first, "create temp"))
        || starts(sql, first, "alter")
        || starts(sql, first, "drop");
  }

  private static boolean starts(String sql, int at, String word) {
    return sql.regionMatches(true, at, word, 0, word.length());
  }
}
