package dev.zdm.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;

/** CPU time and allocation of something that needs no database. For one thread. */
final class Repetition {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int BETWEEN_LOOKS = 10;

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

  /** Of one call. */
  record Cost(double nanos, double bytes) {}

  /** The median of the rounds, after a warm-up. */
  Cost measure(Effort effort) {
    long end = THREADS.getCurrentThreadCpuTime() + effort.warmMillis() * 1_000_000L / 2;
    int times = 0;
    while (THREADS.getCurrentThreadCpuTime() < end) {
      repeat(BETWEEN_LOOKS);
      times += BETWEEN_LOOKS;
    }
    int slice = Math.max(1, times * effort.sliceMillis() * 2 / effort.warmMillis());
    double[] nanos = new double[effort.rounds()];
    double[] bytes = new double[effort.rounds()];
    for (int i = 0; i < nanos.length; i++) {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long before = THREADS.getCurrentThreadCpuTime();
      repeat(slice);
      nanos[i] = (double) (THREADS.getCurrentThreadCpuTime() - before) / slice;
      bytes[i] = (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / slice;
    }
    if (seen == 0) {
      throw new IllegalStateException("nothing was done");
    }
    return new Cost(Interval.of(nanos).median(), Interval.of(bytes).median());
  }

  private void repeat(int times) {
    for (int i = 0; i < times; i++) {
      seen |= System.identityHashCode(call.apply(number));
      number = (number + 1) & Integer.MAX_VALUE;
    }
  }
}
