package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;

/** The columns that an UPDATE, an ON CONFLICT DO UPDATE or a MERGE assigns. */
public final class Assignments {
  private Assignments() {}

  /** Whether any column is assigned, be it on a conflict only. */
  public static boolean any(SqlText text, WriteFrame frame) {
    return set(text, frame, frame.body()) >= 0;
  }

  /** Whether one of these columns is assigned. */
  public static boolean anyOf(SqlText text, WriteFrame frame, List<String> columns) {
    int set = set(text, frame, frame.body());
    while (set >= 0) {
      if (anyOf(text, set, columns)) {
        return true;
      }
      set = frame.operation() == Operation.OTHER ? set(text, frame, set + 1) : -1;
    }
    return false;
  }

  private static boolean anyOf(SqlText text, int set, List<String> columns) {
    boolean target = true;
    for (int i = set + 1; i < text.size() && !ends(text, i); i++) {
      if (target && assigned(text, i, columns)) {
        return true;
      }
      if (text.depth(i) == 0) {
        target = text.punctuation(i, ',') || (target && opens(text, i));
      }
    }
    return false;
  }

  /** The FROM of an UPDATE, which is not the one of IS DISTINCT FROM; or -1. */
  static int from(SqlText text, int start) {
    int from = text.find(start, "FROM");
    while (from >= 0 && text.word(from - 1, "DISTINCT")) {
      from = text.find(from + 1, "FROM");
    }
    return from;
  }

  /** The next SET; a MERGE may have several. */
  private static int set(SqlText text, WriteFrame frame, int from) {
    if (frame.operation() == Operation.UPDATE) {
      return frame.body();
    }
    for (int i = from; i < text.size(); i++) {
      if (text.depth(i) == 0
          && text.word(i, "SET")
          && text.word(i - 1, "UPDATE")
          && text.anyWord(i - 2, "DO", "THEN")) {
        return i;
      }
    }
    return -1;
  }

  private static boolean ends(SqlText text, int i) {
    boolean from = text.word(i, "FROM") && !text.word(i - 1, "DISTINCT");
    boolean nextCase =
        text.word(i, "WHEN") && (text.word(i + 1, "MATCHED") || text.word(i + 2, "MATCHED"));
    return text.depth(i) == 0 && (from || nextCase || text.anyWord(i, "WHERE", "RETURNING"));
  }

  /** A list of targets in parentheses goes on to be one. */
  private static boolean opens(SqlText text, int i) {
    return text.punctuation(i, '(');
  }

  private static boolean assigned(SqlText text, int i, List<String> columns) {
    boolean begins =
        text.identifier(i)
            && (text.word(i - 1, "SET")
                || text.punctuation(i - 1, ',')
                || text.punctuation(i - 1, '('));
    return begins
        && columns.stream().anyMatch(c -> text.dialect().sameName(text.name(i), text.quoted(i), c));
  }
}
