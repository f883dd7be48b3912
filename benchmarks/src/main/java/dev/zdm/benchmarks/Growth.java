package dev.zdm.benchmarks;

import dev.zdm.rewriter.Planner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/** How the planner's cost grows with tables, statements, their length, and threads. */
final class Growth {
  private static final int CACHE = 10_000;
  private static final int[] TABLES = {1, 10, 100, 1_000};
  private static final int[] STATEMENTS = {1, 100, 1_000, 10_000, 50_000};
  private static final int[] LENGTHS = {50, 200, 1_000, 10_000, 100_000};
  private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64};
  private static final double MEBIBYTE = 1 << 20;

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Effort effort;

  private Growth(Effort effort) {
    this.effort = effort;
  }

  static void measure(Effort effort) throws IOException {
    Growth growth = new Growth(effort);
    growth.tables(1); // so that the compiler has seen it all
    growth.rows.clear();
    for (int tables : TABLES) {
      growth.tables(tables);
    }
    for (int statements : STATEMENTS) {
      growth.statements(statements);
    }
    for (int length : LENGTHS) {
      growth.length(length);
    }
    for (int threads : THREADS) {
      growth.threads(threads);
    }
    Map<String, Object> section = Results.section();
    section.put("cache", CACHE);
    section.put("rows", growth.rows);
    Results.put("growth", section);
  }

  private void tables(int count) {
    Planner planner = new Planner(GrowingTexts.mapping(count), CACHE);
    String mapped = GrowingTexts.read(count - 1);
    add(
        "mapped tables",
        count,
        "a text that names none, ns",
        nanos(i -> planner.plan(GrowingTexts.UNMAPPED)));
    add("mapped tables", count, "plan at hand, ns", nanos(i -> planner.plan(mapped)));
    Planner forgetful = new Planner(GrowingTexts.mapping(count), 0);
    add("mapped tables", count, "never seen, ns", nanos(i -> forgetful.plan(mapped)));
  }

  /** Distinct texts, so that beyond the cache's size plans are dropped. */
  private void statements(int count) {
    long before = ConnectionMemory.heap();
    Planner planner = new Planner(GrowingTexts.mapping(1), CACHE);
    long parsed = System.nanoTime();
    for (int i = 0; i < count; i++) {
      planner.plan(GrowingTexts.distinct(i));
    }
    parsed = System.nanoTime() - parsed;
    long held = ConnectionMemory.heap() - before;
    add("distinct statements", count, "held, MiB", held / MEBIBYTE);
    add("distinct statements", count, "first time, ns", (double) parsed / count);
    add(
        "distinct statements",
        count,
        "again, in turn, ns",
        nanos(i -> planner.plan(GrowingTexts.distinct(i % count))));
  }

  private void length(int characters) {
    Planner planner = new Planner(GrowingTexts.mapping(1), CACHE);
    String unmapped = GrowingTexts.ofLength(characters, "other");
    String mapped = GrowingTexts.ofLength(characters, GrowingTexts.table(0));
    add("characters", characters, "a text that names none, ns", nanos(i -> planner.plan(unmapped)));
    add("characters", characters, "plan at hand, ns", nanos(i -> planner.plan(mapped)));
    add(
        "characters",
        characters,
        "plan at hand, new string, ns",
        nanos(i -> planner.plan(copy(mapped))));
    Planner forgetful = new Planner(GrowingTexts.mapping(1), 0);
    add("characters", characters, "never seen, ns", nanos(i -> forgetful.plan(mapped)));
  }

  @SuppressWarnings("StringCopy")
  private static String copy(String text) {
    return new String(text);
  }

  /** All at one planner; plans a second, all threads together. */
  private void threads(int count) {
    Planner planner = new Planner(GrowingTexts.mapping(10), CACHE);
    String[] texts = new String[10];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = GrowingTexts.read(i);
      planner.plan(texts[i]);
    }
    double[] millions = new double[Math.max(3, effort.rounds() / 3)];
    for (int round = 0; round < millions.length; round++) {
      millions[round] = crowd(count, planner, texts);
    }
    add("threads", count, "plans at hand, millions a second", Interval.of(millions).median());
  }

  private double crowd(int count, Planner planner, String[] texts) {
    LongAdder plans = new LongAdder();
    CountDownLatch done = new CountDownLatch(count);
    long millis = effort.sliceMillis() * 4L;
    for (int t = 0; t < count; t++) {
      new Thread(
              () -> {
                long end = System.nanoTime() + millis * 1_000_000;
                long mine = 0;
                while (System.nanoTime() - end < 0) {
                  for (int i = 0; i < 1_000; i++) {
                    planner.plan(texts[i % texts.length]);
                  }
                  mine += 1_000;
                }
                plans.add(mine);
                done.countDown();
              })
          .start();
    }
    try {
      long start = System.nanoTime();
      done.await();
      return plans.sum() * 1e3 / (System.nanoTime() - start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @FunctionalInterface
  private interface Planning {
    Object plan(int number);
  }

  /** CPU time of one call: the median of the rounds, after a warm-up. */
  private double nanos(Planning planning) {
    Repetition repetition = new Repetition(planning::plan);
    return repetition.measure(effort).nanos();
  }

  private void add(String grows, int to, String what, double figure) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("grows", grows);
    row.put("to", to);
    row.put("what", what);
    row.put("figure", figure);
    rows.add(row);
    System.out.println(row);
  }
}
