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
import java.util.stream.Stream;

/**
 * What must not rise: what zdm allocates for a call, and its round trips. Neither depends on the
 * machine's load. {@code gate.json} has what they were.
 */
final class Gate {
  private static final int SLICES = 5;
  private static final int CALLS = 200;

  /** By number, not by time: a loaded machine must not compile less. */
  private static final int WARM = 3_000;

  /** What the compiler keeps off the heap differs between runs: 100 bytes of a call were seen. */
  private static final double WANDERS = 128;

  private static final double SHARE = 1.05;

  private Gate() {}

  /**
   * @param addedBytes allocated by a call beyond what the raw driver does
   */
  record Cost(double addedBytes, double trips) {
    /** Whether it is more; what a call allocates once in a while makes bytes a fraction. */
    boolean exceeds(Cost recorded) {
      return trips > recorded.trips
          || addedBytes > Math.max(recorded.addedBytes * SHARE, recorded.addedBytes + WANDERS);
    }
  }

  private static Path file() {
    return Results.module().resolve("gate.json");
  }

  /** Writes what the newest paired results have as what must not be exceeded. */
  static void record(Effort effort) throws IOException {
    List<Map<String, Object>> calls = new ArrayList<>();
    List<Variant> zdm = Stream.of(Variant.values()).filter(Variant::isZdm).toList();
    for (Figures row : paired()) {
      if (zdm.stream().anyMatch(v -> v.label().equals(row.text("variant")))) {
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("call", name(row));
        call.put("addedBytes", row.number("addedBytes"));
        call.put("trips", row.number("trips"));
        calls.add(call);
      }
    }
    Map<String, Object> gate = new LinkedHashMap<>();
    gate.put("calls", calls);
    gate.put("met", rows(Verdict.MET));
    Files.writeString(file(), Json.of(gate), StandardCharsets.UTF_8);
  }

  private static List<Figures> paired() throws IOException {
    Map<?, ?> paired = Results.newest(Results.module()).get("paired");
    if (paired == null) {
      throw new IOException("no paired results yet");
    }
    return new Figures(paired).rows();
  }

  /** The rows of the newest paired results whose CPU has this verdict, by name. */
  static List<String> rows(Verdict verdict) throws IOException {
    return paired().stream()
        .filter(row -> row.text("cpuVerdict").equals(verdict.label()))
        .map(Gate::name)
        .toList();
  }

  /** The rows that met the budget when the gate was recorded, by name. */
  static List<String> met() throws IOException {
    return new Figures(Results.read(file())).texts("met");
  }

  private static String name(Figures row) {
    return name(row.text("engine"), row.text("operation"), row.text("variant"));
  }

  private static String name(String engine, String operation, String variant) {
    return "%s: %s: %s".formatted(engine, operation, variant);
  }

  /** What was recorded, by the name of the call. */
  static Map<String, Cost> recorded() throws IOException {
    Map<String, Cost> recorded = new LinkedHashMap<>();
    for (Figures call : new Figures(Results.read(file())).rows("calls")) {
      recorded.put(call.text("call"), new Cost(call.number("addedBytes"), call.number("trips")));
    }
    return recorded;
  }

  /** What is measured now, by the name of the call. */
  static Map<String, Cost> measured() throws SQLException, IOException {
    Map<String, Cost> measured = new LinkedHashMap<>();
    for (Engine engine : List.of(Engine.POSTGRESQL, Engine.SQLITE)) {
      Map<Operation, Double> raw = new LinkedHashMap<>();
      for (Variant variant : Variant.values()) {
        if (variant != Variant.RAW && !variant.isZdm()) {
          continue;
        }
        Site site = Site.create(engine, variant);
        for (Operation operation : Operation.values()) {
          if (operation != Operation.LONG_SCAN && variant.takesPart(engine, operation)) {
            Cost cost = cost(new Lane(variant, operation, site));
            raw.putIfAbsent(operation, cost.addedBytes); // raw comes first
            double added = cost.addedBytes - raw.get(operation);
            String name = name(engine.label(), operation.label(), variant.label());
            measured.put(name, new Cost(added, cost.trips));
            System.out.println(name + " " + measured.get(name));
          }
        }
      }
    }
    return measured;
  }

  /** All bytes, as yet: the least of some slices, for a compiler that comes late only adds. */
  private static Cost cost(Lane opened) throws SQLException, IOException {
    try (Lane lane = opened) {
      lane.run(Math.max(1, WARM / lane.rows()));
      double bytes = Double.MAX_VALUE;
      for (int i = 0; i < SLICES; i++) {
        bytes = Math.min(bytes, lane.run(Math.max(1, CALLS / lane.rows())).bytes());
      }
      return new Cost(bytes, lane.trips());
    }
  }
}
