package dev.zdm.rewriter.read;

import dev.zdm.rewriter.plan.Plan.RoutingKey;
import dev.zdm.rewriter.plan.Plan.RoutingKey.Source;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where in a text the routing key of a table stands. Immutable.
 *
 * @param types the declared type of each key column; none where there is no key
 * @param values of one column, a value for each key; of several, a value for each column
 */
record RouteOutline(List<String> types, ValuePlaces values) {
  static final RouteOutline NONE = new RouteOutline(List.of(), new ValuePlaces(List.of()));

  private static final RoutingKey NO_KEY = new RoutingKey.None();

  RouteOutline {
    types = List.copyOf(types);
  }

  /** The same by the slots of a shape; null if it has none for a value. */
  @Nullable RouteOutline in(Shape shape) {
    ValuePlaces slots = values.in(shape);
    return slots == null ? null : new RouteOutline(types, slots);
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
    List<Source> sources = values.on(text, token);
    return new RoutingKey.Keys(
        types,
        types.size() == 1
            ? sources.stream().map(List::of).toList()
            : List.of(List.copyOf(sources)));
  }
}
