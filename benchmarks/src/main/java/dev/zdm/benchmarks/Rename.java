package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What ShardingSphere needs of CPU for one operation on renamed tables, as a multiple of zdm's
 * whole call.
 */
record Rename(Engine engine, Operation operation, Interval ratio) {
  private static final double AT_LEAST = 4;

  private Verdict verdict() {
    if (ratio.low() >= AT_LEAST) {
      return Verdict.MET;
    }
    return ratio.high() < AT_LEAST ? Verdict.MISSED : Verdict.CANNOT_TELL;
  }

  /** As it is kept in the results. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("engine", engine.label());
    figures.put("operation", operation.label());
    figures.put("ratio", ratio.figures());
    figures.put("verdict", verdict().label());
    return figures;
  }
}
