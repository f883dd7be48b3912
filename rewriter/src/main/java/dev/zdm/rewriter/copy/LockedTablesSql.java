package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The question which v2 tables cannot be read, because somebody changes or awaits to change them.
 */
public final class LockedTablesSql {
  private LockedTablesSql() {}

  /**
   * On PostgreSQL, a query of the names of the v1 tables whose v2 tables are locked, or are about
   * to be, so that a read of them waits; empty on SQLite, where nothing is locked by table.
   */
  public static Optional<String> of(Mapping mapping) {
    Dialect dialect = mapping.dialect();
    if (dialect == Dialect.SQLITE || mapping.tables().isEmpty()) {
      return Optional.empty();
    }
    String tables =
        mapping.tables().stream()
            .flatMap(
                t ->
                    t.v2Tables().stream()
                        .map(
                            v2 ->
                                "(%s, %s)"
                                    .formatted(
                                        dialect.literal(t.v1().toString()),
                                        dialect.literal(v2.sql(dialect)))))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "SELECT DISTINCT m.v1 FROM (VALUES "
            + tables
            + ") AS m(v1, v2) JOIN pg_catalog.pg_locks AS l ON l.relation = to_regclass(m.v2)"
            + " WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'"
            + " AND l.database = (SELECT oid FROM pg_catalog.pg_database"
            + " WHERE datname = current_database())");
  }
}
