package dev.zdm.rewriter;

/**
 * What a planner has done since it was made.
 *
 * @param hits plans found in the cache
 * @param templates plans of texts never seen before, made by the shape of one that was
 * @param misses plans that had to be made
 * @param passThrough texts that name nothing of the mapping
 * @param unsupported plans made that refuse the statement
 * @param parseNanos time spent making plans, in nanoseconds
 */
public record PlanCounts(
    long hits, long templates, long misses, long passThrough, long unsupported, long parseNanos) {

  /** What a planner has done that has done nothing yet. */
  public static final PlanCounts NONE = new PlanCounts(0, 0, 0, 0, 0, 0);
}
