package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a mapping, each problem with its place in the file if it has one. */
final class Problems {
  private final String source;
  private final List<String> found = new ArrayList<>();

  Problems(String source) {
    this.source = source;
  }

  /** Line 0 stands for a mapping that was inferred: it has no file to point into. */
  void add(Located where, String problem) {
    found.add(
        where.line() == 0
            ? source + ": " + problem
            : source + ":" + where.line() + ":" + where.column() + ": " + problem);
  }

  int count() {
    return found.size();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new MappingException(found.stream().distinct().toList());
    }
  }
}
