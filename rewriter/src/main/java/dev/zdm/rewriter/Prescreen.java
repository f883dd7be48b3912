package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.text.Lexer;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text, without allocating: can it name anything of the mapping? It may say yes too
 * often, never no too often. Immutable.
 */
final class Prescreen {
  /** In E'', what may stand for any letter, and what stands for itself or for a blank. */
  private static final Pattern SPELLING = Pattern.compile("\\\\[0-7xuU]");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  private final boolean postgres;
  private final String[] names;

  /** By length of a name, a bit for each of its possible first characters; 0: no such length. */
  private final long[] firsts;

  /** Of a text that truncates, whether it can name what cascades into a mapped table; or null. */
  private final @Nullable Prescreen truncating;

  Prescreen(Mapping mapping, Roles roles) {
    this(mapping, Names.folded(mapping, roles), truncating(mapping, Names.truncating(mapping)));
  }

  private static @Nullable Prescreen truncating(Mapping mapping, List<String> names) {
    return names.isEmpty() ? null : new Prescreen(mapping, names, null);
  }

  private Prescreen(Mapping mapping, List<String> folded, @Nullable Prescreen truncating) {
    this.postgres = mapping.dialect() == Dialect.POSTGRESQL;
    this.truncating = truncating;
    this.names = folded.toArray(new String[0]);
    int longest = folded.stream().mapToInt(String::length).max().orElse(0);
    this.firsts = new long[longest + 1];
    for (String name : names) {
      if (!name.isEmpty()) {
        firsts[name.length()] |= bit(name.charAt(0));
      }
    }
  }

  private static long bit(char c) {
    return 1L << (lower(c) & 63);
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Whether the text deserves a closer look. */
  boolean mayName(String sql) {
    return mayName(sql, false);
  }

  private boolean mayName(String sql, boolean executed) {
    if (sql.length() > Lexer.MAX_LENGTH) {
      return true;
    }
    boolean block = executed;
    boolean begins = true;
    long token = Lexer.next(sql, postgres, 0);
    while (token != Lexer.END) {
      block |= begins && postgres && (word(sql, token, "do") || word(sql, token, "create"));
      if (matches(sql, token)
          || (postgres && code(sql, token, block) && inside(sql, token))
          || (truncating != null && word(sql, token, "truncate") && truncating.mayName(sql))) {
        return true;
      }
      begins = sql.charAt(Lexer.start(token)) == ';';
      token = Lexer.next(sql, postgres, Lexer.end(token));
    }
    return false;
  }

  /** Whether one of the text's strings, read as SQL, may name anything of the mapping. */
  boolean mayNameInStrings(String sql) {
    long token = Lexer.next(sql, postgres, 0);
    while (token != Lexer.END) {
      if (code(sql, token, true) && inside(sql, token)) {
        return true;
      }
      token = Lexer.next(sql, postgres, Lexer.end(token));
    }
    return false;
  }

  private static boolean word(String sql, long token, String word) {
    return Lexer.end(token) - Lexer.start(token) == word.length()
        && sql.regionMatches(true, Lexer.start(token), word, 0, word.length());
  }

  /** Whether the string may be the body of a function or of a DO block. */
  private static boolean code(String sql, long token, boolean block) {
    return switch (Lexer.kind(token)) {
      case OTHER_STRING -> block || sql.charAt(Lexer.start(token)) == '$';
      case STRING -> block;
      default -> false;
    };
  }

  /** Code may execute the strings that it holds. */
  private boolean inside(String sql, long token) {
    int first = Lexer.start(token);
    boolean dollars = sql.charAt(first) == '$';
    int start = dollars ? first + dollars(sql, token) : sql.indexOf('\'', first) + 1;
    int end = Lexer.end(token) - (dollars ? dollars(sql, token) : 1);
    String code = start < end ? sql.substring(start, end) : "";
    return switch (sql.charAt(first)) {
      case 'e', 'E' -> SPELLING.matcher(code).find() || mayName(unescaped(code), true);
      case 'u', 'U' -> !code.isEmpty(); // UESCAPE says behind it what is one
      default -> mayName(code, true);
    };
  }

  private static String unescaped(String code) {
    return ESCAPE
        .matcher(code)
        .replaceAll(
            e -> "bfnrt".contains(e.group(1)) ? "  " : Matcher.quoteReplacement(" " + e.group(1)));
  }

  private static int dollars(String sql, long token) {
    return sql.indexOf('$', Lexer.start(token) + 1) + 1 - Lexer.start(token);
  }

  private boolean matches(String sql, long token) {
    Kind kind = Lexer.kind(token);
    int start = Lexer.start(token);
    int end = Lexer.end(token);
    return switch (kind) {
      case WORD -> named(sql, start, end);
      case QUOTED -> quoted(sql, start, end);
      case STRING -> !postgres && quoted(sql, start, end);
      case UNICODE_QUOTED -> true;
      default -> false;
    };
  }

  private boolean quoted(String sql, int start, int end) {
    char quote = sql.charAt(start);
    if (quote != '[' && sql.indexOf(quote, start + 1) < end - 1) {
      return true;
    }
    return named(sql, start + 1, end - 1);
  }

  private boolean named(String sql, int start, int end) {
    int length = end - start;
    if (length <= 0 || length >= firsts.length) {
      return false;
    }
    if ((firsts[length] & bit(sql.charAt(start))) == 0) {
      return false;
    }
    for (String name : names) {
      if (name.length() == length && same(sql, start, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(String sql, int start, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (lower(sql.charAt(start + i)) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
