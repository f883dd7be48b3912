package dev.zdm.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A median, and where the true one lies with 95 % certainty, whatever the distribution: bounds by
 * order statistics.
 */
record Interval(double low, double median, double high) {
  private static final double NORMAL_95 = 1.96;

  static Interval of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double reach = NORMAL_95 * Math.sqrt(n) / 2;
    int low = (int) Math.max(0, Math.floor(n / 2.0 - reach) - 1);
    int high = (int) Math.min(n - 1.0, Math.ceil(n / 2.0 + reach));
    return new Interval(sorted[low], median(sorted), sorted[high]);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** How far from {@code truth} this interval reaches. */
  double spreadAround(double truth) {
    return Math.max(Math.abs(low - truth), Math.abs(high - truth));
  }

  /** As it is kept in the results. */
  Map<String, Object> figures() {
    Map<String, Object> bounds = new LinkedHashMap<>();
    bounds.put("low", low);
    bounds.put("median", median);
    bounds.put("high", high);
    return bounds;
  }
}
