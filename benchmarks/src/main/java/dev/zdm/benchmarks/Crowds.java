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
import org.HdrHistogram.Histogram;

/** Many threads through HikariCP at PostgreSQL: reads, writes, and a bank's transactions. */
final class Crowds {
  private static final List<Variant> READERS =
      List.of(Variant.RAW, Variant.RAW_AGAIN, Variant.OFF, Variant.MIRROR_100, Variant.COMPLETE);
  private static final List<Variant> WRITERS =
      List.of(Variant.RAW, Variant.RAW_AGAIN, Variant.OFF, Variant.MIRROR_0, Variant.COMPLETE);
  private static final List<Variant> BANKS =
      List.of(
          Variant.RAW,
          Variant.RAW_AGAIN,
          Variant.OFF,
          Variant.MIRROR_0,
          Variant.MIRROR_100,
          Variant.V2_PRIMARY,
          Variant.COMPLETE);
  private static final int[] THREADS = {1, 2, 4, 8, 16};
  private static final int BANK_THREADS = 4;
  private static final int DIGITS = 3;
  private static final double[] PERCENTILES = {50, 95, 99, 99.9};

  private final Random random = new Random(20_261_122);
  private final int rounds;
  private final int millis;

  private Crowds(int rounds, int millis) {
    this.rounds = rounds;
    this.millis = millis;
  }

  /** Threads 1 to 16. */
  static void measureThreads(Effort effort) throws SQLException, IOException {
    Crowds crowds = new Crowds(Math.max(2, effort.rounds() / 3), effort.sliceMillis() * 10);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int threads : THREADS) {
      rows.addAll(crowds.compared("point read", threads, READERS, Crowds::read, false));
      rows.addAll(crowds.compared("UPDATE, autocommit", threads, WRITERS, Crowds::update, false));
    }
    keep("threads", crowds, rows);
  }

  /** The bank. */
  static void measureBank(Effort effort) throws SQLException, IOException {
    Crowds crowds = new Crowds(effort.rounds(), effort.sliceMillis() * 25);
    List<Map<String, Object>> rows =
        crowds.compared("a bank's transaction", BANK_THREADS, BANKS, TpcB::run, true);
    keep("bank", crowds, rows);
  }

  private static void keep(String name, Crowds crowds, List<Map<String, Object>> rows)
      throws IOException {
    Map<String, Object> section = Results.section();
    section.put("rounds", crowds.rounds);
    section.put("millis", crowds.millis);
    section.put("rows", rows);
    Results.put(name, section);
  }

  private static void read(Connection connection, Random random) throws SQLException {
    try (Work work = ReadWork.preparedEach(connection, random.nextInt(Site.ROWS))) {
      work.once();
    }
  }

  private static void update(Connection connection, Random random) throws SQLException {
    try (Work work = WriteWork.update(connection, "entries", random.nextInt(Site.ROWS))) {
      work.once();
    }
  }

  /** One variant with its database and its threads, and what its turns have shown. */
  private record Side(
      Variant variant, Site site, Crowd crowd, List<Double> speeds, Histogram nanos) {
    static Side of(Variant variant, int threads, Crowd.Task run, boolean bank)
        throws SQLException, IOException {
      Site site = Site.create(Engine.POSTGRESQL, variant);
      if (bank) {
        try (Connection raw = site.raw()) {
          TpcB.create(raw);
        }
      }
      Crowd crowd = new Crowd(variant, site, threads, run);
      return new Side(variant, site, crowd, new ArrayList<>(), new Histogram(DIGITS));
    }

    void turn(int millis) {
      Crowd.Turn turn = crowd.run(millis);
      speeds.add(turn.callsPerSecond());
      nanos.add(turn.nanos());
    }

    private double[] speedsArray() {
      return speeds.stream().mapToDouble(v -> v).toArray();
    }

    Map<String, Object> row(String task, int threads, Side raw) {
      double[] mine = speedsArray();
      double[] ratios = new double[mine.length];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = mine[i] / raw.speeds.get(i);
      }
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("task", task);
      row.put("threads", threads);
      row.put("variant", variant.label());
      row.put("throughput", Interval.of(ratios).figures());
      row.put("callsPerSecond", Interval.of(mine).median());
      for (double percentile : PERCENTILES) {
        row.put("p" + percentile, (double) nanos.getValueAtPercentile(percentile));
      }
      System.out.println(row);
      return row;
    }
  }

  /** Variants take turns; the first is raw. */
  private List<Map<String, Object>> compared(
      String task, int threads, List<Variant> variants, Crowd.Task run, boolean bank)
      throws SQLException, IOException {
    List<Side> sides = new ArrayList<>();
    try {
      for (Variant variant : variants) {
        Side side = Side.of(variant, threads, run, bank);
        sides.add(side);
        side.crowd.run(millis * 2);
      }
      List<Side> turns = new ArrayList<>(sides);
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(turns, random);
        for (Side side : turns) {
          side.turn(millis);
        }
      }
    } finally {
      for (Side side : sides) {
        side.crowd.close();
      }
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Side side : sides) {
      if (bank) {
        try (Connection raw = side.site.raw()) {
          TpcB.prove(raw, side.variant.written());
        }
      }
      rows.add(side.row(task, threads, sides.get(0)));
    }
    return rows;
  }
}
