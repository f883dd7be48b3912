package dev.zdm.rewriter.text;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One SQL text and its tokens, with the questions that planning asks of them. Not shared between
 * threads: it notes whether planning has looked at a literal.
 */
public final class SqlText {
  private static final int FEW = 32;

  private final Dialect dialect;
  private final String original;
  private final String sql;

  /** As the lexer packs them. */
  private final long[] tokens;

  private final int size;
  private int @Nullable [] depths;
  private int @Nullable [] ordinals;
  private boolean sawLiteral;

  private SqlText(Dialect dialect, String original, String sql, long[] tokens, int size) {
    this.dialect = dialect;
    this.original = original;
    this.sql = sql;
    this.tokens = tokens;
    this.size = size;
  }

  public static SqlText of(Dialect dialect, String sql) {
    return of(dialect, sql, sql);
  }

  /** The tokens of {@code sql}, the one statement in the application's text {@code original}. */
  public static SqlText of(Dialect dialect, String original, String sql) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    long[] tokens = new long[FEW];
    int size = 0;
    long token = Lexer.next(sql, postgres, 0);
    while (token != Lexer.END) {
      if (size == tokens.length) {
        tokens = Arrays.copyOf(tokens, 2 * size);
      }
      tokens[size++] = token;
      token = Lexer.next(sql, postgres, Lexer.end(token));
    }
    return new SqlText(dialect, original, sql, tokens, size);
  }

  /** The text before the token. */
  SqlText before(int token) {
    return new SqlText(dialect, original, sql.substring(0, start(token)), tokens, token);
  }

  private int[] depths() {
    int[] known = depths;
    if (known == null) {
      known = countedDepths();
      depths = known;
    }
    return known;
  }

  private int[] countedDepths() {
    int[] result = new int[size];
    int depth = 0;
    for (int i = 0; i < size; i++) {
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

  public Dialect dialect() {
    return dialect;
  }

  /** The application's text, with the semicolon that may have ended it. */
  public String original() {
    return original;
  }

  public String sql() {
    return sql;
  }

  /** Whether a quote that begins in it never ends: what stands behind it would be in the quote. */
  public boolean endsInQuote() {
    if (size == 0 || end(size - 1) < sql.length()) {
      return false;
    }
    long last = Lexer.next(sql + "\n;", dialect == Dialect.POSTGRESQL, start(size - 1));
    return Lexer.end(last) > sql.length();
  }

  public int size() {
    return size;
  }

  public Token token(int i) {
    return new Token(Lexer.kind(tokens[i]), start(i), end(i));
  }

  public int start(int i) {
    return Lexer.start(tokens[i]);
  }

  public int end(int i) {
    return Lexer.end(tokens[i]);
  }

  /** How many parentheses are open at the token; a parenthesis has the depth outside of it. */
  public int depth(int i) {
    return depths()[i];
  }

  /** The token that closes what token {@code open} opens; the size of the text if none does. */
  public int closing(int open) {
    int i = open + 1;
    while (i < size() && depth(i) > depth(open)) {
      i++;
    }
    return i;
  }

  public int deepest() {
    int deepest = 0;
    for (int depth : depths()) {
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  /** The token as written. */
  public String text(int i) {
    sawLiteral |= literal(i);
    return written(i);
  }

  private String written(int i) {
    return sql.substring(start(i), end(i));
  }

  public Kind kind(int i) {
    return Lexer.kind(tokens[i]);
  }

  public boolean kind(int i, Kind kind) {
    return i >= 0 && i < size && Lexer.kind(tokens[i]) == kind;
  }

  /** Whether the token is a value, written out. */
  public boolean literal(int i) {
    return kind(i, Kind.STRING) || kind(i, Kind.OTHER_STRING) || kind(i, Kind.NUMBER);
  }

  /**
   * Whether anybody has asked for the text of a literal, or for the name that it may be. Whoever
   * learns of a literal only what the shape of a read keeps of it does not ask for its text.
   */
  public boolean sawLiteral() {
    return sawLiteral;
  }

  /** Whether the number has no other characters than digits. */
  public boolean digits(int i) {
    for (int place = start(i); place < end(i); place++) {
      if (sql.charAt(place) < '0' || sql.charAt(place) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The value of a plain string or number: for the plan, not for planning. */
  public String value(int i) {
    return kind(i, Kind.STRING) ? unquoted(i) : written(i);
  }

  /** Which of the text's parameters the token is, from 1. */
  public int ordinal(int i) {
    int[] known = ordinals;
    if (known == null) {
      known = new int[size];
      for (int token = 0, count = 0; token < size; token++) {
        count += kind(token, Kind.PARAMETER) ? 1 : 0;
        known[token] = count;
      }
      ordinals = known;
    }
    return known[i];
  }

  public boolean punctuation(int i, char c) {
    return kind(i, Kind.PUNCTUATION) && sql.charAt(start(i)) == c && end(i) == start(i) + 1;
  }

  /** Whether the token is this keyword. */
  public boolean word(int i, String word) {
    return kind(i, Kind.WORD)
        && end(i) - start(i) == word.length()
        && sql.regionMatches(true, start(i), word, 0, word.length());
  }

  public boolean anyWord(int i, String... words) {
    for (String word : words) {
      if (word(i, word)) {
        return true;
      }
    }
    return false;
  }

  /** The first token from {@code from} on, outside all parentheses, that is this keyword; or -1. */
  public int find(int from, String word) {
    for (int i = from; i < size(); i++) {
      if (depth(i) == 0 && word(i, word) && !punctuation(i - 1, '.')) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the keyword is anywhere in the text. */
  public boolean contains(String... words) {
    for (int i = 0; i < size(); i++) {
      if (anyWord(i, words)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the token can only be a name or a keyword. */
  public boolean identifier(int i) {
    return kind(i, Kind.WORD) || kind(i, Kind.QUOTED);
  }

  /** Whether the token is a name, or on SQLite a string that may be one. */
  public boolean nameLike(int i) {
    return identifier(i) || (dialect == Dialect.SQLITE && kind(i, Kind.STRING));
  }

  public boolean quoted(int i) {
    return !kind(i, Kind.WORD);
  }

  /** The token's name without quotes, in the case as written. */
  public String name(int i) {
    sawLiteral |= literal(i);
    return unquoted(i);
  }

  /**
   * The name that the token is, or, where it is a string, may be. For whoever only compares it with
   * the names of the mapping, which the shape of a read does as well.
   */
  public String nameToCompare(int i) {
    return unquoted(i);
  }

  private String unquoted(int i) {
    String text = written(i);
    if (kind(i, Kind.WORD)) {
      return text;
    }
    char open = text.charAt(0);
    String inner = text.substring(1, Math.max(1, text.length() - 1));
    return open == '[' ? inner : inner.replace("" + open + open, String.valueOf(open));
  }

  /** The name as the engine stores or compares it. */
  public String canonical(int i) {
    boolean exact = dialect == Dialect.POSTGRESQL && quoted(i);
    return exact ? name(i) : Dialect.fold(name(i));
  }

  /** The token that begins at this place; -1 if none does. */
  public int startingAt(int place) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int start = start(middle);
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

  /** The token that ends at this place, the one after its last character; -1 if none does. */
  public int endingAt(int place) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(middle) < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return size > 0 && end(low) == place ? low : -1;
  }

  /** The last token of the dotted name that begins at token {@code first}. */
  public int chainEnd(int first) {
    int last = first;
    while (punctuation(last + 1, '.') && nameLike(last + 2)) {
      last += 2;
    }
    return last;
  }

  /** The first token of the dotted name that token {@code i} is part of. */
  public int chainStart(int i) {
    int first = i;
    while (punctuation(first - 1, '.') && nameLike(first - 2)) {
      first -= 2;
    }
    return first;
  }
}
