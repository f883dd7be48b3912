package dev.zdm.rewriter.copy;

/** How what {@link TracingSql} noted of one table is copied. */
public sealed interface TracedCopy permits TracedCopySql, TracedTargetsSql {
  /** One row: the keys that were noted, each once, as the JSON that {@link RowCopySql} takes. */
  String jsonAll();
}
