package dev.zdm.migrator.demo;

import java.time.Duration;

/**
 * The size of a course.
 *
 * @param dwell how long each step of the ramp lasts
 * @param rows the rows in v1 before the migration
 * @param threads the users at work
 */
public record CourseOptions(Duration dwell, int rows, int threads) {
  /** 1.5 s a step, 5,000 rows, 6 users. */
  public static final CourseOptions DEFAULT = new CourseOptions(Duration.ofMillis(1_500), 5_000, 6);

  public CourseOptions {
    if (dwell.isNegative() || rows < 1 || threads < 1) {
      throw new IllegalArgumentException("a course needs rows, users, and no negative time");
    }
  }
}
