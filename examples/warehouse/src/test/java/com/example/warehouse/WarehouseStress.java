package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class WarehouseStress {
  private static final int THREADS = 6;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final List<String> SITES = List.of("berlin", "lyon", "oslo");

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong operations = new AtomicLong();

  abstract String newDatabase();

  @Test
  @DisplayName("six threads on the same twelve items for 5 seconds: no failure, sound books")
  void noOperationFails() throws Exception {
    try (WarehouseService warehouse = new WarehouseService(newDatabase())) {
      List<Thread> threads = new ArrayList<>();
      long end = System.nanoTime() + NANOS;
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        Thread thread = new Thread(() -> work(warehouse, random, end), "worker-" + i);
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
      assertThat(warehouse.reports().discrepancies()).isEmpty();
    }
  }

  private void work(WarehouseService warehouse, Random random, long end) {
    while (System.nanoTime() < end) {
      try {
        operate(warehouse, random);
        operations.incrementAndGet();
      } catch (SQLException | RuntimeException e) {
        failures.add(e);
      }
    }
  }

  private void operate(WarehouseService warehouse, Random random) throws SQLException {
    String sku = "S" + random.nextInt(4);
    String site = SITES.get(random.nextInt(SITES.size()));
    String other = SITES.get((SITES.indexOf(site) + 1 + random.nextInt(2)) % SITES.size());
    BigDecimal price = BigDecimal.valueOf(random.nextInt(1000), 2);
    StockReports reports = warehouse.reports();
    switch (random.nextInt(11)) {
      case 0 -> warehouse.receive(sku, site, "article " + sku, 20, price, "delivery");
      case 1, 2 -> warehouse.adjust(sku, site, random.nextInt(9) - 5, "counted");
      case 3, 4 -> warehouse.transfer(sku, site, other, 1 + random.nextInt(3), "transfer");
      case 5 -> {
        Optional<Item> read = reports.find(sku, site);
        if (read.isPresent()) {
          warehouse.reprice(read.get(), price);
        }
      }
      case 6 -> warehouse.remove(sku, site);
      case 7 ->
          warehouse.register(
              List.of(
                  Item.empty("S3", other, "article S3", price),
                  Item.empty(sku, site, "article " + sku, price),
                  Item.empty("S0", other, "article S0", price)));
      case 8 -> reports.itemsAt(site);
      case 9 -> reports.totals(1);
      default -> reports.history(sku, site, 5);
    }
  }
}
