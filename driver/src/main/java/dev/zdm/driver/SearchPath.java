package dev.zdm.driver;

import dev.zdm.rewriter.mapping.Dialect;
import org.jspecify.annotations.Nullable;

/** Where PostgreSQL looks up the unqualified names of one connection. */
final class SearchPath {
  private final @Nullable Dialect dialect;
  private @Nullable String schema;
  private int changes;

  SearchPath(@Nullable Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Names are looked up elsewhere from now on.
   *
   * @param newSchema where first; empty if that is not known
   */
  void set(String newSchema) {
    if (dialect == Dialect.POSTGRESQL) {
      schema = newSchema;
      changes++;
    }
  }

  /** Another number whenever names may have got another meaning, and plans are to be made anew. */
  int changes() {
    return changes;
  }

  /** Whether a name of v1 may mean another table here than where the mapping was read. */
  boolean isElsewhere(String mappedSchema) {
    return schema != null && !schema.equals(mappedSchema);
  }
}
