package dev.zdm.driver.mapping;

import dev.zdm.driver.settings.EditDistance;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.Collection;
import java.util.List;

/** Finds what a misspelt name was probably meant to be. */
final class NearestName {
  private static final int FEW = 12;

  private NearestName() {}

  /** A hint to append to "does not exist": the nearest name, else the few that there are. */
  static String hint(String written, Collection<String> valid) {
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : valid) {
      int distance = EditDistance.between(Dialect.fold(written), Dialect.fold(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    if (bestDistance <= Math.max(1, written.length() / 3) && bestDistance < written.length()) {
      return "; did you mean \"" + best + "\"?";
    }
    List<String> sorted = valid.stream().sorted().toList();
    return sorted.isEmpty() || sorted.size() > FEW ? "" : "; there is " + String.join(", ", sorted);
  }
}
