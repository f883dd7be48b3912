package dev.zdm.driver.metadata;

import org.jspecify.annotations.Nullable;

/**
 * Says which tables of the database an application must not see: v2's, and zdm's own. Must be safe
 * for use by many threads.
 */
@FunctionalInterface
public interface HiddenTables {

  /**
   * Whether this relation is hidden. It is asked for what {@link
   * java.sql.DatabaseMetaData#getTables getTables} lists, so indexes and sequences of a hidden
   * table should be known by name too.
   *
   * @param schema the schema as the driver reports it; null where the driver names none (SQLite) or
   *     the caller did not say: then hidden only if every table of that name is
   * @param name the relation's name as the driver reports it, or as a caller wrote it
   */
  boolean hides(@Nullable String schema, String name);
}
