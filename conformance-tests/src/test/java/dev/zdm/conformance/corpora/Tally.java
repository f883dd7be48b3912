package dev.zdm.conformance.corpora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of a corpus: each text counts once, however often it runs. */
final class Tally {
  /** The ways of a text. */
  enum Fate {
    /** A read that v2 answers. */
    REWRITTEN,
    /** A write whose v2 rows are derived from v1's. */
    BY_ROW,
    /** Runs on v1 alone, for a reason. */
    ON_V1,
    /** Names nothing that is mapped. */
    UNMAPPED,
    REFUSED
  }

  private record Way(Fate fate, String reason) {}

  private final Map<String, Way> ways = new LinkedHashMap<>();
  private final Set<String> withRows = new LinkedHashSet<>();
  private final Map<String, String> wrong = new LinkedHashMap<>();

  void add(String sql, Fate fate, String reason) {
    Way known = ways.put(sql, new Way(fate, reason));
    if (known != null && known.fate() != fate) {
      wrong(sql, "was " + known + ", and is " + fate + " " + reason);
    }
  }

  void gaveRows(String sql) {
    withRows.add(sql);
  }

  /** What is wrong with a text, or with what it left behind; the first word of each text stays. */
  void wrong(String what, String why) {
    wrong.putIfAbsent(what, why);
  }

  int texts() {
    return ways.size();
  }

  int count(Fate fate) {
    return (int) ways.values().stream().filter(w -> w.fate() == fate).count();
  }

  /** How many texts have each reason for that, the most frequent first. */
  Map<String, Integer> reasons(Fate fate) {
    Map<String, Integer> counts = new HashMap<>();
    ways.values().stream()
        .filter(w -> w.fate() == fate)
        .forEach(w -> counts.merge(w.reason(), 1, Integer::sum));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** The texts that have this reason for that. */
  List<String> texts(Fate fate, String reason) {
    return ways.entrySet().stream()
        .filter(e -> e.getValue().equals(new Way(fate, reason)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The rewritten reads that never gave a row. */
  List<String> withoutRows() {
    List<String> without = new ArrayList<>();
    ways.forEach(
        (sql, way) -> {
          if (way.fate() == Fate.REWRITTEN && !withRows.contains(sql)) {
            without.add(sql);
          }
        });
    return without;
  }

  Map<String, String> wrong() {
    return Map.copyOf(wrong);
  }
}
