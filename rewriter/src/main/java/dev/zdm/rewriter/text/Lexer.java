package dev.zdm.rewriter.text;

import dev.zdm.rewriter.text.Token.Kind;

/**
 * Cuts SQL text into tokens, one step at a time and without allocating: a token is packed into a
 * long. Quotes that never end reach to the end of the text.
 */
public final class Lexer {
  /** What {@link #next} says at the end of the text. */
  public static final long END = -1;

  private static final Kind[] KINDS = Kind.values();
  private static final boolean[] IN_WORD = wordCharacters();
  private static final int PLACE_BITS = 28;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;

  /** The longest text whose places fit into a packed token. */
  public static final int MAX_LENGTH = PLACE_MASK;

  private Lexer() {}

  public static Kind kind(long token) {
    return KINDS[(int) (token >>> (2 * PLACE_BITS))];
  }

  public static int start(long token) {
    return (int) (token >>> PLACE_BITS) & PLACE_MASK;
  }

  public static int end(long token) {
    return (int) token & PLACE_MASK;
  }

  @SuppressWarnings("EnumOrdinal") // packed and unpacked within this class only
  private static long token(Kind kind, int start, int end) {
    return ((long) kind.ordinal() << (2 * PLACE_BITS)) | ((long) start << PLACE_BITS) | end;
  }

  /** The first token at or after {@code from}, or {@link #END}. */
  public static long next(String sql, boolean postgres, int from) {
    int i = Blanks.skip(sql, postgres, from);
    if (i >= sql.length()) {
      return END;
    }
    char c = sql.charAt(i);
    if (startsWord(c)) {
      return word(sql, postgres, i);
    }
    if (digit(c) || (c == '.' && digit(at(sql, i + 1)))) {
      return token(Kind.NUMBER, i, numberEnd(sql, i));
    }
    return switch (c) {
      case '\'' -> token(Kind.STRING, i, quoteEnd(sql, i, '\''));
      case '"' -> token(Kind.QUOTED, i, quoteEnd(sql, i, '"'));
      case '`', '[' -> postgres ? punctuation(i, 1) : sqliteName(sql, i, c);
      case '?' -> parameter(sql, postgres, i);
      case '$' -> postgres ? dollar(sql, i) : named(sql, i);
      case '@' -> postgres ? punctuation(i, 1) : named(sql, i);
      case ':' -> colon(sql, postgres, i);
      default -> punctuation(i, 1);
    };
  }

  private static long punctuation(int i, int length) {
    return token(Kind.PUNCTUATION, i, i + length);
  }

  private static long word(String sql, boolean postgres, int i) {
    int prefixed = prefixedString(sql, postgres, i);
    if (prefixed > 0) {
      return token(Kind.OTHER_STRING, i, prefixed);
    }
    if (postgres && unicode(sql, i) && at(sql, i + 2) == '"') {
      return token(Kind.UNICODE_QUOTED, i, quoteEnd(sql, i + 2, '"'));
    }
    int end = i + 1;
    while (end < sql.length() && inWord(sql.charAt(end))) {
      end++;
    }
    return token(Kind.WORD, i, end);
  }

  /** The end of a string whose prefix begins at {@code i}; 0 if there is none. */
  private static int prefixedString(String sql, boolean postgres, int i) {
    char prefix = (char) (sql.charAt(i) | 0x20);
    if (postgres && unicode(sql, i) && at(sql, i + 2) == '\'') {
      return quoteEnd(sql, i + 2, '\'');
    }
    if (at(sql, i + 1) != '\'') {
      return 0;
    }
    if (postgres && prefix == 'e') {
      return backslashEnd(sql, i + 1);
    }
    boolean known = prefix == 'x' || (postgres && (prefix == 'b' || prefix == 'n'));
    return known ? quoteEnd(sql, i + 1, '\'') : 0;
  }

  private static boolean unicode(String sql, int i) {
    return (sql.charAt(i) | 0x20) == 'u' && at(sql, i + 1) == '&';
  }

  private static int quoteEnd(String sql, int i, char quote) {
    int end = i + 1;
    while (end < sql.length()) {
      if (sql.charAt(end) != quote) {
        end++;
      } else if (at(sql, end + 1) == quote) {
        end += 2;
      } else {
        return end + 1;
      }
    }
    return sql.length();
  }

  private static int backslashEnd(String sql, int i) {
    int end = i + 1;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      if (c == '\\' || (c == '\'' && at(sql, end + 1) == '\'')) {
        end += 2;
      } else if (c == '\'') {
        return end + 1;
      } else {
        end++;
      }
    }
    return sql.length();
  }

  private static long sqliteName(String sql, int i, char quote) {
    if (quote == '`') {
      return token(Kind.QUOTED, i, quoteEnd(sql, i, '`'));
    }
    int close = sql.indexOf(']', i);
    return token(Kind.QUOTED, i, close < 0 ? sql.length() : close + 1);
  }

  private static long parameter(String sql, boolean postgres, int i) {
    if (postgres) {
      return at(sql, i + 1) == '?' ? punctuation(i, 2) : token(Kind.PARAMETER, i, i + 1);
    }
    int end = i + 1;
    while (digit(at(sql, end))) {
      end++;
    }
    return token(end == i + 1 ? Kind.PARAMETER : Kind.NAMED_PARAMETER, i, end);
  }

  private static long named(String sql, int i) {
    int end = i + 1;
    while (end < sql.length() && inWord(sql.charAt(end))) {
      end++;
    }
    return end == i + 1 ? punctuation(i, 1) : token(Kind.NAMED_PARAMETER, i, end);
  }

  private static long colon(String sql, boolean postgres, int i) {
    if (at(sql, i + 1) == ':') {
      return punctuation(i, 2);
    }
    return postgres ? punctuation(i, 1) : named(sql, i);
  }

  private static long dollar(String sql, int i) {
    if (digit(at(sql, i + 1))) {
      return named(sql, i);
    }
    int tag = i + 1;
    while (tag < sql.length() && sql.charAt(tag) != '$' && inWord(sql.charAt(tag))) {
      tag++;
    }
    if (at(sql, tag) != '$') {
      return punctuation(i, 1);
    }
    int length = tag + 1 - i;
    for (int end = tag + 1; end + length <= sql.length(); end++) {
      if (sql.regionMatches(end, sql, i, length)) {
        return token(Kind.OTHER_STRING, i, end + length);
      }
    }
    return token(Kind.OTHER_STRING, i, sql.length());
  }

  private static int numberEnd(String sql, int i) {
    int end = i + 1;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      boolean exponent = (c == '+' || c == '-') && (sql.charAt(end - 1) | 0x20) == 'e';
      if (!(inWord(c) || c == '.' || (exponent && decimal(sql, i)))) {
        break;
      }
      end++;
    }
    return end;
  }

  private static boolean decimal(String sql, int i) {
    return (at(sql, i + 1) | 0x20) != 'x';
  }

  private static char at(String sql, int i) {
    return i < sql.length() ? sql.charAt(i) : 0;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean startsWord(char c) {
    return c >= 0x80 || (IN_WORD[c] && c > '9');
  }

  private static boolean inWord(char c) {
    return c >= 0x80 || IN_WORD[c];
  }

  /** The ASCII characters of names; those that may begin one come after the digits. */
  private static boolean[] wordCharacters() {
    boolean[] result = new boolean[0x80];
    for (char c = 0; c < result.length; c++) {
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      result[c] = letter || digit(c) || c == '_' || c == '$';
    }
    return result;
  }
}
