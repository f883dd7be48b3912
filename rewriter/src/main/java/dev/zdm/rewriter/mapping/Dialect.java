package dev.zdm.rewriter.mapping;

/** The SQL that an engine speaks: how it folds, quotes and compares names, and what it can do. */
public enum Dialect {
  /** PostgreSQL 14 and later: unquoted names fold to lower case. */
  POSTGRESQL,
  /** SQLite 3.35 and later: names are compared without case, quoted or not. */
  SQLITE;

  /** Whether {@code written}, an identifier without its quotes, names {@code stored}. */
  public boolean sameName(String written, boolean quoted, String stored) {
    return switch (this) {
      case POSTGRESQL -> quoted ? written.equals(stored) : fold(written).equals(stored);
      case SQLITE -> fold(written).equals(fold(stored));
    };
  }

  /** The name as a quoted identifier of this dialect. */
  public String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The value as a string literal of this dialect. */
  public String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** ASCII lower case: what both engines do to an unquoted name, whatever the locale. */
  public static String fold(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return foldFrom(name, i);
      }
    }
    return name;
  }

  private static String foldFrom(String name, int first) {
    char[] chars = name.toCharArray();
    for (int i = first; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] + ('a' - 'A'));
      }
    }
    return new String(chars);
  }
}
