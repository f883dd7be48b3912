package dev.zdm.rewriter.text;

/** What a statement that begins with WITH does. */
public final class Withs {
  private static final String[] CHANGES = {"INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"};

  private Withs() {}

  /** Whether the statement, or one of its parts in parentheses, changes rows. */
  public static boolean writes(SqlText text) {
    return part(text, 0) >= 0 || text.anyWord(main(text), CHANGES);
  }

  /** The first token of the main statement: the token 0 where there is no WITH; -1 if not found. */
  public static int main(SqlText text) {
    if (!text.word(0, "WITH")) {
      return 0;
    }
    for (int i = 1; i < text.size(); i++) {
      boolean verb = text.anyWord(i, CHANGES) || text.anyWord(i, "SELECT", "VALUES", "TABLE");
      if (verb && text.depth(i) == 0 && !text.word(i + 1, "AS")) {
        return i;
      }
    }
    return -1;
  }

  /** The first token, from {@code from} on, of a part in parentheses that changes rows; or -1. */
  public static int part(SqlText text, int from) {
    for (int i = from; i < text.size(); i++) {
      if (text.punctuation(i - 1, '(')
          && text.anyWord(i, CHANGES)
          && text.anyWord(i - 2, "AS", "MATERIALIZED")) {
        return i;
      }
    }
    return -1;
  }
}
