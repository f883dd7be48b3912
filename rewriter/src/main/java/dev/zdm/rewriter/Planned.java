package dev.zdm.rewriter;

import org.jspecify.annotations.Nullable;

/**
 * A plan, just made.
 *
 * @param outline what gives the plan of every text of the same shape; null if that is not known
 */
record Planned(Plan plan, @Nullable ReadOutline outline) {

  static Planned once(Plan plan) {
    return new Planned(plan, null);
  }
}
