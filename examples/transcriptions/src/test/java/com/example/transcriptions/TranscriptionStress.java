package com.example.transcriptions;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class TranscriptionStress {
  private static final int THREADS = 6;
  private static final int FILES = 8;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();

  abstract String newDatabase();

  @Test
  @DisplayName("six threads on the same eight files for 5 seconds: no failure, no lost row")
  void noOperationFails() throws Exception {
    try (TranscriptionService service = new TranscriptionService(newDatabase())) {
      List<Thread> threads = new ArrayList<>();
      long end = System.nanoTime() + NANOS;
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        Thread thread = new Thread(() -> work(service, random, end), "worker-" + i);
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.printf(
          "%s: %d operations, %d failures%n",
          getClass().getSimpleName(), operations.get(), failures.size());
      assertThat(failures).isEmpty();
      assertThat(operations.get()).isGreaterThan(500);
      assertThat(service.count()).isEqualTo(rows.get());
    }
  }

  private void work(TranscriptionService service, Random random, long end) {
    while (System.nanoTime() < end) {
      try {
        operate(service, random);
        operations.incrementAndGet();
      } catch (SQLException | RuntimeException e) {
        failures.add(e);
      }
    }
  }

  private void operate(TranscriptionService service, Random random) throws SQLException {
    String file = "file" + random.nextInt(FILES);
    String user = "user" + random.nextInt(3);
    Transcription attempt = Transcription.succeeded(user, "/in", file, 5, "text");
    switch (random.nextInt(9)) {
      case 0 -> {
        service.record(attempt);
        rows.incrementAndGet();
      }
      case 1 -> rows.addAndGet(service.recordAll(List.of(attempt, attempt)));
      case 2, 3 -> service.markError(file, "marked by " + Thread.currentThread().getName());
      case 4, 5 -> rows.addAndGet(1 - service.reprocess(attempt).removed());
      case 6 -> {
        long latest = service.find(file).map(Transcription::id).orElse(0L);
        rows.addAndGet(service.delete(latest) ? -1 : 0);
      }
      case 7 -> service.isProcessed(file);
      default -> service.listByUser(user, 20);
    }
  }
}
