package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQLite names an unnamed expression by its source text. Where a splice changes that text, the
 * expression gets the old text as its name.
 */
final class SqliteLabels {
  private SqliteLabels() {}

  /** The names to be added; null if one is needed at a place that is not known. */
  static @Nullable List<Splice.Label> of(
      SqlText text, ReadWalk walk, List<TableReference> references) {
    List<Splice.Label> labels = new ArrayList<>();
    if (text.dialect() != Dialect.SQLITE) {
      return labels;
    }
    for (ReadWalk.Span item : walk.unnamedItems()) {
      int first = text.startingAt(item.begin());
      int last = text.endingAt(item.end());
      if (first < 0 || last < 0) {
        return null;
      }
      if (references.stream().anyMatch(r -> first <= r.first() && r.last() <= last)) {
        labels.add(new Splice.Label(first, last));
      }
    }
    return labels;
  }
}
