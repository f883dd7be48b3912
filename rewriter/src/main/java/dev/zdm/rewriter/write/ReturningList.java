package dev.zdm.rewriter.write;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a write's own RETURNING list, or why they are not known.
 *
 * @param labels in order; empty if there is no list
 * @param reason why the list is not understood; null if it is
 * @param token where; -1 if it is understood
 */
record ReturningList(List<String> labels, @Nullable String reason, int token) {

  static ReturningList of(SqlText text, WriteFrame frame, MappedTable table) {
    int returning = text.find(frame.body(), "RETURNING");
    if (returning < 0) {
      return new ReturningList(List.of(), null, -1);
    }
    if (text.word(returning + 1, "WITH")) {
      return unknown(returning, "RETURNING WITH is not mirrored; name OLD and NEW by these names");
    }
    List<String> labels = new ArrayList<>();
    int first = returning + 1;
    for (int i = first; i <= text.size(); i++) {
      if (i == text.size() || (text.depth(i) == 0 && text.punctuation(i, ','))) {
        List<String> item = item(text, frame, table, first, i - 1);
        if (item.isEmpty()) {
          return unknown(
              Math.min(first, text.size() - 1),
              "the label of this RETURNING expression is not certain; give it a name with AS");
        }
        labels.addAll(item);
        first = i + 1;
      }
    }
    return new ReturningList(List.copyOf(labels), null, -1);
  }

  private static ReturningList unknown(int token, String reason) {
    return new ReturningList(List.of(), reason, token);
  }

  /** The labels of the item from {@code first} to {@code last}; empty if they are not known. */
  private static List<String> item(
      SqlText text, WriteFrame frame, MappedTable table, int first, int last) {
    if (first > last) {
      return List.of();
    }
    if (text.punctuation(last, '*')) {
      boolean own = first == last ? !frame.joins(text) : ownStar(text, frame, first, last);
      return own ? table.columns().stream().map(MappedTable.ColumnMapping::v1).toList() : List.of();
    }
    boolean plain = text.identifier(first) && text.chainEnd(first) == last;
    return plain || named(text, first, last) ? List.of(text.canonical(last)) : List.of();
  }

  private static boolean ownStar(SqlText text, WriteFrame frame, int first, int last) {
    if (!text.identifier(first) || text.chainEnd(first) != last - 2) {
      return false;
    }
    int called = frame.alias() < 0 ? frame.last() : frame.alias();
    return first == last - 2 && text.canonical(first).equals(text.canonical(called));
  }

  private static boolean named(SqlText text, int first, int last) {
    if (last == first || !text.identifier(last) || text.anyWord(last, "ISNULL", "NOTNULL")) {
      return false;
    }
    boolean column = text.identifier(first) && text.chainEnd(first) == last - 1;
    return text.word(last - 1, "AS") || text.punctuation(last - 1, ')') || column;
  }
}
