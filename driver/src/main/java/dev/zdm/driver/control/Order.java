package dev.zdm.driver.control;

import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What the control table says every instance is to run. Immutable.
 *
 * @param epoch counts the changes
 * @param phase null where each instance goes by its own settings
 * @param percent the share of reads for v2, of every table; null where each instance goes by its
 *     own settings
 */
public record Order(long epoch, @Nullable Phase phase, @Nullable Percentage percent) {
  /** Where there is no control table. */
  public static final Order NONE = new Order(-1, null, null);

  /** Whether instances are told anything. */
  public boolean says() {
    return phase != null || percent != null;
  }
}
