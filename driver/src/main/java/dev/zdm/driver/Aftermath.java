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
    if (starts(sql, first, "create") || starts(sql, first, "alter") || starts(sql, first, "drop")) {
      session.database().catalogMayHaveChanged();
    } else if (starts(sql, first, "set") && sql.toLowerCase(Locale.ROOT).contains("search_path")) {
      session.looksIn("");
    }
  }

  private static boolean starts(String sql, int at, String word) {
    return sql.regionMatches(true, at, word, 0, word.length());
  }
}
