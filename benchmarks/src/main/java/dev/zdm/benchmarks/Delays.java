package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** PostgreSQL behind a delay: round trips are seen, and little else. */
final class Delays {
  private static final List<Variant> VARIANTS =
      List.of(
          Variant.RAW,
          Variant.RAW_AGAIN,
          Variant.OFF,
          Variant.MIRROR_0,
          Variant.MIRROR_100,
          Variant.V2_PRIMARY,
          Variant.COMPLETE,
          Variant.BY_HAND);
  private static final List<Operation> OPERATIONS =
      List.of(Operation.READ_REUSED, Operation.INSERT, Operation.TRANSACTION);
  private static final double[] MILLIS = {0.5, 1, 5};
  private static final int WARM = 12;
  private static final int CALLS = 3;
  private static final double NANOS_OF_MILLI = 1e6;

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final Random random = new Random(20_261_122);
  private final int rounds;

  private Delays(Effort effort) {
    this.rounds = Math.max(2, effort.rounds() / 2);
  }

  static void measure(Effort effort) throws SQLException, IOException {
    Delays delays = new Delays(effort);
    for (double millis : MILLIS) {
      Map<Variant, Site> sites = new LinkedHashMap<>();
      for (Variant variant : VARIANTS) {
        sites.put(variant, Site.create(Engine.POSTGRESQL_ASYNC, variant));
      }
      try (DelayingProxy proxy =
          new DelayingProxy(Server.port(), (long) (millis * NANOS_OF_MILLI))) {
        for (Operation operation : OPERATIONS) {
          delays.run(millis, operation, sites, proxy.port());
        }
      }
    }
    Map<String, Object> section = Results.section();
    section.put("rounds", delays.rounds);
    section.put("rows", delays.rows);
    Results.put("delays", section);
  }

  /** One variant behind the delay. */
  private record Side(
      Variant variant, Connection side, Connection connection, Work work, List<Double> nanos)
      implements AutoCloseable {
    static Side of(Variant variant, Site site, int port, Operation operation) throws SQLException {
      Connection side = site.raw();
      Connection connection = site.behind(port).open(variant);
      Work work = operation.open(connection, side, variant);
      return new Side(variant, side, connection, work, new ArrayList<>());
    }

    void repeat(int times) throws SQLException {
      work.prepare(times);
      for (int i = 0; i < times; i++) {
        work.once();
      }
    }

    void turn() throws SQLException {
      long before = System.nanoTime();
      repeat(CALLS);
      nanos.add((double) (System.nanoTime() - before) / CALLS);
    }

    @Override
    public void close() throws SQLException {
      work.close();
      connection.close();
      side.close();
    }
  }

  private void run(double millis, Operation operation, Map<Variant, Site> sites, int port)
      throws SQLException {
    List<Side> sides = new ArrayList<>();
    try {
      for (Map.Entry<Variant, Site> site : sites.entrySet()) {
        if (site.getKey().takesPart(Engine.POSTGRESQL_ASYNC, operation)) {
          Side side = Side.of(site.getKey(), site.getValue(), port, operation);
          sides.add(side);
          side.repeat(WARM);
        }
      }
      List<Side> turns = new ArrayList<>(sides);
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(turns, random);
        for (Side side : turns) {
          side.turn();
        }
      }
      for (Side side : sides) {
        keep(millis, operation, side, sides.get(0));
      }
    } finally {
      for (Side side : sides) {
        side.close();
      }
    }
  }

  private void keep(double millis, Operation operation, Side side, Side raw) {
    double[] ratios = new double[rounds];
    double[] calls = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      calls[i] = side.nanos.get(i);
      ratios[i] = calls[i] / raw.nanos.get(i);
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("delayMillis", millis);
    row.put("operation", operation.label());
    row.put("variant", side.variant.label());
    row.put("wall", Interval.of(ratios).figures());
    row.put("wallMillis", Interval.of(calls).median() / NANOS_OF_MILLI);
    rows.add(row);
    System.out.println(row);
  }
}
