package dev.zdm.rewriter.read;

import dev.zdm.rewriter.plan.Plan.RoutingKey.Source;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where parameters and literals stand, by places in a text. Immutable. */
record ValuePlaces(List<Value> values) {

  ValuePlaces {
    values = List.copyOf(values);
  }

  /**
   * A value by its place.
   *
   * @param place of the parameter or literal
   * @param negative whether a minus before it belongs to it
   * @param list whether it is the first of a list, all of whose members are values
   */
  record Value(int place, boolean negative, boolean list) {
    Value(int place, boolean negative) {
      this(place, negative, false);
    }
  }

  int size() {
    return values.size();
  }

  /** The same by the slots of a shape; null if it has none for a value. */
  @Nullable ValuePlaces in(Shape shape) {
    List<Value> slots = new ArrayList<>();
    int i = 0;
    while (i < values.size()) {
      int slot = shape.slotOf(values.get(i).place());
      int members = slot < 0 ? 0 : shape.members(slot);
      if (members == 0 || (members > 1 && !list(i, members))) {
        return null;
      }
      slots.add(new Value(slot, values.get(i).negative(), members > 1));
      i += members;
    }
    return new ValuePlaces(slots);
  }

  /** Whether so many values from there on stand as the members of one list do. */
  private boolean list(int from, int members) {
    boolean list = from + members <= values.size();
    for (int i = 1; list && i < members; i++) {
      list = values.get(from + i).place() == values.get(from).place() + 2 * i;
    }
    return list;
  }

  /**
   * What stands there.
   *
   * @param token the token of each place
   */
  List<Source> on(SqlText text, IntUnaryOperator token) {
    List<Source> sources = new ArrayList<>();
    for (Value value : values) {
      int i = token.applyAsInt(value.place());
      sources.add(source(text, i, value.negative()));
      for (int next = i + 2; value.list() && text.punctuation(next - 1, ','); next += 2) {
        sources.add(source(text, next, value.negative()));
      }
    }
    return sources;
  }

  private static Source source(SqlText text, int i, boolean negative) {
    if (text.kind(i, Token.Kind.PARAMETER)) {
      return new Source(text.ordinal(i), null);
    }
    return new Source(0, negative ? "-" + text.value(i) : text.value(i));
  }
}
