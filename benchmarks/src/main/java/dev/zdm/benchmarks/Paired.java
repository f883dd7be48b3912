package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Row.Measured;
import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures zdm against the raw driver at a database, and the raw driver against itself: variants
 * take turns within one run, in an order that is shuffled each round, so that what disturbs the
 * machine disturbs all alike. Only ratios mean anything.
 */
final class Paired {
  private static final int UNRECORDED_ROUNDS = 3;

  /** A connection may be lucky or not, as a whole: so each variant has several. */
  private static final int SITTINGS = 3;

  private final Effort effort;
  private final Random random = new Random(20_261_121);
  private final List<Row> rows = new ArrayList<>();
  private final List<Map<String, Object>> renames = new ArrayList<>();
  private boolean knowsWaits = true;

  private Paired(Effort effort) {
    this.effort = effort;
  }

  /** Measures, and puts the rows into today's results. */
  static void measure(Effort effort) throws SQLException, IOException {
    Paired paired = new Paired(effort);
    for (Engine engine : Engine.values()) {
      paired.run(engine);
    }
  }

  /** After each operation, so that a run that is stopped leaves what it has. */
  private void keep() throws IOException {
    Map<String, Object> run = Results.section();
    run.put("rounds", effort.rounds());
    run.put("coreWaitsTakenOff", knowsWaits);
    run.put("peersPresent", Stream.of(Variant.values()).allMatch(Variant::isPresent));
    run.put("rows", rows.stream().map(Row::figures).toList());
    run.put("renames", renames);
    Results.put("paired", run);
  }

  private void run(Engine engine) throws SQLException, IOException {
    Map<Variant, Site> sites = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      if (Stream.of(Operation.values()).anyMatch(o -> variant.takesPart(engine, o))) {
        sites.put(variant, Site.create(engine, variant));
      }
    }
    for (Operation operation : Operation.values()) {
      if (operation.writes() || engine != Engine.POSTGRESQL_ASYNC) {
        run(engine, operation, sites);
        keep();
      }
    }
  }

  private void run(Engine engine, Operation operation, Map<Variant, Site> sites)
      throws SQLException, IOException {
    Map<Variant, Measured> measured = new EnumMap<>(Variant.class);
    int sittings = operation.isLong() ? 1 : SITTINGS;
    for (int sitting = 1; sitting <= sittings; sitting++) {
      List<Lane> lanes = new ArrayList<>();
      try {
        for (Map.Entry<Variant, Site> site : sites.entrySet()) {
          if (site.getKey().takesPart(engine, operation)) {
            lanes.add(new Lane(site.getKey(), operation, site.getValue()));
          }
        }
        sit(lanes);
        for (Lane lane : lanes) {
          lane.prove();
          double trips = sitting == 1 ? lane.trips() : 0;
          Measured last = new Measured(lane.variant(), lane.slices(), trips);
          measured.merge(lane.variant(), last, Measured::and);
        }
      } finally {
        for (Lane lane : lanes) {
          lane.close();
        }
      }
    }
    compare(engine, operation, measured);
  }

  private void sit(List<Lane> lanes) throws SQLException, IOException {
    double nanos = Double.MAX_VALUE;
    for (Lane lane : lanes) {
      nanos = Math.min(nanos, lane.warmUp(effort.warmMillis() / SITTINGS));
      knowsWaits &= lane.knowsWaits();
    }
    int times = (int) Math.max(1, effort.sliceMillis() * 1_000_000L / nanos);
    for (int round = -UNRECORDED_ROUNDS; round < effort.rounds() / SITTINGS; round++) {
      List<Lane> turns = new ArrayList<>(lanes);
      Collections.shuffle(turns, random);
      for (Lane lane : turns) {
        Slice slice = lane.run(times);
        if (round >= 0) {
          lane.slices().add(slice);
        }
      }
    }
  }

  private void compare(Engine engine, Operation operation, Map<Variant, Measured> measured) {
    Measured sharding = measured.get(Variant.SHARDINGSPHERE);
    Measured complete = measured.get(Variant.COMPLETE);
    if (sharding != null && complete != null) {
      renames.add(new Rename(engine, operation, sharding.cpuAgainst(complete)).figures());
    }
    Measured raw = measured.remove(Variant.RAW);
    Measured again = measured.get(Variant.RAW_AGAIN);
    if (raw == null || again == null) {
      throw new IllegalStateException("nothing to compare with");
    }
    for (Measured mine : measured.values()) {
      Row row = Row.of(engine, operation, mine, raw, again);
      rows.add(row);
      System.out.printf(
          Locale.ROOT,
          "%s: %s: %s: CPU %.2f, wall %.2f, %+.0f B, %.1f trips%n",
          engine.label(),
          operation.label(),
          mine.variant().label(),
          row.cpu().median(),
          row.wall().median(),
          row.addedBytes(),
          row.trips());
    }
  }
}
