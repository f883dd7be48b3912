package dev.zdm.rewriter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQLite names an unnamed expression by its source text. Where an edit changes that text, the
 * expression gets the old text as its name.
 */
final class SqliteLabels {
  private SqliteLabels() {}

  /** The names to be added; null if one is needed at a place that is not known. */
  static @Nullable List<Edit> edits(SqlText text, ReadWalk walk, List<Edit> tables) {
    List<Edit> labels = new ArrayList<>();
    if (text.dialect() != Dialect.SQLITE) {
      return labels;
    }
    for (ReadWalk.Span item : walk.unnamedItems()) {
      if (item.begin() < 0 || item.end() < 0) {
        return null;
      }
      if (tables.stream().anyMatch(e -> item.begin() <= e.begin() && e.end() <= item.end())) {
        labels.add(new Edit(item.end(), item.end(), " AS " + label(text, item)));
      }
    }
    return labels;
  }

  /** The engine's own rule: from the expression's first token up to the token that follows it. */
  private static String label(SqlText text, ReadWalk.Span item) {
    int next = text.sql().length();
    for (int i = 0; i < text.size(); i++) {
      if (text.token(i).start() >= item.end()) {
        next = text.token(i).start();
        break;
      }
    }
    return text.dialect().quote(text.sql().substring(item.begin(), next).strip());
  }
}
