package dev.zdm.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;

/** CPU time of something that needs no database. For one thread. */
final class Repetition {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final IntFunction<Object> call;
  private int number;

  /** Keeps what came back, so that no call can be left out. */
  private int seen;

  /**
   * @param call given the number of the call
   */
  Repetition(IntFunction<Object> call) {
    this.call = call;
  }

  /** Of one call: the median of the rounds, after a warm-up. */
  double nanos(Effort effort) {
    long end = System.nanoTime() + effort.warmMillis() * 1_000_000L / 2;
    int times = 0;
    while (System.nanoTime() - end < 0) {
      repeat(1);
      times++;
    }
    int slice = Math.max(1, times * effort.sliceMillis() * 2 / effort.warmMillis());
    double[] rounds = new double[effort.rounds()];
    for (int i = 0; i < rounds.length; i++) {
      long before = THREADS.getCurrentThreadCpuTime();
      repeat(slice);
      rounds[i] = (double) (THREADS.getCurrentThreadCpuTime() - before) / slice;
    }
    if (seen == 0) {
      throw new IllegalStateException("nothing was done");
    }
    return Interval.of(rounds).median();
  }

  private void repeat(int times) {
    for (int i = 0; i < times; i++) {
      seen |= System.identityHashCode(call.apply(number));
      number = (number + 1) & Integer.MAX_VALUE;
    }
  }
}
