package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.Lexer;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Statements;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What planning can tell of a read, as a key: two reads with the same key have plans that differ in
 * what they copy from the text, and in nothing else.
 *
 * <p>In the key are all tokens as they are written, but of a literal only a mark of its kind; and
 * between two tokens whether there is nothing, one blank, or more (a comment, too, is more). That
 * is enough, because planning is a function of just this:
 *
 * <ul>
 *   <li>{@link ParserText} shows the parser no literal and no comment. Of a number it shows the
 *       length, as ones, so the mark says whether so many ones fit into an {@code int} or a {@code
 *       long}; of a string, that it is one. What is written without a blank between them and might
 *       be read as one string has no shape.
 *   <li>On SQLite a string may be a name. One that is a name of the mapping stays in the key.
 *   <li>{@link SqlText} notes whether anybody asks for a literal's text. Then the read is planned
 *       anew each time: {@link ReadPlanner} gives no outline of it.
 *   <li>What becomes part of the plan (routing keys, labels, positions) an outline keeps as places.
 * </ul>
 *
 * <p>So an ordinal in ORDER BY, a LIMIT, a JSON key, a cast or a typed literal may change: no plan
 * depends on it. Were it otherwise, the note would tell. A list of two or more literals or
 * parameters of one kind behind IN, and rows of such behind VALUES, are kept in the key without
 * their number.
 *
 * <p>The key is read back in one way only: marks are characters that no token begins with.
 */
public final class Shape {
  /** Longer texts are not analysed, which is for the planner to say. */
  private static final int LONGEST = ReadObstacles.LONGEST;

  private static final List<String> FIRST_WORDS = List.of("SELECT", "WITH", "VALUES", "TABLE");

  private static final int INT_ONES = 10;
  private static final int LONG_ONES = 19;

  private static final char STRING = 1;
  private static final char OTHER_STRING = 2;
  private static final char DIGITS = 3;
  private static final char NUMBER = 6;
  private static final char MANY = 14;

  private final SqlText text;
  private final Set<String> names;
  private final StringBuilder key;

  /** The token of each slot. */
  private final int[] tokens;

  private int slots;

  private Shape(SqlText text, Set<String> names) {
    this.text = text;
    this.names = names;
    this.key = new StringBuilder(text.sql().length());
    this.tokens = new int[text.size()];
  }

  /**
   * The shape of a text.
   *
   * @param names what a string on SQLite can name in the mapping, folded
   * @return null if the text is not one read, or not one that may be planned by its shape
   */
  public static @Nullable Shape of(Dialect dialect, String sql, Set<String> names) {
    if (sql.length() > LONGEST || !reads(dialect, sql)) {
      return null;
    }
    SqlText text = Statements.single(SqlText.of(dialect, sql));
    if (text == null) {
      return null;
    }
    Shape shape = new Shape(text, names);
    return shape.read() ? shape : null;
  }

