package dev.zdm.driver;

/** Tells by its first word whether a statement may change the catalog. */
final class Ddl {
  private Ddl() {}

  static boolean is(String sql) {
    int i = 0;
    while (i < sql.length() && !Character.isLetter(sql.charAt(i))) {
      i++;
    }
    return starts(sql, i, "create") || starts(sql, i, "alter") || starts(sql, i, "drop");
  }

  private static boolean starts(String sql, int at, String word) {
    return sql.regionMatches(true, at, word, 0, word.length());
  }
}
