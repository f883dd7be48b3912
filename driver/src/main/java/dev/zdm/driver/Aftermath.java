package dev.zdm.driver;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a statement that zdm let through may have changed about the meaning of others. */
final class Aftermath {
  private static final Pattern SET_SCHEMA =
      Pattern.compile("(?i)\\bset\\s+((session|local)\\s+)?schema\\b");

  private Aftermath() {}

  static void of(String sql, Session session) {
    int end = -1;
    do {
      ofOne(sql, end + 1, session);
      end = sql.indexOf(';', end + 1);
    } while (end >= 0);
    boolean sets = sql.contains("set_config") || sql.contains("SET_CONFIG");
    if (sets && mentions(sql, "search_path")) {
      session.searchPath().set("");
    }
  }

  /** The statement that begins here; what is none, after a semicolon in a string, does no harm. */
  private static void ofOne(String sql, int from, Session session) {
    int first = from;
    while (first < sql.length() && !Character.isLetter(sql.charAt(first))) {
      first++;
    }
    if (changesCatalog(sql, first)) {
      session.changesCatalog();
    } else if (starts(sql, first, "set")
        && (mentions(sql, "search_path") || SET_SCHEMA.matcher(sql).find(first))) {
      session.searchPath().set("");
    }
  }

  /** A temporary table is this connection's own and no way to a mapped one. */
  private static boolean changesCatalog(String sql, int first) {
    return (starts(sql, first, "create") && !starts(sql, first, "create temp"))
        || starts(sql, first, "alter")
        || starts(sql, first, "drop");
  }

  private static boolean mentions(String sql, String name) {
    return sql.toLowerCase(Locale.ROOT).contains(name);
  }

  private static boolean starts(String sql, int at, String word) {
    return sql.regionMatches(true, at, word, 0, word.length());
  }
}
