package dev.zdm.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What happens without a database, and inside a server that is counted by callgrind. */
final class InsidePages {
  private static final double NANOS_OF_MICRO = 1_000;

  private InsidePages() {}

  static String texts(Figures run) {
    Map<String, List<Figures>> statements =
        run.rows().stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.text("statement"), LinkedHashMap::new, Collectors.toList()));
    List<String> heads = new ArrayList<>(List.of("statement"));
    run.rows().stream().map(r -> r.text("call")).distinct().forEach(heads::add);
    Table table = new Table(heads.toArray(String[]::new));
    statements.forEach(
        (statement, calls) -> {
          List<String> cells = new ArrayList<>(List.of(statement));
          for (Figures call : calls) {
            cells.add(cost(call.number("nanos"), call.number("bytes")));
          }
          table.row(cells.toArray());
        });
    return run.circumstances()
        + " CPU and allocation of one call. The statements are those of `PlanningBenchmark`; of"
        + " one seen with another literal, its plan is used and nothing is parsed.\n\n"
        + table;
  }

  private static String cost(double nanos, double bytes) {
    return String.format(
        Locale.ROOT,
        nanos < NANOS_OF_MICRO ? "%.0f ns, %,.0f B" : "%.1f us, %,.0f B",
        nanos < NANOS_OF_MICRO ? nanos : nanos / NANOS_OF_MICRO,
        bytes);
  }

  /** Instructions, which do not depend on the machine's load. */
  static String instructions(Figures run) {
    Table whole = new Table("", "INSERT", "UPDATE", "DELETE");
    for (Figures row : run.rows()) {
      whole.row(row.text("call"), row.text("insert"), row.text("update"), row.text("delete"));
    }
    Table parts = new Table("part of an INSERT or of a transaction", "instructions");
    for (Figures row : run.rows("parts")) {
      parts.row(row.text("part"), row.number("instructions", "%,.0f"));
    }
    return "Counted on %s by callgrind, not by `zdm bench`: instructions of the server process for one call, of statements that it has planned (%s, without the kernel's).%n%n"
            .formatted(run.text("date"), run.text("server"))
        + whole
        + parts;
  }
}
