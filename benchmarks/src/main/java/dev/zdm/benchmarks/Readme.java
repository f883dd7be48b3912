package dev.zdm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Renders the newest results between two marks of the README. Nobody types a figure there. */
final class Readme {
  private static final String BEGIN = "<!-- results: rendered, do not edit -->\n";
  private static final String END = "<!-- end of results -->";

  private Readme() {}

  /** Puts the newest results into the module's README. */
  static void render(Path module) throws IOException {
    Path readme = module.resolve("README.md");
    Files.writeString(readme, rendered(module), StandardCharsets.UTF_8);
  }

  /** The README as it should be. */
  static String rendered(Path module) throws IOException {
    String text = Files.readString(module.resolve("README.md"), StandardCharsets.UTF_8);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("README.md lacks the two marks between which results are put");
    }
    String json = Files.readString(newest(module.resolve("results")), StandardCharsets.UTF_8);
    Map<?, ?> run = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(json);
    return text.substring(0, begin + BEGIN.length()) + "\n" + tables(run) + text.substring(end);
  }

  private static Path newest(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .reduce((older, newer) -> newer)
          .orElseThrow(() -> new IOException("no results yet; run dev.zdm.benchmarks.Paired"));
    }
  }

  private static String tables(Map<?, ?> run) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s, Java %s, %s, %s cores, load %s, %s rounds%n%n"
            .formatted(
                run.get("date"),
                run.get("java"),
                run.get("os"),
                run.get("cores"),
                number(run.get("load"), "%.1f"),
                run.get("rounds")));
    if (Boolean.FALSE.equals(run.get("coreWaitsTakenOff"))) {
      out.append("The time spent waiting for a core was not known; wall ratios hold it.\n\n");
    }
    List<Map<?, ?>> rows = new ArrayList<>();
    for (Object row : (List<?>) value(run, "rows")) {
      rows.add((Map<?, ?>) row);
    }
    rows.stream()
        .map(r -> value(r, "engine"))
        .distinct()
        .forEach(engine -> table(out, engine, rows));
    return out.toString();
  }

  private static void table(StringBuilder out, Object engine, List<Map<?, ?>> rows) {
    out.append("### ").append(engine).append("\n\n");
    out.append(
        "| operation | variant | CPU | wall | CPU added, us | bytes added | trips | promise");
    out.append(
        " | CPU is | wall is | trips are |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    rows.stream().filter(r -> engine.equals(r.get("engine"))).forEach(r -> row(out, r));
    out.append('\n');
  }

  private static void row(StringBuilder out, Map<?, ?> row) {
    Object added = ((Map<?, ?>) value(row, "addedNanos")).get("median");
    String[] cells = {
      String.valueOf(row.get("operation")),
      String.valueOf(row.get("variant")),
      interval(row, "cpu"),
      interval(row, "wall"),
      String.format(Locale.ROOT, "%.2f", ((Number) value(added)).doubleValue() / 1_000),
      number(row.get("addedBytes"), "%.0f"),
      number(row.get("trips"), "%.1f"),
      String.valueOf(row.get("promise")),
      String.valueOf(row.get("cpuVerdict")),
      String.valueOf(row.get("wallVerdict")),
      String.valueOf(row.get("tripsVerdict")),
    };
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String interval(Map<?, ?> row, String name) {
    Map<?, ?> bounds = (Map<?, ?>) value(row, name);
    return "%s (%s to %s)"
        .formatted(
            number(bounds.get("median"), "%.2f"),
            number(bounds.get("low"), "%.2f"),
            number(bounds.get("high"), "%.2f"));
  }

  private static Object value(Map<?, ?> map, String name) {
    return value(map.get(name));
  }

  private static Object value(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("the results lack a figure; run the harness again");
    }
    return value;
  }

  private static String number(@Nullable Object value, String format) {
    return String.format(Locale.ROOT, format, ((Number) value(value)).doubleValue());
  }
}
