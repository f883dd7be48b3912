package dev.zdm.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Threads, the bank, delays, memory and growth. */
final class LoadPages {
  private static final double NANOS_OF_MILLI = 1e6;
  private static final double MEBIBYTE = 1 << 20;
  private static final double PLANS_MAY_HOLD = 10;

  private LoadPages() {}

  static String threads(Figures run) {
    Table table = new Table("task", "threads", "variant", "throughput", "calls a second");
    for (Figures row : run.rows()) {
      table.row(
          row.text("task"),
          row.text("threads"),
          row.text("variant"),
          row.interval("throughput"),
          row.number("callsPerSecond", "%.0f"));
    }
    return turns(run) + "Throughput is a ratio to raw.\n\n" + table;
  }

  private static String turns(Figures run) {
    return run.circumstances()
        + " %s rounds of %s ms.%n%n".formatted(run.text("rounds"), run.text("millis"));
  }

  static String bank(Figures run) {
    Table table =
        new Table(
            "variant", "throughput", "transactions a second", "p50, ms", "p95", "p99", "p99.9");
    for (Figures row : run.rows()) {
      table.row(
          row.text("variant"),
          row.interval("throughput"),
          row.number("callsPerSecond", "%.0f"),
          millis(row, "p50.0"),
          millis(row, "p95.0"),
          millis(row, "p99.0"),
          millis(row, "p99.9"));
    }
    return turns(run)
        + "Three UPDATEs, a SELECT, an INSERT and COMMIT, by %s threads through HikariCP; afterwards the books balance on every side that was written.%n%n"
            .formatted(run.rows().get(0).text("threads"))
        + table;
  }

  private static String millis(Figures row, String name) {
    return String.format(Locale.ROOT, "%.2f", row.number(name) / NANOS_OF_MILLI);
  }

  static String delays(Figures run) {
    Table table = new Table("delay, ms", "operation", "variant", "wall", "ms a call");
    for (Figures row : run.rows()) {
      table.row(
          row.text("delayMillis"),
          row.text("operation"),
          row.text("variant"),
          row.interval("wall"),
          row.number("wallMillis", "%.2f"));
    }
    StringBuilder plots = new StringBuilder();
    delayPlots(run).keySet().forEach(f -> plots.append("![](").append(f).append(")\n\n"));
    return run.circumstances()
        + " %s rounds. Wall time is a ratio to raw.%n%n".formatted(run.text("rounds"))
        + plots
        + table;
  }

  static String memory(Figures run) {
    Table table = new Table("engine", "statement", "variant", "MiB", "more than raw, MiB");
    Map<String, Double> raw = new LinkedHashMap<>();
    for (Figures row : run.rows()) {
      String at = row.text("engine") + row.text("operation");
      raw.putIfAbsent(at, row.number("bytesOfThousand")); // raw stands first
      table.row(
          row.text("engine"),
          row.text("operation"),
          row.text("variant"),
          String.format(Locale.ROOT, "%.1f", row.number("bytesOfThousand") / MEBIBYTE),
          String.format(
              Locale.ROOT, "%.1f", (row.number("bytesOfThousand") - raw.get(at)) / MEBIBYTE));
    }
    return run.circumstances()
        + " Heap of 1,000 connections, each with one statement that was executed; at PostgreSQL"
        + " reckoned from 100.\n\n"
        + table;
  }

  static String growth(Figures run) {
    StringBuilder out = new StringBuilder(run.circumstances());
    out.append(
        " One planner, %s plans in its cache, without a database; nanoseconds of CPU.%n%n"
            .formatted(run.text("cache")));
    out.append(plans(run));
    grows(run)
        .forEach(
            (grows, rows) -> {
              Map<String, List<Figures>> lines = lines(rows);
              Table table = new Table(heads(grows, rows));
              lines.forEach((what, cells) -> table.row(cells(what, cells)));
              out.append(table).append("![](").append(file(grows)).append(")\n\n");
            });
    return out.toString();
  }

  /** The promise of memory. */
  private static String plans(Figures run) {
    double held =
        run.rows().stream()
            .filter(r -> r.text("what").equals("held, MiB") && r.text("to").equals("10000"))
            .findFirst()
            .orElseThrow()
            .number("figure");
    return String.format(
        Locale.ROOT,
        "10,000 cached plans hold %.1f MiB; promised: at most %.0f MiB, which is %s.%n%n",
        held,
        PLANS_MAY_HOLD,
        held <= PLANS_MAY_HOLD ? Verdict.MET.label() : "**" + Verdict.MISSED.label() + "**");
  }

  private static Map<String, List<Figures>> grows(Figures run) {
    return by(run.rows(), "grows");
  }

  private static Map<String, List<Figures>> lines(List<Figures> rows) {
    return by(rows, "what");
  }

  private static Map<String, List<Figures>> by(List<Figures> rows, String name) {
    return rows.stream()
        .collect(Collectors.groupingBy(r -> r.text(name), LinkedHashMap::new, Collectors.toList()));
  }

  private static String[] heads(String grows, List<Figures> rows) {
    List<String> heads = new ArrayList<>(List.of(grows));
    rows.stream().map(r -> r.number("to", "%,.0f")).distinct().forEach(heads::add);
    return heads.toArray(String[]::new);
  }

  private static Object[] cells(String what, List<Figures> rows) {
    List<String> cells = new ArrayList<>(List.of(what));
    for (Figures row : rows) {
      cells.add(row.number("figure", row.number("figure") >= 100 ? "%,.0f" : "%.1f"));
    }
    return cells.toArray();
  }

  private static String file(String grows) {
    return "plots/growth-" + grows.replace(' ', '-') + ".svg";
  }

  /** File names, and what they hold. */
  static Map<String, String> growthPlots(Figures run) {
    Map<String, String> plots = new LinkedHashMap<>();
    grows(run)
        .forEach(
            (grows, rows) -> {
              Plot plot = new Plot("How cost grows with " + grows, grows, true);
              lines(rows)
                  .forEach(
                      (what, line) -> plot.line(what, points(line, r -> r.number("to"), "figure")));
              plots.put(file(grows), plot.toString());
            });
    return plots;
  }

  /** Of each operation, over the delays. */
  static Map<String, String> delayPlots(Figures run) {
    Map<String, String> plots = new LinkedHashMap<>();
    by(run.rows(), "operation")
        .forEach(
            (operation, rows) -> {
              Plot plot = new Plot(operation + ": ms a call", "delay, ms", false);
              by(rows, "variant")
                  .forEach(
                      (variant, line) ->
                          plot.line(
                              variant, points(line, r -> r.number("delayMillis"), "wallMillis")));
              plots.put(
                  "plots/delays-" + operation.replaceAll("[^A-Za-z0-9]+", "-") + ".svg",
                  plot.toString());
            });
    return plots;
  }

  private static double[][] points(
      List<Figures> rows, ToDoubleFunction<Figures> across, String figure) {
    return rows.stream()
        .map(r -> new double[] {across.applyAsDouble(r), r.number(figure)})
        .toArray(double[][]::new);
  }
}
