package dev.zdm.rewriter;

import dev.zdm.rewriter.Plan.RoutingKey;
import dev.zdm.rewriter.Plan.RoutingKey.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where in a text the routing key of a table stands. Immutable.
 *
 * @param types the declared type of each key column; none where there is no key
 * @param values of one column, a value for each key; of several, a value for each column
 */
record RouteOutline(List<String> types, List<Value> values) {
  static final RouteOutline NONE = new RouteOutline(List.of(), List.of());

  private static final RoutingKey NO_KEY = new RoutingKey.None();

  RouteOutline {
    types = List.copyOf(types);
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

  /** The same by the slots of a shape; null if it has none for a value. */
  @Nullable RouteOutline in(Shape shape) {
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
    return new RouteOutline(types, slots);
  }

  /** Whether so many values from there on stand as the members of one list do. */
  private boolean list(int from, int members) {
    boolean list = types.size() == 1 && from + members <= values.size();
    for (int i = 1; list && i < members; i++) {
      list = values.get(from + i).place() == values.get(from).place() + 2 * i;
    }
    return list;
  }

  /**
   * The routing key that the text holds.
   *
   * @param token the token of each place
   */
  RoutingKey on(SqlText text, IntUnaryOperator token) {
    if (types.isEmpty()) {
      return NO_KEY;
    }
    List<Source> sources = new ArrayList<>();
    for (Value value : values) {
      int i = token.applyAsInt(value.place());
      sources.add(source(text, i, value.negative()));
      for (int next = i + 2; value.list() && text.punctuation(next - 1, ','); next += 2) {
        sources.add(source(text, next, value.negative()));
      }
    }
    return new RoutingKey.Keys(
        types, types.size() == 1 ? sources.stream().map(List::of).toList() : List.of(sources));
  }

  private static Source source(SqlText text, int i, boolean negative) {
    if (text.kind(i, Token.Kind.PARAMETER)) {
      return new Source(text.ordinal(i), null);
    }
    return new Source(0, negative ? "-" + text.value(i) : text.value(i));
  }
}
