package dev.zdm.driver.mapping;

import java.util.List;

/** A mapping that cannot be used, with everything that is wrong with it. Immutable. */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // An array, because a List is not Serializable.
  private final String[] problems;

  /** One sentence a problem, in the order of the file; at least one. */
  public MappingException(List<String> problems) {
    super(text(problems));
    this.problems = problems.toArray(String[]::new);
  }

  /** All problems: what, where, and what to do about it. */
  public List<String> problems() {
    return List.of(problems);
  }

  private static String text(List<String> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a MappingException needs a problem");
    }
    return problems.size() == 1
        ? problems.get(0)
        : problems.size() + " problems in the mapping:\n- " + String.join("\n- ", problems);
  }
}
