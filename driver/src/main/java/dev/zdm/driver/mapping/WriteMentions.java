package dev.zdm.driver.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that an SQL body may write. A body that builds its SQL (EXECUTE), or truncates, may
 * write whatever it names.
 */
final class WriteMentions {
  private static final Set<String> VERBS =
      Set.of("insert", "update", "delete", "merge", "replace", "truncate", "copy", "execute");
  private static final Set<String> ANYTHING = Set.of("execute", "truncate");
  private static final Set<String> BEFORE_TARGET = Set.of("into", "update", "copy", "only");
  private static final Set<String> OR_CLAUSES =
      Set.of("rollback", "abort", "replace", "fail", "ignore");

  private WriteMentions() {}

  static boolean dynamic(List<String> words) {
    return words.stream().anyMatch(ANYTHING::contains);
  }

  /** Folded names; more than tables may be among them. */
  static Set<String> of(List<String> words) {
    if (words.stream().noneMatch(VERBS::contains)) {
      return Set.of();
    }
    if (dynamic(words)) {
      return Set.copyOf(words);
    }
    Set<String> targets = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      if (beforeTarget(words, i)) {
        // The second word is the table's name where the first is its schema's.
        targets.addAll(words.subList(i + 1, Math.min(i + 3, words.size())));
      }
    }
    return targets;
  }

  private static boolean beforeTarget(List<String> words, int i) {
    String word = words.get(i);
    String previous = i == 0 ? "" : words.get(i - 1);
    boolean upsert = i + 1 < words.size() && words.get(i + 1).equals("set");
    return (BEFORE_TARGET.contains(word) && !upsert)
        || (word.equals("from") && previous.equals("delete"))
        || (OR_CLAUSES.contains(word) && previous.equals("or"));
  }
}
