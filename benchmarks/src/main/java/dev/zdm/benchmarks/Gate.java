package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What must not rise: what zdm allocates for a call, and its round trips. Both are exact, whatever
 * the machine's load. {@code gate.json} has what they were.
 */
final class Gate {
  private static final int SLICES = 5;
  private static final int CALLS = 200;
  private static final double ROUNDING = 16;
  private static final double SHARE = 1.02;

  private Gate() {}

  /**
   * @param addedBytes allocated by a call beyond what the raw driver does
   */
  record Cost(double addedBytes, double trips) {
    /** Whether it is more; what a call allocates once in a while makes bytes a fraction. */
    boolean exceeds(Cost recorded) {
      return trips > recorded.trips
          || addedBytes > Math.max(recorded.addedBytes * SHARE, recorded.addedBytes + ROUNDING);
    }
  }

  private static Path file() {
    return Results.module().resolve("gate.json");
  }

  /** Writes what is measured now as what must not be exceeded. */
  static void record(Effort effort) throws SQLException, IOException {
    Map<String, Object> kept = new LinkedHashMap<>();
    measured(effort)
        .forEach(
            (name, cost) -> {
              Map<String, Object> figures = new LinkedHashMap<>();
              figures.put("addedBytes", cost.addedBytes);
              figures.put("trips", cost.trips);
              kept.put(name, figures);
            });
    List<Object> one = new ArrayList<>();
    kept.forEach((name, figures) -> one.add(Map.of("call", name, "cost", figures)));
    Files.writeString(file(), Json.of(Map.of("calls", one)), StandardCharsets.UTF_8);
  }

  /** What was recorded, by the name of the call. */
  static Map<String, Cost> recorded() throws IOException {
    Map<String, Cost> recorded = new LinkedHashMap<>();
    for (Figures call : new Figures(Results.read(file())).rows("calls")) {
      Figures cost = call.part("cost");
      recorded.put(call.text("call"), new Cost(cost.number("addedBytes"), cost.number("trips")));
    }
    return recorded;
  }

  /** What is measured now, by the name of the call. */
  static Map<String, Cost> measured(Effort effort) throws SQLException, IOException {
    Map<String, Cost> measured = new LinkedHashMap<>();
    for (Engine engine : List.of(Engine.POSTGRESQL_ASYNC, Engine.SQLITE)) {
      Map<Operation, Double> raw = new LinkedHashMap<>();
      for (Variant variant : Variant.values()) {
        if (variant != Variant.RAW && !variant.isZdm()) {
          continue;
        }
        Site site = Site.create(engine, variant);
        for (Operation operation : Operation.values()) {
          if (operation != Operation.LONG_SCAN && variant.takesPart(engine, operation)) {
            Cost cost = cost(effort, new Lane(variant, operation, site));
            raw.putIfAbsent(operation, cost.addedBytes); // raw comes first
            double added = cost.addedBytes - raw.get(operation);
            String name =
                "%s: %s: %s".formatted(engine.label(), operation.label(), variant.label());
            measured.put(name, new Cost(added, cost.trips));
            System.out.println(name + " " + measured.get(name));
          }
        }
      }
    }
    return measured;
  }

  /** All bytes, as yet: the least of some slices, for a compiler that comes late only adds. */
  private static Cost cost(Effort effort, Lane opened) throws SQLException, IOException {
    try (Lane lane = opened) {
      lane.warmUp(effort.warmMillis());
      double bytes = Double.MAX_VALUE;
      for (int i = 0; i < SLICES; i++) {
        bytes = Math.min(bytes, lane.run(Math.max(1, CALLS / lane.rows())).bytes());
      }
      return new Cost(bytes, lane.trips());
    }
  }
}
