package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Row.Measured;
import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Measures zdm against the raw driver at a database, and the raw driver against itself: variants
 * take turns within one run, in an order that is shuffled each round, so that what disturbs the
 * machine disturbs all alike. Only ratios mean anything.
 */
public final class Paired {
  private static final int UNRECORDED_ROUNDS = 3;

  /** A connection may be lucky or not, as a whole: so each variant has several. */
  private static final int SITTINGS = 3;

  private final Options options;
  private final Random random = new Random(20_261_121);
  private final List<Row> rows = new ArrayList<>();
  private boolean knowsWaits = true;

  private Paired(Options options) {
    this.options = options;
  }

  /**
   * @param rounds how often each variant has its turn
   * @param sliceMillis how long the raw driver's turn is
   * @param warmMillis how long each variant runs unrecorded
   */
  private record Options(int rounds, int sliceMillis, int warmMillis) {
    static Options of(String[] arguments) {
      if (arguments.length == 0 || arguments[0].equals("--short")) {
        return new Options(21, 12, 450);
      }
      if (arguments[0].equals("--long")) {
        return new Options(120, 60, 3_000);
      }
      throw new IllegalArgumentException("give --short (the default, 7 minutes) or --long");
    }
  }

  /** Runs, writes {@code results/<date>.json}, and renders the README from it. */
  public static void main(String[] arguments) throws SQLException, IOException {
    Paired paired = new Paired(Options.of(arguments));
    for (Engine engine : Engine.values()) {
      paired.run(engine);
    }
    Path module = Files.isDirectory(Path.of("benchmarks")) ? Path.of("benchmarks") : Path.of("");
    Path file =
        Results.write(
            module.resolve("results"), paired.rows, paired.options.rounds, paired.knowsWaits);
    Readme.render(module);
    System.out.println("written: " + file);
  }

  private void run(Engine engine) throws SQLException, IOException {
    Map<Variant, Site> sites = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      sites.put(variant, Site.create(engine, variant));
    }
    for (Operation operation : Operation.values()) {
      if (operation.writes() || engine != Engine.POSTGRESQL_ASYNC) {
        run(engine, operation, sites);
      }
    }
  }

  private void run(Engine engine, Operation operation, Map<Variant, Site> sites)
      throws SQLException, IOException {
    Map<Variant, Measured> measured = new EnumMap<>(Variant.class);
    for (int sitting = 1; sitting <= SITTINGS; sitting++) {
      List<Lane> lanes = new ArrayList<>();
      try {
        for (Map.Entry<Variant, Site> site : sites.entrySet()) {
          if (site.getKey().onlyWrites() && !operation.writes()) {
            continue;
          }
          lanes.add(new Lane(site.getKey(), operation, site.getValue()));
        }
        sit(lanes);
        for (Lane lane : lanes) {
          lane.prove();
          Measured last = new Measured(lane.variant(), lane.slices(), lane.trips());
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
      nanos = Math.min(nanos, lane.warmUp(options.warmMillis / SITTINGS));
      knowsWaits &= lane.knowsWaits();
    }
    int times = (int) Math.max(1, options.sliceMillis * 1_000_000L / nanos);
    for (int round = -UNRECORDED_ROUNDS; round < options.rounds / SITTINGS; round++) {
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
