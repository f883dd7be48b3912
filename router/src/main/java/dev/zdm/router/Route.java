package dev.zdm.router;

import org.jspecify.annotations.Nullable;

/** Where a read goes, and why. */
public enum Route {
  /** v2 owes rows of the table. */
  QUARANTINE(Side.V1),
  /** The percentage is 0. */
  PERCENT_ZERO(Side.V1),
  /** The key's bucket lies beyond the percentage. */
  BEYOND_PERCENT(Side.V1),
  /** The statement has no routing key, and such statements stay on v1. */
  KEYLESS(Side.V1),
  /** The key's bucket lies within the percentage. */
  WITHIN_PERCENT(Side.V2),
  /** v2 is the side that answers. */
  V2_ANSWERS(Side.V2),
  /** The percentage is 100. */
  PERCENT_HUNDRED(Side.V2);

  private final Side side;

  Route(Side side) {
    this.side = side;
  }

  public Side side() {
    return side;
  }

  /** Decides by percentage alone, where no key is needed to decide; null where one is. */
  public static @Nullable Route withoutKey(Percentage percentage) {
    return switch (percentage.hundredths()) {
      case 0 -> PERCENT_ZERO;
      case 10_000 -> PERCENT_HUNDRED;
      default -> null;
    };
  }

  /** Decides by the key's hash. */
  public static Route byHash(Percentage percentage, int hash) {
    return percentage.includes(hash) ? WITHIN_PERCENT : BEYOND_PERCENT;
  }
}
