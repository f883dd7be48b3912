package dev.zdm.driver;

import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.driver.settings.Settings;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.router.Percentage;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a transaction runs under, from its first statement to its end, and, in a phase
 * that mirrors, what is mirrored. Immutable; two epochs are the same only if they are one object.
 */
final class Epoch {
  /** More keys than these go to the ledger: a string of them all would weigh megabytes. */
  private static final int KEYS_CARRIED = 10_000;

  private final Settings settings;
  private final @Nullable Mirror mirror;
  private final int catalog;
  private final CopyLimits limits;

  /**
   * @param catalog how often the catalog may have changed before the mirror was read from it
   */
  Epoch(Settings settings, @Nullable Mirror mirror, int catalog) {
    this.settings = settings;
    this.mirror = mirror;
    this.catalog = catalog;
    this.limits = new CopyLimits(settings.lockMillis(), KEYS_CARRIED);
  }

  Settings settings() {
    return settings;
  }

  /** Which side answers. */
  Roles roles() {
    return settings.roles();
  }

  @Nullable Mirror mirror() {
    return mirror;
  }

  /** What v2's half of a write to this table may cost v1's. */
  CopyLimits limits(MappedTable table) {
    return failure(table) == FailurePolicy.FAIL ? CopyLimits.NONE : limits;
  }

  /** What v2's half of this write may cost v1's. */
  CopyLimits limits(Plan.Write write) {
    return failure(write) == FailurePolicy.FAIL ? CopyLimits.NONE : limits;
  }

  /** Whether the ledger may have to be written. */
  boolean usesLedger() {
    return mirror != null && mirror.usesLedger(settings);
  }

  /** Whether these very settings are in force here. */
  @SuppressWarnings("ReferenceEquality") // LiveSettings gives one object as long as nothing changes
  boolean has(Settings wanted) {
    return settings == wanted;
  }

  /** Whether the catalog was read when it was no older than that. */
  boolean has(int newestCatalog) {
    return catalog == newestCatalog;
  }

  /** Whether the same phase is mirrored in the same way, so that the mirror serves both. */
  boolean mirrorsLike(Settings wanted) {
    return settings.phase() == wanted.phase() && settings.usesLedger() == wanted.usesLedger();
  }

  /** Whether these very settings are in force here, and the catalog is no older than that. */
  boolean has(Settings wanted, int newestCatalog) {
    return has(newestCatalog) && has(wanted);
  }

  /** What happens when v2's half of a write to this table fails. */
  FailurePolicy failure(MappedTable table) {
    return settings.failureOf(table.v1().name());
  }

  /** What happens when v2's half of this write fails: if one of its tables must not, none may. */
  FailurePolicy failure(Plan.Write write) {
    for (MappedTable table : write.tables()) {
      if (failure(table) == FailurePolicy.FAIL) {
        return FailurePolicy.FAIL;
      }
    }
    return FailurePolicy.LEDGER;
  }

  /** The share of this table's reads that v2 answers. */
  Percentage percent(MappedTable table) {
    return roles().turned() ? Percentage.HUNDRED : settings.percentOf(table.v1().name());
  }
}
