package dev.zdm.driver;

import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/**
 * What an execution gave that zdm did not leave to the application's own call.
 *
 * @param rows the result set, if the statement gave one
 * @param count the rows that were written, if it gave none
 * @param keys the generated keys, if they were asked for
 */
record Outcome(@Nullable ResultSet rows, long count, @Nullable ResultSet keys) {
  static Outcome rows(ResultSet rows) {
    return new Outcome(rows, -1, null);
  }

  static Outcome count(long count) {
    return new Outcome(null, count, null);
  }
}
