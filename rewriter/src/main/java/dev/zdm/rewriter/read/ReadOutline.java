package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.EditedText;
import dev.zdm.rewriter.text.Reason;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a read besides its text, by places in it: tokens, or the slots of its shape. On
 * a text of the same shape it gives that text's plan. Immutable.
 */
public sealed interface ReadOutline {

  /**
   * The plan of a text.
   *
   * @param token the token of each place
   */
  Plan on(SqlText text, IntUnaryOperator token);

  /** The same by the slots of a shape; null if it speaks of tokens that have none. */
  @Nullable ReadOutline in(Shape shape);

  /** About how many bytes it takes. */
  int weight();

  /** Names something of the mapping, and reads no mapped table. */
  record Passes() implements ReadOutline {
    @Override
    public Plan on(SqlText text, IntUnaryOperator token) {
      return new Plan.PassThrough(text.original());
    }

    @Override
    public ReadOutline in(Shape shape) {
      return this;
    }

    @Override
    public int weight() {
      return 16;
    }
  }

  /** Stays on v1. */
  record Stays(List<MappedTable> tables, Reason reason) implements ReadOutline {
    @Override
    public Plan on(SqlText text, IntUnaryOperator token) {
      Reason there =
          reason.token() < 0
              ? reason
              : new Reason(reason.before(), token.applyAsInt(reason.token()), reason.after());
      return new Plan.OnPrimary(text.original(), tables, there.in(text));
    }

    @Override
    public @Nullable ReadOutline in(Shape shape) {
      if (reason.token() < 0) {
        return this;
      }
      int slot = shape.slotOf(reason.token());
      return slot < 0 ? null : new Stays(tables, new Reason(reason.before(), slot, reason.after()));
    }

    @Override
    public int weight() {
      return 100 + reason.before().length() + reason.after().length();
    }
  }

  /** Goes to v2 with these splices. */
  record Rewritten(List<MappedTable> tables, List<Splice> splices, List<RouteOutline> routes)
      implements ReadOutline {
    public Rewritten {
      tables = List.copyOf(tables);
      splices = List.copyOf(splices);
      routes = List.copyOf(routes);
    }

    @Override
    public Plan on(SqlText text, IntUnaryOperator token) {
      EditedText v2 =
          EditedText.of(text, splices.stream().map(splice -> splice.on(text, token)).toList());
      return new Plan.Read(
          text.original(),
          tables,
          v2.sql(),
          v2.parameters(),
          routes.stream().map(route -> route.on(text, token)).toList());
    }

    @Override
    public @Nullable ReadOutline in(Shape shape) {
      List<Splice> spliced = new ArrayList<>();
      for (Splice splice : splices) {
        Splice slots = splice.in(shape);
        if (slots == null) {
          return null;
        }
        spliced.add(slots);
      }
      List<RouteOutline> routed = new ArrayList<>();
      for (RouteOutline route : routes) {
        RouteOutline slots = route.in(shape);
        if (slots == null) {
          return null;
        }
        routed.add(slots);
      }
      return new Rewritten(tables, spliced, routed);
    }

    @Override
    public int weight() {
      int values = routes.stream().mapToInt(route -> route.values().size()).sum();
      return 200 + 40 * (splices.size() + routes.size() + values);
    }
  }
}
