package dev.zdm.rewriter;

import java.util.Comparator;
import java.util.List;

/** Puts {@code replacement} in the place of the characters from {@code begin} to {@code end}. */
record Edit(int begin, int end, String replacement) {

  boolean covers(int place) {
    return begin <= place && place < end;
  }

  /** The text with all edits, which do not overlap, made. */
  static String apply(String sql, List<Edit> edits) {
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (Edit edit : edits.stream().sorted(Comparator.comparingInt(Edit::begin)).toList()) {
      result.append(sql, done, edit.begin()).append(edit.replacement());
      done = edit.end();
    }
    return result.append(sql, done, sql.length()).toString();
  }
}
