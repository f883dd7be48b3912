package dev.zdm.rewriter.text;

/** White space and comments. */
public final class Blanks {
  private Blanks() {}

  /** The first place at or after {@code from} that is neither white space nor comment. */
  public static int skip(String sql, boolean postgres, int from) {
    int i = from;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c <= ' ') {
        i++;
      } else if (c == '-' && follows(sql, i, '-')) {
        i = lineEnd(sql, postgres, i);
      } else if (c == '/' && follows(sql, i, '*')) {
        i = postgres ? nestedEnd(sql, i) : blockEnd(sql, i);
      } else {
        return i;
      }
    }
    return i;
  }

  private static boolean follows(String sql, int i, char c) {
    return i + 1 < sql.length() && sql.charAt(i + 1) == c;
  }

  private static int lineEnd(String sql, boolean postgres, int from) {
    int i = from;
    while (i < sql.length() && sql.charAt(i) != '\n' && !(postgres && sql.charAt(i) == '\r')) {
      i++;
    }
    return i;
  }

  private static int blockEnd(String sql, int from) {
    int close = sql.indexOf("*/", from + 2);
    return close < 0 ? sql.length() : close + 2;
  }

  private static int nestedEnd(String sql, int from) {
    int depth = 1;
    int i = from + 2;
    while (i < sql.length() && depth > 0) {
      char c = sql.charAt(i);
      if (c == '*' && follows(sql, i, '/')) {
        depth--;
        i += 2;
      } else if (c == '/' && follows(sql, i, '*')) {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    return i;
  }
}
