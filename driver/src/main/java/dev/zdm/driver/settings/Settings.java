package dev.zdm.driver.settings;

import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a connection goes by at one moment. Immutable; {@link LiveSettings} gives the newest one.
 *
 * @param phase how far the migration has come
 * @param percent the share of reads for v2, where a table has none of its own
 * @param percentByTable shares of single tables, by name in lower case
 * @param keyless where reads without a routing key go
 * @param failure what happens when v2's half of a write fails
 * @param unmirrored what happens with a write that cannot be mirrored
 * @param lockMillis milliseconds for which v2's half of a write may wait for a lock where the
 *     policy is to go on without it; 0 for as long as v1's may
 * @param mapping a file's path or {@code classpath:} and a resource; null to look for one
 * @param controlMillis milliseconds between two looks at what other instances decided
 * @param planCacheSize how many statement texts keep their plan
 * @param metrics whether meters are kept
 */
public record Settings(
    Phase phase,
    Percentage percent,
    Map<String, Percentage> percentByTable,
    Keyless keyless,
    FailurePolicy failure,
    UnmirroredPolicy unmirrored,
    int lockMillis,
    @Nullable String mapping,
    int controlMillis,
    int planCacheSize,
    boolean metrics) {

  public Settings {
    percentByTable = Map.copyOf(percentByTable);
  }

  /** What holds where nothing is set: phase {@code off}. */
  public static Settings off() {
    return SettingsReader.DEFAULTS;
  }

  /** Whether zdm may have to write its ledger, so that it must be there and be watched. */
  public boolean usesLedger() {
    return failure == FailurePolicy.LEDGER || unmirrored == UnmirroredPolicy.TAINT;
  }

  /** The share of reads of this table for v2: its own, else the general one. */
  public Percentage percentOf(String table) {
    if (percentByTable.isEmpty()) {
      return percent;
    }
    return percentByTable.getOrDefault(table.toLowerCase(Locale.ROOT), percent);
  }
}
