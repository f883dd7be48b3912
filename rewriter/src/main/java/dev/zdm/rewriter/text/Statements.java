package dev.zdm.rewriter.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts a text at its semicolons. */
public final class Statements {
  private Statements() {}

  /** The statements of the text, without their semicolons; empty ones are left out. */
  public static List<String> of(SqlText text) {
    List<String> result = new ArrayList<>();
    int first = 0;
    for (int i = 0; i <= text.size(); i++) {
      if (i == text.size() || text.punctuation(i, ';')) {
        if (i > first) {
          int begin = first == 0 ? 0 : text.start(first);
          result.add(text.sql().substring(begin, end(text, i)));
        }
        first = i + 1;
      }
    }
    return result;
  }

  /**
   * The statements of the text as PostgreSQL's driver cuts them, each with the blanks before it, so
   * that places in error messages are counted alike. Empty if a semicolon is in parentheses.
   */
  public static List<String> parts(SqlText text) {
    List<String> result = new ArrayList<>();
    int begin = 0;
    int first = 0;
    for (int i = 0; i <= text.size(); i++) {
      if (i < text.size() && text.punctuation(i, ';') && text.depth(i) != 0) {
        return List.of();
      }
      if (i == text.size() || text.punctuation(i, ';')) {
        if (i > first) {
          result.add(text.sql().substring(begin, end(text, i)));
        }
        begin = i == text.size() ? begin : text.end(i);
        first = i + 1;
      }
    }
    return result;
  }

  private static int end(SqlText text, int i) {
    return i == text.size() ? text.sql().length() : text.start(i);
  }

  /**
   * The one statement of a text that begins with it, without semicolons; null if there are more.
   */
  public static @Nullable SqlText single(SqlText text) {
    int end = 0;
    while (end < text.size() && !text.punctuation(end, ';')) {
      end++;
    }
    for (int i = end; i < text.size(); i++) {
      if (!text.punctuation(i, ';')) {
        return null;
      }
    }
    if (end == 0) {
      return null;
    }
    return end == text.size() ? text : text.before(end);
  }
}
