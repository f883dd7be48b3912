package dev.zdm.driver;

import dev.zdm.driver.settings.Settings;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.router.Percentage;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a transaction runs under, from its first statement to its end, and, in a phase
 * that mirrors, what is mirrored. Immutable; two epochs are the same only if they are one object.
 */
final class Epoch {
  private final Settings settings;
  private final @Nullable Mirror mirror;

  Epoch(Settings settings, @Nullable Mirror mirror) {
    this.settings = settings;
    this.mirror = mirror;
  }

  Settings settings() {
    return settings;
  }

  @Nullable Mirror mirror() {
    return mirror;
  }

  /** Whether these very settings are in force here. */
  @SuppressWarnings("ReferenceEquality") // LiveSettings gives one object as long as nothing changes
  boolean has(Settings wanted) {
    return settings == wanted;
  }

  /** The share of this table's reads that v2 answers. */
  Percentage percent(MappedTable table) {
    return settings.percentOf(table.v1().name());
  }
}
