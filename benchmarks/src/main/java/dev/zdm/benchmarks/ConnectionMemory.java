package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Heap that open connections hold, each with a statement that it has executed. */
final class ConnectionMemory {
  private static final List<Variant> VARIANTS =
      List.of(
          Variant.RAW,
          Variant.RAW_AGAIN,
          Variant.OFF,
          Variant.MIRROR_0,
          Variant.MIRROR_100,
          Variant.COMPLETE);
  private static final int THOUSAND = 1_000;
  private static final int CALLS = 10;
  private static final int FIRST = 20;

  private ConnectionMemory() {}

  static void measure(Effort effort) throws SQLException, IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Engine engine : List.of(Engine.POSTGRESQL_ASYNC, Engine.SQLITE)) {
      for (Operation operation : List.of(Operation.READ_REUSED, Operation.UPDATE)) {
        for (Variant variant : VARIANTS) {
          rows.add(row(engine, operation, variant));
          System.out.println(rows.get(rows.size() - 1));
        }
      }
    }
    Map<String, Object> section = Results.section();
    section.put("rows", rows);
    Results.put("memory", section);
  }

  private static int connections(Engine engine) {
    return engine.isPostgres() ? 100 : THOUSAND;
  }

  private static Map<String, Object> row(Engine engine, Operation operation, Variant variant)
      throws SQLException, IOException {
    Site site = Site.create(engine, variant);
    List<Connection> connections = new ArrayList<>();
    List<Work> works = new ArrayList<>();
    try (Connection side = site.raw()) {
      open(FIRST, site, operation, variant, side, connections, works);
      long before = heap();
      int more = connections(engine);
      open(more, site, operation, variant, side, connections, works);
      long bytes = heap() - before;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("engine", engine.label());
      row.put("operation", operation.label());
      row.put("variant", variant.label());
      row.put("opened", more);
      row.put("bytesOfThousand", (double) bytes / more * THOUSAND);
      return row;
    } finally {
      for (Work work : works) {
        work.close();
      }
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static void open(
      int count,
      Site site,
      Operation operation,
      Variant variant,
      Connection side,
      List<Connection> connections,
      List<Work> works)
      throws SQLException {
    for (int i = 0; i < count; i++) {
      Connection connection = site.open(variant);
      connections.add(connection);
      Work work = operation.open(connection, side, variant);
      works.add(work);
      for (int call = 0; call < CALLS; call++) {
        work.once();
      }
    }
  }

  /** What is held after garbage is gone. */
  static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      ManagementFactory.getMemoryMXBean().gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
