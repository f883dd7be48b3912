package dev.zdm.rewriter.read;

import dev.zdm.rewriter.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A plan, just made.
 *
 * @param outline what gives the plan of every text of the same shape; null if that is not known
 */
public record Planned(Plan plan, @Nullable ReadOutline outline) {

  public static Planned once(Plan plan) {
    return new Planned(plan, null);
  }
}
