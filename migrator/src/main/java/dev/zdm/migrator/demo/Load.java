package dev.zdm.migrator.demo;

import dev.zdm.migrator.demo.DemoApplication.Operation;
import dev.zdm.migrator.demo.DemoApplication.Running;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The application's users: threads that send one request after the other until they are stopped. A
 * request that the database asks to repeat is repeated, as every service does that runs
 * transactions; whatever else goes wrong is a failure. The counts may be read by any thread.
 */
final class Load implements AutoCloseable {
  private static final long THINK_NANOS = 1_000_000;
  private static final long PAUSE_NANOS = 5_000_000;
  private static final int MOST_REPEATS = 20;
  private static final long STOP_MILLIS = 30_000;
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final int SQLITE_BUSY = 5;

  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, LongAdder> served = new ConcurrentSkipListMap<>();
  private final Watch always = new Watch();
  private final List<Watch> watches = new CopyOnWriteArrayList<>(List.of(always));
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
  private volatile boolean stopping;

  /** Starts {@code threads} users; the seed of each one's random numbers is its number. */
  static Load start(Running running, int threads) {
    Load load = new Load();
    for (int i = 0; i < threads; i++) {
      List<Operation> weighted = new ArrayList<>();
      for (Operation operation : running.operations(i)) {
        load.served.putIfAbsent(operation.name(), new LongAdder());
        for (int weight = 0; weight < operation.weight(); weight++) {
          weighted.add(operation);
        }
      }
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
      request(weighted.get(random.nextInt(weighted.size())), random.nextLong());
      LockSupport.parkNanos(THINK_NANOS);
    }
  }

  /** One request, with the same values until it is done. */
  private void request(Operation operation, long seed) {
    long start = System.nanoTime();
    int repeats = 0;
    boolean open = true;
    while (open) {
      try {
        operation.action().run(new Random(seed));
        Objects.requireNonNull(served.get(operation.name())).increment();
        open = false;
        ended(true, repeats, start);
      } catch (Exception e) {
        if (isToRepeat(e) && repeats < MOST_REPEATS) {
          repeats++;
          LockSupport.parkNanos(repeats * PAUSE_NANOS);
        } else { // whatever it is, a user saw it
          firstFailure.compareAndSet(null, operation.name() + ": " + e + origin(e));
          open = false;
          ended(false, repeats, start);
        }
      }
    }
  }

  private void ended(boolean well, int repeats, long start) {
    long nanos = System.nanoTime() - start;
    watches.forEach(watch -> watch.ended(well, repeats, nanos));
  }

  /** Nothing was done, and doing it again may succeed. */
  private static boolean isToRepeat(Exception error) {
    return error instanceof SQLException sql
        && (SERIALIZATION_FAILURE.equals(sql.getSQLState())
            || (sql.getErrorCode() & 0xFF) == SQLITE_BUSY);
  }

  private static String origin(Exception error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  /** Counts what they do from now on, until {@link #end}. */
  Watch watch() {
    Watch watch = new Watch();
    watches.add(watch);
    return watch;
  }

  /** Ends a watch, and gives what it has seen. */
  Watch.Seen end(Watch watch) {
    watches.remove(watch);
    return watch.seen();
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

  /** All that they did. */
  Watch.Seen seen() {
    return always.seen();
  }

  /** What the first failure said. */
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
