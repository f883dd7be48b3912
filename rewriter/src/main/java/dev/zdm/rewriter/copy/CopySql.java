package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import java.util.Optional;

/**
 * The texts of the row copier, in either direction: from the side that answers, the source, to the
 * one that follows, the target. Keys are v1's, and travel as one JSON text, an array of objects
 * with v1's key column names: {@code [{"id":1},{"id":2}]}. A key may be named more than once, and
 * need not exist.
 */
public interface CopySql {

  /** The texts for one table where these are the roles. */
  static CopySql of(Mapping mapping, MappedTable table, Roles roles) {
    return roles.turned() ? ReverseCopySql.of(mapping, table) : RowCopySql.of(mapping, table);
  }

  /**
   * Locks the source's rows of the keys, in key order, so that a copy may overwrite the target's;
   * empty where the engine locks the whole database. Parameter: the keys. One row, one number: how
   * many are there.
   */
  Optional<String> lockSource();

  /** Like {@link #lockSource()}, for the target's rows, so that they may be deleted. */
  Optional<String> lockTarget();

  /**
   * Writes the target's rows of those keys that the source has, over what is there, for one who
   * does not hold all of the source's rows: one that was absent when they were locked may be back.
   * On PostgreSQL locks what it copies; one row, of no interest, and an error if a trigger of the
   * target's leaves a row out. Parameter: the keys.
   */
  String upsertLocking();

  /** Removes the target's rows of those keys that the source has no longer. Parameter: the keys. */
  String deleteAbsent();

  /** Writes the target's rows of those keys that the source has and it has not. Parameter: keys. */
  String insertAbsent();

  /** Removes the target's rows of those keys that the source has. Parameter: the keys. */
  String deletePresent();

  /** A row if a foreign key leads to the target's table. */
  String referencesToTarget();
}
