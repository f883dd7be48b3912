package dev.zdm.driver.cases;

import dev.zdm.rewriter.Explanation;
import dev.zdm.rewriter.Explanation.Kind;
import org.jspecify.annotations.Nullable;

/** What a case says becomes of a statement, and what zdm and its meters say did. */
sealed interface Way {

  /** What is wrong with the plan; null if it is this way's. */
  @Nullable String wrong(Explanation plan);

  /** What is wrong with the reads that v1 and v2 have answered; null if they are this way's. */
  default @Nullable String wrong(Reads reads) {
    return reads.onV2() == 0 && reads.failedOnV2() == 0 ? null : "v2 was read";
  }

  /** The reads that zdm has counted. */
  record Reads(long onV1, long onV2, long failedOnV2) {
    Reads since(Reads before) {
      return new Reads(onV1 - before.onV1, onV2 - before.onV2, failedOnV2 - before.failedOnV2);
    }
  }

  /** Answered by v2 alone. */
  record OnV2() implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return expected(plan, Kind.READ);
    }

    @Override
    public @Nullable String wrong(Reads reads) {
      return reads.onV2() > 0 && reads.onV1() == 0 && reads.failedOnV2() == 0
          ? null
          : "v2 did not answer alone: " + reads;
    }
  }

  /** v2 could not answer, and v1 was asked. */
  record FailsOnV2() implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return expected(plan, Kind.READ);
    }

    @Override
    public @Nullable String wrong(Reads reads) {
      return reads.failedOnV2() > 0 && reads.onV1() > 0 && reads.onV2() == 0
          ? null
          : "v2 did not fail: " + reads;
    }
  }

  /** Could have been read on v2, and was read on v1. */
  record ReadOnV1() implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return expected(plan, Kind.READ);
    }

    @Override
    public @Nullable String wrong(Reads reads) {
      return reads.onV1() > 0 ? Way.super.wrong(reads) : "v1 was not read: " + reads;
    }
  }

  /** Runs on v1 as it is, for a reason that begins so. */
  record OnV1(String because) implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return told(plan, Kind.ON_V1, because);
    }
  }

  /** Written to both sides. */
  record Mirrored(boolean anything) implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      boolean several =
          plan.kind() == Kind.SEVERAL
              && plan.parts().stream().anyMatch(part -> part.kind() == Kind.WRITE);
      return several ? null : expected(plan, Kind.WRITE);
    }

    @Override
    public @Nullable String wrong(Reads reads) {
      return null; // one of several statements in the text may be a read
    }
  }

  /** Refused, in words that begin so. */
  record Refused(String because) implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return told(plan, Kind.REFUSED, because);
    }
  }

  /** Refused, in words that begin so, for how it is sent, be the statement what it may. */
  record RefusedAsSent(String because) implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return plan.kind() == Kind.REFUSED ? "its plan refuses it alone: " + plan.reason() : null;
    }
  }

  /** Names nothing of the mapping. */
  record Passes() implements Way {
    @Override
    public @Nullable String wrong(Explanation plan) {
      return plan.kind() == Kind.TRANSACTION_CONTROL ? null : expected(plan, Kind.PASS_THROUGH);
    }
  }

  /** Whether the statement itself is not to be sent to the raw driver. */
  default boolean isRefused() {
    return this instanceof Refused || this instanceof RefusedAsSent;
  }

  /** Whether either side could answer. */
  default boolean isRead() {
    return this instanceof OnV2 || this instanceof FailsOnV2 || this instanceof ReadOnV1;
  }

  /** What stands behind the arrow of a case. */
  static Way of(String text) {
    int colon = text.indexOf(": ");
    String rest = colon < 0 ? "" : text.substring(colon + 2);
    return switch (colon < 0 ? text : text.substring(0, colon)) {
      case "v2" -> new OnV2();
      case "v2 fails, v1" -> new FailsOnV2();
      case "v1, though v2 could" -> new ReadOnV1();
      case "v1" -> new OnV1(rest);
      case "mirrored" -> new Mirrored(true);
      case "mirrored, nothing" -> new Mirrored(false);
      case "refused" -> new Refused(rest);
      case "refused as sent" -> new RefusedAsSent(rest);
      case "passes" -> new Passes();
      default -> throw new IllegalArgumentException("no way is called " + text);
    };
  }

  private static @Nullable String expected(Explanation plan, Kind kind) {
    return plan.kind() == kind
        ? null
        : "it is %s%s".formatted(plan.kind(), plan.reason() == null ? "" : ": " + plan.reason());
  }

  private static @Nullable String told(Explanation plan, Kind kind, String because) {
    String reason = String.valueOf(plan.reason());
    String wrong = expected(plan, kind);
    return wrong != null || (reason.startsWith(because) && !because.isEmpty())
        ? wrong
        : "the reason is " + reason;
  }
}
