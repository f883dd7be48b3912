package dev.zdm.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;

/**
 * What a piece of work cost this thread, for each operation: nanoseconds and bytes.
 *
 * @param wallNanos less the time spent waiting for a core
 */
record Slice(double cpuNanos, double wallNanos, double bytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Slice measure(Work work, int times, CoreWait wait) throws SQLException, IOException {
    work.prepare(times);
    long waited = wait.nanos();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long wall = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      if (work.once() <= 0) {
        throw new IllegalStateException("an operation did nothing");
      }
    }
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    wall = System.nanoTime() - wall;
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    waited = wait.nanos() - waited;
    // A server that sends many rows waits while this thread works: not all waits are in the way.
    long own = Math.max(wall - waited, cpu);
    return new Slice((double) cpu / times, (double) own / times, (double) bytes / times);
  }
}
