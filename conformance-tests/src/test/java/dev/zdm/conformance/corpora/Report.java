package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.Tally.Fate;
import dev.zdm.rewriter.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What became of all corpora, as tables in Markdown. */
final class Report {
  /** A corpus on one engine under one mapping. */
  record Row(String corpus, Dialect dialect, Variant variant, Tally tally) {}

  private final List<Row> rows = new ArrayList<>();

  void add(Corpus corpus, Variant variant, Tally tally) {
    rows.add(new Row(corpus.name(), corpus.dialect(), variant, tally));
  }

  /** A line each. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | corpus | engine | v2 | texts | v2 answers | by row | on v1 | no mapped table | refused | wrong |
            |---|---|---|---|---|---|---|---|---|---|
            """);
    for (Row row : rows) {
      Tally t = row.tally;
      table.append(
          "| %s | %s | %s | %d | %d | %d | %d | %d | %d | %d |%n"
              .formatted(
                  row.corpus,
                  row.dialect == Dialect.SQLITE ? "SQLite" : "PostgreSQL",
                  row.variant.name().toLowerCase(java.util.Locale.ROOT),
                  t.texts(),
                  t.count(Fate.REWRITTEN),
                  t.count(Fate.BY_ROW),
                  t.count(Fate.ON_V1),
                  t.count(Fate.UNMAPPED),
                  t.count(Fate.REFUSED),
                  t.wrong().size()));
    }
    return table.toString();
  }

  /** Why texts go that way, the most frequent reason first, each with the corpora. */
  String reasons(Fate fate) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, TreeSet<String>> where = new LinkedHashMap<>();
    for (Row row : rows) {
      row.tally
          .reasons(fate)
          .forEach(
              (reason, n) -> {
                String general = reason.replaceFirst("^\\S+ at position \\d+", "a name");
                counts.merge(general, n, Integer::sum);
                where.computeIfAbsent(general, r -> new TreeSet<>()).add(row.corpus);
              });
    }
    StringBuilder list = new StringBuilder();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            e ->
                list.append(
                    "- %d: %s (%s)%n"
                        .formatted(e.getValue(), e.getKey(), String.join(", ", where.get(e.getKey())))));
    return list.toString();
  }
}
