package dev.zdm.rewriter;

import dev.zdm.rewriter.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** One SQL text and its tokens, with the questions that planning asks of them. Immutable. */
final class SqlText {
  private final Dialect dialect;
  private final String original;
  private final String sql;
  private final List<Token> tokens;
  private final int[] depths;

  private SqlText(Dialect dialect, String original, String sql, List<Token> tokens) {
    this.dialect = dialect;
    this.original = original;
    this.sql = sql;
    this.tokens = List.copyOf(tokens);
    this.depths = depths();
  }

  static SqlText of(Dialect dialect, String sql) {
    return of(dialect, sql, sql);
  }

  /** The tokens of {@code sql}, the one statement in the application's text {@code original}. */
  static SqlText of(Dialect dialect, String original, String sql) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    List<Token> tokens = new ArrayList<>();
    long token = Lexer.next(sql, postgres, 0);
    while (token != Lexer.END) {
      tokens.add(new Token(Lexer.kind(token), Lexer.start(token), Lexer.end(token)));
      token = Lexer.next(sql, postgres, Lexer.end(token));
    }
    return new SqlText(dialect, original, sql, tokens);
  }

  private int[] depths() {
    int[] result = new int[tokens.size()];
    int depth = 0;
    for (int i = 0; i < result.length; i++) {
      if (punctuation(i, ')') || punctuation(i, ']')) {
        depth--;
      }
      result[i] = depth;
      if (punctuation(i, '(') || punctuation(i, '[')) {
        depth++;
      }
    }
    return result;
  }

  Dialect dialect() {
    return dialect;
  }

  /** The application's text, with the semicolon that may have ended it. */
  String original() {
    return original;
  }

  String sql() {
    return sql;
  }

  int size() {
    return tokens.size();
  }

  Token token(int i) {
    return tokens.get(i);
  }

  /** How many parentheses are open at the token; a parenthesis has the depth outside of it. */
  int depth(int i) {
    return depths[i];
  }

  /** The token that closes what token {@code open} opens; the size of the text if none does. */
  int closing(int open) {
    int i = open + 1;
    while (i < size() && depths[i] > depths[open]) {
      i++;
    }
    return i;
  }

  int deepest() {
    int deepest = 0;
    for (int depth : depths) {
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  String text(int i) {
    return sql.substring(tokens.get(i).start(), tokens.get(i).end());
  }

  boolean kind(int i, Kind kind) {
    return i >= 0 && i < size() && tokens.get(i).kind() == kind;
  }

  boolean punctuation(int i, char c) {
    return kind(i, Kind.PUNCTUATION)
        && sql.charAt(tokens.get(i).start()) == c
        && tokens.get(i).end() == tokens.get(i).start() + 1;
  }

  /** Whether the token is this keyword. */
  boolean word(int i, String word) {
    return kind(i, Kind.WORD)
        && tokens.get(i).end() - tokens.get(i).start() == word.length()
        && sql.regionMatches(true, tokens.get(i).start(), word, 0, word.length());
  }

  boolean anyWord(int i, String... words) {
    for (String word : words) {
      if (word(i, word)) {
        return true;
      }
    }
    return false;
  }

  /** The first token from {@code from} on, outside all parentheses, that is this keyword; or -1. */
  int find(int from, String word) {
    for (int i = from; i < size(); i++) {
      if (depths[i] == 0 && word(i, word) && !punctuation(i - 1, '.')) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the keyword is anywhere in the text. */
  boolean contains(String... words) {
    for (int i = 0; i < size(); i++) {
      if (anyWord(i, words)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the token can only be a name or a keyword. */
  boolean identifier(int i) {
    return kind(i, Kind.WORD) || kind(i, Kind.QUOTED);
  }

  /** Whether the token is a name, or on SQLite a string that may be one. */
  boolean nameLike(int i) {
    return identifier(i) || (dialect == Dialect.SQLITE && kind(i, Kind.STRING));
  }

  boolean quoted(int i) {
    return !kind(i, Kind.WORD);
  }

  /** The token's name without quotes, in the case as written. */
  String name(int i) {
    String text = text(i);
    if (kind(i, Kind.WORD)) {
      return text;
    }
    char open = text.charAt(0);
    String inner = text.substring(1, Math.max(1, text.length() - 1));
    return open == '[' ? inner : inner.replace("" + open + open, String.valueOf(open));
  }

  /** The name as the engine stores or compares it. */
  String canonical(int i) {
    boolean exact = dialect == Dialect.POSTGRESQL && quoted(i);
    return exact ? name(i) : Dialect.fold(name(i));
  }

  /** The token that begins at this place; -1 if none does. */
  int startingAt(int place) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int start = tokens.get(middle).start();
      if (start == place) {
        return middle;
      }
      if (start < place) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** The last token of the dotted name that begins at token {@code first}. */
  int chainEnd(int first) {
    int last = first;
    while (punctuation(last + 1, '.') && nameLike(last + 2)) {
      last += 2;
    }
    return last;
  }

  /** The first token of the dotted name that token {@code i} is part of. */
  int chainStart(int i) {
    int first = i;
    while (punctuation(first - 1, '.') && nameLike(first - 2)) {
      first -= 2;
    }
    return first;
  }

  /**
   * The statements of the text as PostgreSQL's driver cuts them, each with the blanks before it, so
   * that places in error messages are counted alike. Empty if a semicolon is in parentheses.
   */
  List<String> parts() {
    List<String> result = new ArrayList<>();
    int begin = 0;
    int first = 0;
    for (int i = 0; i <= size(); i++) {
      if (i < size() && punctuation(i, ';') && depth(i) != 0) {
        return List.of();
      }
      if (i == size() || punctuation(i, ';')) {
        if (i > first) {
          result.add(sql.substring(begin, i == size() ? sql.length() : tokens.get(i).start()));
        }
        begin = i == size() ? begin : tokens.get(i).end();
        first = i + 1;
      }
    }
    return result;
  }

  /** The statements of the text, without their semicolons; empty ones are left out. */
  List<String> statements() {
    List<String> result = new ArrayList<>();
    int first = 0;
    for (int i = 0; i <= size(); i++) {
      if (i == size() || punctuation(i, ';')) {
        if (i > first) {
          int begin = first == 0 ? 0 : tokens.get(first).start();
          result.add(sql.substring(begin, i == size() ? sql.length() : tokens.get(i).start()));
        }
        first = i + 1;
      }
    }
    return result;
  }
}
