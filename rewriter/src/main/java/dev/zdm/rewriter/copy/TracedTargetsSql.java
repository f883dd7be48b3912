package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Targets;
import java.util.List;

/**
 * On SQLite, the statements that make the rows of several v2 tables what v1's noted rows make of
 * them. Immutable.
 *
 * @param steps in order, without parameters; what they give is of no interest
 */
public record TracedTargetsSql(List<String> steps, String jsonAll) implements TracedCopy {
  public TracedTargetsSql {
    steps = List.copyOf(steps);
  }

  static TracedTargetsSql of(MappedTable table, Targets targets, String noted) {
    String source = TargetCopySql.present(Dialect.SQLITE, table, "");
    return new TracedTargetsSql(
        new TargetCopySql(Dialect.SQLITE, table, targets, noted, source).all(),
        TracedCopySql.json(table, noted));
  }
}
