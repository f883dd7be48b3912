package dev.zdm.rewriter.copy;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An {@code up} or {@code down} expression with its <code>{name}</code> placeholders filled in.
 * What stands in a string literal or a quoted identifier stays as it is.
 */
public final class RowExpression {
  private final String text;
  private final UnaryOperator<String> column;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private RowExpression(String text, UnaryOperator<String> column) {
    this.text = text;
    this.column = column;
  }

  /**
   * The expression over a row's columns.
   *
   * @param column what stands for the named column; throws IllegalArgumentException if there is
   *     none
   */
  public static String over(String expression, UnaryOperator<String> column) {
    return new RowExpression(expression, column).fill();
  }

  /** The columns that the expression names. */
  public static Set<String> names(String expression) {
    Set<String> names = new LinkedHashSet<>();
    over(
        expression,
        name -> {
          names.add(name);
          return name;
        });
    return names;
  }

  private String fill() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\'', '"' -> quoted(c);
        case '{' -> placeholder();
        case '?' -> throw wrong("a ? would be taken for a parameter");
        default -> plain(c);
      }
    }
    return out.toString();
  }

  private void plain(char c) {
    if (c == '-' && text.startsWith("--", at)) {
      throw wrong("a line comment would swallow what follows it");
    }
    out.append(c);
    at++;
  }

  private void quoted(char quote) {
    boolean backslashes = quote == '\'' && escapeString();
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      end += backslashes && text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw wrong("a quote is not closed");
    }
    out.append(text, at, end + 1);
    at = end + 1;
  }

  private boolean escapeString() {
    boolean e = at > 0 && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e');
    return e && (at == 1 || !Character.isJavaIdentifierPart(text.charAt(at - 2)));
  }

  private void placeholder() {
    int end = text.indexOf('}', at);
    if (end < 0) {
      throw wrong("a { is not closed");
    }
    out.append(column.apply(text.substring(at + 1, end)));
    at = end + 1;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + ", at position " + at + " of: " + text);
  }
}
