package dev.zdm.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What was measured, as it is kept: {@code results/<date>.json}, of sections that are measured one
 * by one. A section that a day has not measured is the newest of the days before.
 */
final class Results {
  private Results() {}

  /** The module's folder, whether this runs in it or above. */
  static Path module() {
    return Files.isDirectory(Path.of("benchmarks")) ? Path.of("benchmarks") : Path.of("");
  }

  /** A section that tells where and when it is measured. */
  static Map<String, Object> section() {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("date", today());
    section.put("time", LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).toString());
    section.put("java", System.getProperty("java.version"));
    section.put("os", System.getProperty("os.name"));
    section.put("cores", Runtime.getRuntime().availableProcessors());
    section.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return section;
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  /** Puts a section into today's results, beside those that are there. */
  static void put(String name, Map<String, Object> section) throws IOException {
    Path folder = Files.createDirectories(module().resolve("results"));
    Path file = folder.resolve(today() + ".json");
    Map<String, Object> sections = new TreeMap<>();
    if (Files.exists(file)) {
      read(file).forEach((key, value) -> sections.put(String.valueOf(key), value));
    }
    sections.put(name, section);
    Files.writeString(file, Json.of(sections), StandardCharsets.UTF_8);
  }

  /** The newest of each section. */
  static Map<String, Map<?, ?>> newest(Path module) throws IOException {
    Map<String, Map<?, ?>> sections = new TreeMap<>();
    try (Stream<Path> files = Files.list(module.resolve("results"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        read(file).forEach((key, value) -> sections.put(String.valueOf(key), (Map<?, ?>) value));
      }
    }
    if (sections.isEmpty()) {
      throw new IOException("no results yet; run dev.zdm.benchmarks.Bench");
    }
    return sections;
  }

  /** JSON is YAML. */
  static Map<?, ?> read(Path file) throws IOException {
    String json = Files.readString(file, StandardCharsets.UTF_8);
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(json);
  }
}
