package dev.zdm.rewriter;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A change of a read's text on its way to v2, by places in it. Immutable. */
sealed interface Splice {

  /**
   * Appends what stands before the change, and the change.
   *
   * @param done up to where the text was appended already
   * @return up to where it is now
   */
  int put(SqlText text, IntUnaryOperator token, int done, StringBuilder to);

  /** The last place that it concerns. */
  int last();

  /** The same by the slots of a shape; null if it speaks of a token that has none. */
  @Nullable Splice in(Shape shape);

  /**
   * A derived table in the place of a mapped one's name.
   *
   * @param sql the derived table
   * @param named whether it gets that name
   */
  record Table(int first, int last, String sql, boolean named) implements Splice {
    @Override
    public int put(SqlText text, IntUnaryOperator token, int done, StringBuilder to) {
      int name = token.applyAsInt(last);
      to.append(text.sql(), done, text.start(token.applyAsInt(first))).append(sql);
      if (named) {
        to.append(" AS ").append(text.sql(), text.start(name), text.end(name));
      }
      return text.end(name);
    }

    @Override
    public @Nullable Splice in(Shape shape) {
      int from = shape.slotOf(first);
      int to = shape.slotOf(last);
      return from < 0 || to < 0 ? null : new Table(from, to, sql, named);
    }
  }

  /** The label that SQLite takes from an unnamed expression's source text, written out. */
  record Label(int first, int last) implements Splice {
    @Override
    public int put(SqlText text, IntUnaryOperator token, int done, StringBuilder to) {
      int end = token.applyAsInt(last);
      // The engine's own rule: from the first token up to the one that follows the last.
      int next = end + 1 < text.size() ? text.start(end + 1) : text.sql().length();
      String label = text.sql().substring(text.start(token.applyAsInt(first)), next).strip();
      to.append(text.sql(), done, text.end(end)).append(" AS ").append(text.dialect().quote(label));
      return text.end(end);
    }

    @Override
    public @Nullable Splice in(Shape shape) {
      int from = shape.slotOf(first);
      int to = shape.slotOf(last);
      return from < 0 || to < 0 ? null : new Label(from, to);
    }
  }
}
