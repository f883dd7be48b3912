package dev.zdm.driver;

import dev.zdm.rewriter.MappedTable;
import dev.zdm.router.Percentage;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a transaction runs under, from its first statement to its end, and, in a phase
 * that mirrors, what is mirrored. Immutable.
 */
record Epoch(Settings settings, @Nullable Mirror mirror) {

  /** The share of this table's reads that v2 answers. */
  Percentage percent(MappedTable table) {
    return settings.percentOf(table.v1().name());
  }
}
