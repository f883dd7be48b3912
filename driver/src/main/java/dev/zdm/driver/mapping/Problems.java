package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a mapping, each problem with its place in the file if it has one. */
final class Problems {
  private final String source;
  private final List<Problem> found = new ArrayList<>();

  Problems(String source) {
    this.source = source;
  }

  private record Problem(Located where, String text) {}

  /** Line 0 stands for a mapping that was inferred: it has no file to point into. */
  void add(Located where, String problem) {
    String text =
        where.line() == 0
            ? source + ": " + problem
            : source + ":" + where.line() + ":" + where.column() + ": " + problem;
    found.add(new Problem(where, text));
  }

  int count() {
    return found.size();
  }

  /** Throws them in the order of the file, each once. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      Comparator<Problem> byPlace =
          Comparator.<Problem>comparingInt(p -> p.where().line())
              .thenComparingInt(p -> p.where().column());
      throw new MappingException(
          found.stream().sorted(byPlace).map(Problem::text).distinct().toList());
    }
  }
}
