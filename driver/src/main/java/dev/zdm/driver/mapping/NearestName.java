package dev.zdm.driver.mapping;

import dev.zdm.rewriter.Dialect;
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
      int distance = distance(Dialect.fold(written), Dialect.fold(candidate));
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

  /** The Levenshtein distance, two rows at a time. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
