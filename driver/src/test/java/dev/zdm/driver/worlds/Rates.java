package dev.zdm.driver.worlds;

import dev.zdm.teststatements.RandomStatements.Verb;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How many statements of each verb went which way. */
final class Rates {
  private static final class Count {
    int all;
    int refused;
    int failed;
    int effective;
  }

  private final Map<Verb, Count> verbs = new EnumMap<>(Verb.class);
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();

  private int imprecise;

  void add(Verb verb, Told told) {
    Count count = verbs.computeIfAbsent(verb, v -> new Count());
    count.all++;
    switch (told.outcome()) {
      case REFUSED -> {
        count.refused++;
        String reason =
            told.text()
                .replaceAll("^.*?writes: |\\. Statement: (?s:.*)$", "")
                .replaceAll("position \\d+", "a position");
        reasons.merge(verb + ": " + reason, 1, Integer::sum);
      }
      case FAILED -> {
        count.failed++;
        String[] words = told.text().split(" ", 4);
        failures.merge(verb + " " + words[1] + " " + words[2], 1, Integer::sum);
      }
      case DONE -> count.effective += told.effective() ? 1 : 0;
    }
  }

  /** A write's rows have been told without the precision of a column. */
  void addImprecise() {
    imprecise++;
  }

  double imprecise() {
    return share(imprecise, all());
  }

  double refused() {
    return share(verbs.values().stream().mapToInt(c -> c.refused).sum(), all());
  }

  /** By verb. */
  Map<Verb, Double> refusedByVerb() {
    Map<Verb, Double> rates = new EnumMap<>(Verb.class);
    verbs.forEach((verb, count) -> rates.put(verb, share(count.refused, count.all)));
    return rates;
  }

  /** Of all but TRUNCATE, which does not tell. */
  double effective() {
    Count silent = verbs.getOrDefault(Verb.TRUNCATE, new Count());
    int effective = verbs.values().stream().mapToInt(c -> c.effective).sum();
    return share(effective, all() - silent.all);
  }

  private int all() {
    return verbs.values().stream().mapToInt(c -> c.all).sum();
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d statements, %.1f %% refused, %.1f %% gave or changed rows"
            .formatted(all(), refused(), effective()));
    verbs.forEach(
        (verb, c) ->
            text.append(
                "; %s %d: %.1f %% refused, %.1f %% failed on v1, %.1f %% with rows"
                    .formatted(
                        verb,
                        c.all,
                        share(c.refused, c.all),
                        share(c.failed, c.all),
                        share(c.effective, c.all))));
    text.append("; ").append(imprecise).append(" told without a precision");
    return text + "; failed on v1 " + failures + (reasons.isEmpty() ? "" : "; refused " + reasons);
  }
}
