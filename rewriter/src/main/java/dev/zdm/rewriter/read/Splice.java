package dev.zdm.rewriter.read;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.text.Edit;
import dev.zdm.rewriter.text.SqlText;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A change of a read's text on its way to v2, by places in it. Immutable. */
sealed interface Splice {

  /**
   * The change of a text.
   *
   * @param token the token of each place
   */
  Edit on(SqlText text, IntUnaryOperator token);

  /** The same by the slots of a shape; null if it speaks of a token that has none. */
  @Nullable Splice in(Shape shape);

  /**
   * A derived table in the place of a mapped one's name.
   *
   * @param table the derived table, still open for conditions
   * @param named whether it gets that name
   * @param conditions of its own
   */
  record Table(
      int first, int last, DerivedTable.Open table, boolean named, IndexConditions conditions)
      implements Splice {
    @Override
    public Edit on(SqlText text, IntUnaryOperator token) {
      int name = token.applyAsInt(last);
      IndexConditions.Made made = conditions.on(text, token);
      String derived = table.closed(made.sql());
      return new Edit(
          text.start(token.applyAsInt(first)),
          text.end(name),
          named ? derived + " AS " + text.text(name) : derived,
          made.parameters());
    }

    @Override
    public @Nullable Splice in(Shape shape) {
      int from = shape.slotOf(first);
      int to = shape.slotOf(last);
      IndexConditions slots = conditions.in(shape);
      return from < 0 || to < 0 || slots == null ? null : new Table(from, to, table, named, slots);
    }
  }

  /** The label that SQLite takes from an unnamed expression's source text, written out. */
  record Label(int first, int last) implements Splice {
    @Override
    public Edit on(SqlText text, IntUnaryOperator token) {
      int before = token.applyAsInt(last);
      // The engine's own rule: from the first token up to the one that follows the last.
      int next = before + 1 < text.size() ? text.start(before + 1) : text.sql().length();
      String label = text.sql().substring(text.start(token.applyAsInt(first)), next).strip();
      int end = text.end(before);
      return new Edit(end, end, " AS " + text.dialect().quote(label));
    }

    @Override
    public @Nullable Splice in(Shape shape) {
      int from = shape.slotOf(first);
      int to = shape.slotOf(last);
      return from < 0 || to < 0 ? null : new Label(from, to);
    }
  }

  /** Another name for a column. */
  record Name(int place, String name) implements Splice {
    @Override
    public Edit on(SqlText text, IntUnaryOperator token) {
      int column = token.applyAsInt(place);
      return new Edit(text.start(column), text.end(column), text.dialect().quote(name));
    }

    @Override
    public @Nullable Splice in(Shape shape) {
      int slot = shape.slotOf(place);
      return slot < 0 ? null : new Name(slot, name);
    }
  }

  /** What a star stands for, written out. */
  record Star(int first, int last, String columns) implements Splice {
    @Override
    public Edit on(SqlText text, IntUnaryOperator token) {
      int from = text.start(token.applyAsInt(first));
      // a star may touch the words beside it
      return new Edit(from, text.end(token.applyAsInt(last)), " " + columns + " ");
    }

    @Override
    public @Nullable Splice in(Shape shape) {
      int from = shape.slotOf(first);
      int to = shape.slotOf(last);
      return from < 0 || to < 0 ? null : new Star(from, to, columns);
    }
  }
}