  /** Whether it begins like a read; a write is planned faster than its shape is found. */
  private static boolean reads(Dialect dialect, String sql) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    long first = Lexer.next(sql, postgres, 0);
    while (first != Lexer.END && sql.charAt(Lexer.start(first)) == '(') {
      first = Lexer.next(sql, postgres, Lexer.end(first));
    }
    if (first == Lexer.END) {
      return false;
    }
    int start = Lexer.start(first);
    int length = Lexer.end(first) - start;
    return FIRST_WORDS.stream()
        .anyMatch(w -> w.length() == length && sql.regionMatches(true, start, w, 0, length));
  }

  private boolean read() {
    int i = 0;
    while (i < text.size()) {
      if (ambiguous(i)) {
        return false;
      }
      int behind = text.punctuation(i, '(') ? repeated(i) : i;
      if (behind == i) {
        slot(i);
        token(i);
        behind = i + 1;
      }
      i = behind;
    }
    return true;
  }

  /** Whether the parser may read a string together with what stands before it. */
  private boolean ambiguous(int i) {
    if (!text.kind(i, Kind.STRING) && !text.kind(i, Kind.OTHER_STRING)) {
      return false;
    }
    boolean joined = i > 0 && text.end(i - 1) == text.start(i);
    boolean prefixed =
        text.kind(i - 1, Kind.WORD)
            || text.kind(i - 1, Kind.STRING)
            || text.kind(i - 1, Kind.OTHER_STRING);
    return (joined && prefixed) || text.end(i) - text.start(i) < 2;
  }

  private void slot(int i) {
    tokens[slots++] = i;
  }

  private void token(int i) {
    int before = i == 0 ? 0 : text.end(i - 1);
    int blanks = text.start(i) - before;
    if (blanks > 0) {
      key.append(blanks == 1 ? ' ' : '\n');
    }
    char mark = mark(i);
    if (mark == 0) {
      key.append(text.sql(), text.start(i), text.end(i));
    } else {
      key.append(mark);
    }
  }

  /** What stands for the token; 0 if it is written out. */
  private char mark(int i) {
    return switch (text.kind(i)) {
      case STRING -> names.isEmpty() || !names.contains(name(i)) ? STRING : 0;
      case OTHER_STRING -> OTHER_STRING;
      case NUMBER -> number(i);
      case PARAMETER -> '?';
      default -> 0;
    };
  }

  private String name(int i) {
    return Dialect.fold(text.nameToCompare(i));
  }

  private char number(int i) {
    int length = text.end(i) - text.start(i);
    int size = length <= INT_ONES ? 0 : length <= LONG_ONES ? 1 : 2;
    return (char) ((text.digits(i) ? DIGITS : NUMBER) + size);
  }

  /** The token behind what is repeated in the parentheses that open here; {@code open} if none. */
  private int repeated(int open) {
    if (text.word(open - 1, "IN")) {
      return list(open);
    }
    return text.word(open - 1, "VALUES") ? rows(open) : open;
  }

  /** IN (literal, literal, ...): its first member has a slot, and stands for the others. */
  private int list(int open) {
    int head = open + 1;
    char mark = head < text.size() ? mark(head) : 0;
    int last = head;
    while (mark != 0 && text.punctuation(last + 1, ',') && marked(last + 2, mark)) {
      last += 2;
    }
    if (last == head || !text.punctuation(last + 1, ')')) {
      return open;
    }
    slot(open);
    token(open);
    slot(head);
    key.append(mark).append(MANY);
    return last + 1;
  }

  private boolean marked(int i, char mark) {
    return i < text.size() && mark(i) == mark;
  }

  /** VALUES (literal, ...), (literal, ...): no token of it has a slot. */
  private int rows(int open) {
    int end = rowEnd(open);
    int last = end;
    while (last > 0
        && text.punctuation(last + 1, ',')
        && text.punctuation(last + 2, '(')
        && alike(open, end, last + 2)) {
      last += 2 + end - open;
    }
    if (last == end || text.punctuation(last + 1, ',')) {
      return open;
    }
    token(open);
    for (int i = open + 1; i < end; i += 2) {
      key.append(mark(i)).append(text.punctuation(i + 1, ',') ? ',' : ')');
    }
    key.append(MANY);
    return last + 1;
  }

  /** The end of the row of literals or parameters that opens here; -1 if it is none. */
  private int rowEnd(int open) {
    int i = open + 1;
    while (i < text.size() && mark(i) != 0) {
      if (text.punctuation(i + 1, ')')) {
        return i + 1;
      }
      i = text.punctuation(i + 1, ',') ? i + 2 : text.size();
    }
    return -1;
  }

  private boolean alike(int open, int end, int other) {
    for (int i = open + 1; i < end; i += 2) {
      int twin = other + i - open;
      char closing = text.punctuation(i + 1, ',') ? ',' : ')';
      if (!marked(twin, mark(i)) || !text.punctuation(twin + 1, closing)) {
        return false;
      }
    }
    return true;
  }

  public SqlText text() {
    return text;
  }

  public String key() {
    return key.toString();
  }

  public int tokenOf(int slot) {
    return tokens[slot];
  }

  /** The slot of a token; -1 if it has none. */
  int slotOf(int token) {
    return Math.max(-1, Arrays.binarySearch(tokens, 0, slots, token));
  }

  /** How many values a slot stands for. */
  int members(int slot) {
    return slot + 1 == slots ? 1 : (tokens[slot + 1] - tokens[slot] + 1) / 2;
  }
}
