package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.Tally.Fate;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of all corpora, in Markdown. */
final class Report {
  /** A corpus on one engine under one mapping. */
  record Row(String corpus, Dialect dialect, Variant variant, Tally tally) {
    private String cells() {
      return "| %s | %s | %s | %d | %d | %d | %d | %d | %d | %d |%n"
          .formatted(
              corpus,
              dialect == Dialect.SQLITE ? "SQLite" : "PostgreSQL",
              variant.name().toLowerCase(Locale.ROOT),
              tally.texts(),
              tally.count(Fate.REWRITTEN),
              tally.count(Fate.BY_ROW),
              tally.count(Fate.ON_V1),
              tally.count(Fate.UNMAPPED),
              tally.count(Fate.REFUSED),
              tally.wrong().size());
    }
  }

  private final List<Row> rows = new ArrayList<>();

  void add(Corpus corpus, Variant variant, Tally tally) {
    rows.add(new Row(corpus.name(), corpus.dialect(), variant, tally));
    rows.sort(
        Comparator.comparing(Row::corpus).thenComparing(Row::dialect).thenComparing(Row::variant));
  }

  /** How many corpora on how many engines under how many mappings. */
  int cells() {
    return rows.size();
  }

  int texts() {
    return rows.stream().mapToInt(r -> r.tally.texts()).sum();
  }

  int refused() {
    return rows.stream().mapToInt(r -> r.tally.count(Fate.REFUSED)).sum();
  }

  /** The table, and behind it why texts stay on v1 or are refused. */
  String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            | corpus | engine | v2 | texts | v2 answers | by row | on v1 | no mapped table | refused | wrong |
            |---|---|---|---|---|---|---|---|---|---|
            """);
    rows.forEach(row -> page.append(row.cells()));
    page.append("\nOn v1:\n\n").append(reasons(Fate.ON_V1));
    page.append("\nRefused:\n\n").append(reasons(Fate.REFUSED));
    return page.toString();
  }

  /** The most frequent reason first, each with the corpora. */
  private String reasons(Fate fate) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, TreeSet<String>> corpora = new TreeMap<>();
    for (Row row : rows) {
      row.tally
          .reasons(fate)
          .forEach(
              (reason, n) -> {
                counts.merge(general(reason), n, Integer::sum);
                corpora.computeIfAbsent(general(reason), r -> new TreeSet<>()).add(row.corpus);
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
                        .formatted(
                            e.getValue(),
                            e.getKey(),
                            String.join(", ", corpora.getOrDefault(e.getKey(), new TreeSet<>())))));
    return list.isEmpty() ? "- none\n" : list.toString();
  }

  /** Without the names and places of one statement. */
  private static String general(String reason) {
    return reason
        .replaceFirst(",? at position \\d+", "")
        .replaceFirst("^what \\S+ means", "what a name means")
        .replaceFirst("^the table \\S+ does", "the table does")
        .replaceFirst("^writes \\S+, which", "writes a table which")
        .replaceFirst("^\\S+ (is a whole row|may belong)", "a name $1");
  }
}
