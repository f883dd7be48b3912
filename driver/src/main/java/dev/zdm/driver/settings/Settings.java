package dev.zdm.driver.settings;

import dev.zdm.rewriter.mapping.Roles;
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
 * @param failureByTable the same for single tables, by name in lower case
 * @param unmirrored what happens with a write that cannot be mirrored
 * @param unwrap what happens when the driver's own object is asked for
 * @param relay whether the ledger is worked off in the background
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
    Map<String, FailurePolicy> failureByTable,
    UnmirroredPolicy unmirrored,
    UnwrapPolicy unwrap,
    RelayPolicy relay,
    int lockMillis,
    @Nullable String mapping,
    int controlMillis,
    int planCacheSize,
    boolean metrics) {

  public Settings {
    percentByTable = Map.copyOf(percentByTable);
    failureByTable = Map.copyOf(failureByTable);
  }

  /** What holds where nothing is set: phase {@code off}. */
  public static Settings off() {
    return SettingsReader.DEFAULTS;
  }

  /**
   * These settings as the control table orders them.
   *
   * @param phase null for the present one
   * @param percent of every table; null for the present ones
   */
  public Settings ordered(@Nullable Phase phase, @Nullable Percentage percent) {
    return new Settings(
        phase == null ? this.phase : phase,
        percent == null ? this.percent : percent,
        percent == null ? percentByTable : Map.of(),
        keyless,
        failure,
        failureByTable,
        unmirrored,
        unwrap,
        relay,
        lockMillis,
        mapping,
        controlMillis,
        planCacheSize,
        metrics);
  }

  /** Which side answers. */
  public Roles roles() {
    return switch (phase) {
      case OFF, MIRROR -> Roles.V1_FIRST;
      case V2_PRIMARY -> Roles.V2_FIRST;
      case COMPLETE -> Roles.V2_ALONE;
    };
  }

  /** Whether zdm may have to write its ledger, so that it must be there and be watched. */
  public boolean usesLedger() {
    return phase != Phase.COMPLETE && wantsLedger();
  }

  private boolean wantsLedger() {
    return failure == FailurePolicy.LEDGER
        || failureByTable.containsValue(FailurePolicy.LEDGER)
        || unmirrored == UnmirroredPolicy.TAINT;
  }

  /** Whether others may write the ledger, so that it is to be watched where it is there. */
  public boolean watchesLedger() {
    return usesLedger() || unwrap == UnwrapPolicy.TAINT;
  }

  /** What happens when v2's half of a write to this table fails: its own policy, or the general. */
  public FailurePolicy failureOf(String table) {
    return failureByTable.isEmpty()
        ? failure
        : failureByTable.getOrDefault(table.toLowerCase(Locale.ROOT), failure);
  }

  /** The share of reads of this table for v2: its own, else the general one. */
  public Percentage percentOf(String table) {
    if (percentByTable.isEmpty()) {
      return percent;
    }
    return percentByTable.getOrDefault(table.toLowerCase(Locale.ROOT), percent);
  }
}
