package dev.zdm.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** Threads that do the same, again and again, each time with a connection of one HikariCP. */
final class Crowd implements AutoCloseable {
  private static final int DIGITS = 3;

  private final HikariDataSource pool;
  private final ExecutorService threads;
  private final int size;
  private final Task task;

  /** What one thread does with a connection, and gives back. */
  @FunctionalInterface
  interface Task {
    void run(Connection connection, ThreadLocalRandom random) throws SQLException;
  }

  /**
   * @param nanos of each call, with the wait for a connection
   */
  record Turn(double callsPerSecond, Histogram nanos) {}

  Crowd(Variant variant, Site site, int size, Task task) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(variant.url(site.tail()));
    config.setMaximumPoolSize(size);
    this.pool = new HikariDataSource(config);
    this.threads = Executors.newFixedThreadPool(size);
    this.size = size;
    this.task = task;
  }

  Turn run(int millis) {
    List<Future<Histogram>> running = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + millis * 1_000_000L;
    for (int i = 0; i < size; i++) {
      running.add(threads.submit(() -> until(end)));
    }
    Histogram all = new Histogram(DIGITS);
    for (Future<Histogram> one : running) {
      all.add(result(one));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Turn(all.getTotalCount() / seconds, all);
  }

  private Histogram until(long end) throws SQLException {
    Histogram nanos = new Histogram(DIGITS);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long before = System.nanoTime();
    do {
      try (Connection connection = pool.getConnection()) {
        task.run(connection, random);
      }
      long now = System.nanoTime();
      nanos.recordValue(now - before);
      before = now;
    } while (before - end < 0);
    return nanos;
  }

  private static Histogram result(Future<Histogram> one) {
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread failed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    pool.close();
  }
}
