package dev.zdm.migrator.demo;

import dev.zdm.migrator.demo.DemoApplication.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The application's users: threads that send one request after the other until they are stopped.
 * The counts may be read by any thread.
 */
final class Load implements AutoCloseable {
  private static final long THINK_NANOS = 1_000_000;
  private static final long STOP_MILLIS = 30_000;

  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, LongAdder> served = new TreeMap<>();
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
  private volatile boolean stopping;

  /** Starts {@code threads} users; the seed of each one's random numbers is its number. */
  static Load start(List<Operation> operations, int threads) {
    Load load = new Load();
    operations.forEach(o -> load.served.put(o.name(), new LongAdder()));
    List<Operation> weighted = new ArrayList<>();
    for (Operation operation : operations) {
      for (int i = 0; i < operation.weight(); i++) {
        weighted.add(operation);
      }
    }
    for (int i = 0; i < threads; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> load.run(weighted, random), "demo-user-" + i);
      thread.setDaemon(true);
      load.threads.add(thread);
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  private void run(List<Operation> weighted, Random random) {
    while (!stopping) {
      Operation operation = weighted.get(random.nextInt(weighted.size()));
      try {
        operation.action().run(random);
        count(operation);
      } catch (Exception e) { // whatever it is, a user saw it
        failed.increment();
        firstFailure.compareAndSet(null, operation.name() + ": " + e + origin(e));
      }
      LockSupport.parkNanos(THINK_NANOS);
    }
  }

  private static String origin(Exception error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  private void count(Operation operation) {
    LongAdder counter = served.get(operation.name());
    if (counter != null) {
      counter.increment();
    }
  }

  /** The requests that got their answer. */
  long served() {
    return served.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** The same by operation. */
  Map<String, Long> servedByOperation() {
    Map<String, Long> counts = new TreeMap<>();
    served.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  /** The requests that ended in an exception. */
  long failed() {
    return failed.sum();
  }

  /** What the first of those said. */
  @Nullable String firstFailure() {
    return firstFailure.get();
  }

  /** Lets each user finish the request at hand and waits for all of them. */
  void stop() throws Violated {
    if (!ended()) {
      throw new Violated("a request hangs: the users did not stop within 30 s");
    }
  }

  private boolean ended() {
    stopping = true;
    long end = System.nanoTime() + STOP_MILLIS * 1_000_000;
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Ends the users whatever they do; those who do not stop by themselves are interrupted. */
  @Override
  public void close() {
    if (!ended()) {
      threads.forEach(Thread::interrupt);
    }
  }
}
