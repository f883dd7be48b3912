package dev.zdm.rewriter.text;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.HashMap;
import java.util.Map;

/**
 * The collations that a table of SQLite gives its columns, told from the text that made it: no
 * PRAGMA says them.
 */
public final class ColumnCollations {
  private static final String DEFAULT = "binary";

  private ColumnCollations() {}

  /**
   * The collation of each column that has another than BINARY; both names folded.
   *
   * @param definition the text in {@code sqlite_master}
   */
  public static Map<String, String> of(String definition) {
    SqlText text = SqlText.of(Dialect.SQLITE, definition);
    int open = 0;
    while (open < text.size() && !text.punctuation(open, '(')) {
      open++;
    }
    int close = open < text.size() ? text.closing(open) : open;
    Map<String, String> collations = new HashMap<>();
    int column = open + 1;
    for (int i = open + 1; i < close; i++) {
      boolean inside = text.depth(i) > text.depth(open) + 1;
      if (!inside && text.punctuation(i, ',')) {
        column = i + 1;
      } else if (!inside && i > column && text.word(i, "COLLATE") && text.nameLike(i + 1)) {
        String collation = Dialect.fold(text.name(i + 1));
        if (!collation.equals(DEFAULT)) {
          collations.put(Dialect.fold(text.name(column)), collation);
        }
      }
    }
    return collations;
  }
}
