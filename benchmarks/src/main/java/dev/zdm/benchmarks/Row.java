package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One variant at one operation, held against the raw driver in the same run, slice by slice.
 *
 * @param cpu CPU time of the calling thread, as a ratio to raw
 * @param wall wall time less waiting for a core, as a ratio to raw
 * @param addedNanos CPU time added to a call
 * @param bytes allocated by a call
 * @param addedBytes of these, more than raw
 * @param trips round trips of a call
 * @param cpuVerdict on CPU
 * @param wallVerdict on wall time
 * @param tripsVerdict on round trips
 * @param bytesVerdict on what getters allocate
 */
record Row(
    Engine engine,
    Operation operation,
    Variant variant,
    Interval cpu,
    Interval wall,
    Interval addedNanos,
    double bytes,
    double addedBytes,
    double trips,
    Promise promise,
    Verdict cpuVerdict,
    Verdict wallVerdict,
    Verdict tripsVerdict,
    Verdict bytesVerdict) {

  /** Of a getter: an object has sixteen at least, and what a query allocates once is divided. */
  private static final double NO_BYTES = 0.5;

  /** What of a variant was measured. */
  record Measured(Variant variant, List<Slice> slices, double trips) {
    /** This, and what was measured on another connection, whose trips are not counted again. */
    Measured and(Measured other) {
      List<Slice> all = new ArrayList<>(slices);
      all.addAll(other.slices);
      return new Measured(variant, all, trips);
    }

    private double[] against(Measured raw, ToDoubleFunction<Slice> figure, boolean ratio) {
      double[] values = new double[slices.size()];
      for (int i = 0; i < values.length; i++) {
        double mine = figure.applyAsDouble(slices.get(i));
        double theirs = figure.applyAsDouble(raw.slices.get(i));
        values[i] = ratio ? mine / theirs : mine - theirs;
      }
      return values;
    }

    /** Ratios, turn by turn. */
    Interval cpuAgainst(Measured other) {
      return Interval.of(against(other, Slice::cpuNanos, true));
    }

    private double bytes() {
      return Interval.of(slices.stream().mapToDouble(Slice::bytes).toArray()).median();
    }
  }

  /**
   * @param again raw, measured a second time: what it shows against {@code raw} is noise
   */
  static Row of(Engine engine, Operation operation, Measured mine, Measured raw, Measured again) {
    Interval cpu = Interval.of(mine.against(raw, Slice::cpuNanos, true));
    Interval wall = Interval.of(mine.against(raw, Slice::wallNanos, true));
    Interval added = Interval.of(mine.against(raw, Slice::cpuNanos, false));
    Promise promise = Promise.of(engine, operation, mine.variant());
    return new Row(
        engine,
        operation,
        mine.variant(),
        cpu,
        wall,
        added,
        mine.bytes(),
        mine.bytes() - raw.bytes(),
        mine.trips(),
        promise,
        ratio(cpu, again.against(raw, Slice::cpuNanos, true), promise)
            .and(added(added, again.against(raw, Slice::cpuNanos, false), promise)),
        ratio(wall, again.against(raw, Slice::wallNanos, true), promise),
        trips(engine, mine.trips(), raw.trips(), promise),
        bytes(mine.bytes() - raw.bytes(), promise));
  }

  private static Verdict ratio(Interval measured, double[] noise, Promise promise) {
    return promise.ratio() == 0
        ? Verdict.NO_PROMISE
        : Verdict.of(measured, Interval.of(noise), 1, promise.ratio());
  }

  private static Verdict added(Interval measured, double[] noise, Promise promise) {
    return promise.addedNanos() == 0
        ? Verdict.NO_PROMISE
        : Verdict.of(measured, Interval.of(noise), 0, promise.addedNanos());
  }

  private static Verdict trips(Engine engine, double mine, double raw, Promise promise) {
    if (!engine.isPostgres() || !promise.trips()) {
      return Verdict.NO_PROMISE;
    }
    return mine <= raw ? Verdict.MET : Verdict.MISSED;
  }

  private static Verdict bytes(double added, Promise promise) {
    if (promise.getters() == 0) {
      return Verdict.NO_PROMISE;
    }
    return added / promise.getters() < NO_BYTES ? Verdict.MET : Verdict.MISSED;
  }

  /** As it is kept in the results. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("engine", engine.label());
    figures.put("operation", operation.label());
    figures.put("variant", variant.label());
    figures.put("cpu", cpu.figures());
    figures.put("wall", wall.figures());
    figures.put("addedNanos", addedNanos.figures());
    figures.put("bytes", bytes);
    figures.put("addedBytes", addedBytes);
    figures.put("trips", trips);
    figures.put("getters", operation.getters());
    figures.put("path", promise.path().label());
    figures.put("promise", promise.label());
    figures.put("cpuVerdict", cpuVerdict.label());
    figures.put("wallVerdict", wallVerdict.label());
    figures.put("tripsVerdict", tripsVerdict.label());
    figures.put("bytesVerdict", bytesVerdict.label());
    return figures;
  }
}
