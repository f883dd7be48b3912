package dev.zdm.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run's rows as they are kept: {@code results/<date>.json}. */
final class Results {
  private Results() {}

  /**
   * @param coreWaits whether the time spent waiting for a core was known and taken off
   * @return the file
   */
  static Path write(Path folder, List<Row> rows, int rounds, boolean coreWaits) throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    run.put("java", System.getProperty("java.version"));
    run.put("os", System.getProperty("os.name"));
    run.put("cores", Runtime.getRuntime().availableProcessors());
    run.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    run.put("rounds", rounds);
    run.put("coreWaitsTakenOff", coreWaits);
    run.put("rows", rows.stream().map(Results::row).toList());
    Path file = Files.createDirectories(folder).resolve(run.get("date") + ".json");
    return Files.writeString(file, Json.of(run), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> row(Row row) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("engine", row.engine().label());
    figures.put("operation", row.operation().label());
    figures.put("variant", row.variant().label());
    figures.put("cpu", interval(row.cpu()));
    figures.put("wall", interval(row.wall()));
    figures.put("addedNanos", interval(row.addedNanos()));
    figures.put("bytes", row.bytes());
    figures.put("addedBytes", row.addedBytes());
    figures.put("trips", row.trips());
    figures.put("promise", row.promise().label());
    figures.put("cpuVerdict", row.cpuVerdict().label());
    figures.put("wallVerdict", row.wallVerdict().label());
    figures.put("tripsVerdict", row.tripsVerdict().label());
    return figures;
  }

  private static Map<String, Object> interval(Interval interval) {
    Map<String, Object> bounds = new LinkedHashMap<>();
    bounds.put("low", interval.low());
    bounds.put("median", interval.median());
    bounds.put("high", interval.high());
    return bounds;
  }
}
