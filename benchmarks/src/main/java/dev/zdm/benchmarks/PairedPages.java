package dev.zdm.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The paired section: every promise with its figure, and behind it all rows. */
final class PairedPages {
  private static final String NONE = Verdict.NO_PROMISE.label();
  private static final String AGAIN = Variant.RAW_AGAIN.label();

  private final Figures run;
  private final List<Figures> rows;

  PairedPages(Figures run) {
    this.run = run;
    this.rows = run.rows();
  }

  private List<String> engines() {
    return rows.stream().map(r -> r.text("engine")).distinct().toList();
  }

  /** The lines of the budget, each with what its rows say. */
  String budget() {
    Table table =
        new Table(
            "promise",
            "engine",
            "at most",
            "CPU",
            "wall",
            "trips",
            "CPU is",
            "wall is",
            "trips are",
            "bytes are");
    Map<String, List<Figures>> lines =
        rows.stream()
            .filter(PairedPages::isPromised)
            .collect(
                Collectors.groupingBy(
                    r -> r.text("path") + "|" + r.text("engine") + "|" + r.text("promise"),
                    LinkedHashMap::new,
                    Collectors.toList()));
    lines.values().stream()
        .sorted(Comparator.comparing(line -> line.get(0).text("path")))
        .forEach(
            line -> {
              Figures first = line.get(0);
              table.row(
                  first.text("path"),
                  first.text("engine"),
                  first.text("promise"),
                  range(known(line, "cpu"), r -> r.part("cpu").number("median"), "%.2f"),
                  range(known(line, "wall"), r -> r.part("wall").number("median"), "%.2f"),
                  range(line, r -> r.number("trips"), "%.0f"),
                  counts(line, "cpuVerdict"),
                  counts(line, "wallVerdict"),
                  counts(line, "tripsVerdict"),
                  counts(line, "bytesVerdict"));
            });
    return head()
        + "Each line holds the rows (operations by variants) of one promise on one engine: the"
        + " least and the most of their medians, and how many of them met it. Where raw against raw"
        + " spreads by more than half the margin, a row cannot tell. [Row by row](DETAILS.md).\n\n"
        + table;
  }

  private static boolean isPromised(Figures row) {
    return !row.text("path").equals(NONE);
  }

  private static String range(List<Figures> line, ToDoubleFunction<Figures> figure, String format) {
    if (line.isEmpty()) {
      return "not known";
    }
    DoubleSummaryStatistics all = line.stream().mapToDouble(figure).summaryStatistics();
    String least = String.format(Locale.ROOT, format, all.getMin());
    String most = String.format(Locale.ROOT, format, all.getMax());
    return least.equals(most) ? least : least + " to " + most;
  }

  private static List<Figures> known(List<Figures> line, String name) {
    return line.stream().filter(r -> r.part(name).map().get("median") != null).toList();
  }

  private static String counts(List<Figures> line, String name) {
    List<String> said = new ArrayList<>();
    for (Verdict verdict : new Verdict[] {Verdict.MISSED, Verdict.MET, Verdict.CANNOT_TELL}) {
      long count = line.stream().filter(r -> r.text(name).equals(verdict.label())).count();
      if (count > 0) {
        String label = verdict == Verdict.MISSED ? "**" + verdict.label() + "**" : verdict.label();
        said.add(count + " " + label);
      }
    }
    return said.isEmpty() ? NONE : String.join(", ", said);
  }

  /** The rows of which something is promised, each with what raw against raw shows. */
  private String verdicts() {
    StringBuilder out = new StringBuilder();
    for (String engine : engines()) {
      Table table =
          new Table(
              "operation",
              "variant",
              "promise",
              "CPU",
              "raw again",
              "wall",
              "raw again",
              "trips",
              "CPU is",
              "wall is",
              "trips are");
      for (Figures row : rows) {
        if (row.text("engine").equals(engine) && isJudged(row) && row.number("getters") == 0) {
          Figures again = again(row);
          table.row(
              row.text("operation"),
              row.text("variant"),
              row.text("promise"),
              row.interval("cpu"),
              again.interval("cpu"),
              row.interval("wall"),
              again.interval("wall"),
              row.number("trips", "%.1f"),
              verdict(row, "cpuVerdict"),
              verdict(row, "wallVerdict"),
              verdict(row, "tripsVerdict"));
        }
      }
      out.append("### Promises on ").append(engine).append("\n\n").append(table);
    }
    return out.toString();
  }

  private static boolean isJudged(Figures row) {
    return !row.text("promise").equals(NONE);
  }

  private static String verdict(Figures row, String name) {
    String verdict = row.text(name);
    return verdict.equals(Verdict.MISSED.label()) ? "**" + verdict + "**" : verdict;
  }

  private Figures again(Figures row) {
    return rows.stream()
        .filter(
            r ->
                r.text("variant").equals(AGAIN)
                    && r.text("engine").equals(row.text("engine"))
                    && r.text("operation").equals(row.text("operation")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no raw against raw beside " + row));
  }

  private String head() {
    return run.circumstances()
        + " %s rounds.%s%s%n%n"
            .formatted(
                run.text("rounds"),
                run.flag("coreWaitsTakenOff")
                    ? ""
                    : " The time spent waiting for a core was not known; wall ratios hold it.",
                run.flag("peersPresent") ? "" : " Without the peers.");
  }

  /** What a getter of a result set costs: the scan's difference to raw, divided. */
  String getters() {
    Table table = new Table("engine", "scan", "variant", "CPU, ns", "bytes", "CPU is", "bytes are");
    for (Figures row : rows) {
      double getters = row.number("getters");
      if (getters > 0) {
        Figures added = row.part("addedNanos");
        table.row(
            row.text("engine"),
            row.text("operation"),
            row.text("variant"),
            String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                added.number("median") / getters,
                added.number("low") / getters,
                added.number("high") / getters),
            String.format(Locale.ROOT, "%.2f", row.number("addedBytes") / getters),
            verdict(row, "cpuVerdict"),
            verdict(row, "bytesVerdict"));
      }
    }
    return "Promised: at most 5 ns a getter, and no allocation.\n\n" + table;
  }

  /** The nearest peer at the same rename. */
  String renames() {
    if (!run.has("renames")) {
      return "";
    }
    Table table = new Table("engine", "operation", "ShardingSphere's CPU, as a multiple", "is");
    for (Figures row : run.rows("renames")) {
      table.row(
          row.text("engine"),
          row.text("operation"),
          row.interval("ratio"),
          verdict(row, "verdict"));
    }
    return "Promised: at least 4 times less client CPU than ShardingSphere-JDBC on the same rename,"
        + " which phase `complete` is.\n\n"
        + table;
  }

  /** All rows. */
  String details() {
    StringBuilder out = new StringBuilder(head()).append("## Promises\n\n").append(verdicts());
    for (String engine : engines()) {
      Table table =
          new Table("operation", "variant", "CPU", "wall", "CPU added, us", "bytes added", "trips");
      for (Figures row : rows) {
        if (row.text("engine").equals(engine)) {
          table.row(
              row.text("operation"),
              row.text("variant"),
              row.interval("cpu"),
              row.interval("wall"),
              String.format(Locale.ROOT, "%.2f", row.part("addedNanos").number("median") / 1_000),
              row.number("addedBytes", "%.0f"),
              row.number("trips", "%.1f"));
        }
      }
      out.append("## All rows on ").append(engine).append("\n\n").append(table);
    }
    return out.toString();
  }
}
