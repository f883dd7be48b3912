package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import java.util.List;

/**
 * The statements of the row copier, in either direction: from the side that answers, the source, to
 * the one that follows, the target. In the order in which they run; what they give is of no
 * interest. Keys are v1's, and travel as one JSON text, an array of objects with v1's key column
 * names: {@code [{"id":1},{"id":2}]}. A key may be named more than once, and need not exist.
 */
public interface CopyDirection {

  /** The statements for one table where these are the roles. */
  static CopyDirection of(Mapping mapping, MappedTable table, Roles roles) {
    return roles.turned() ? ReverseCopySql.of(mapping, table) : CopySteps.of(mapping, table);
  }

  /**
   * Locks the source's rows, then the target's, in key order; nothing where the engine locks the
   * whole database. Each with the keys as its parameter.
   */
  List<String> lock();

  /**
   * Makes the target's rows of keys what the source's are. A row of the source that came back since
   * it was locked, it locks. Each with the keys as its parameter.
   */
  List<String> copy();

  /**
   * The same for one who copies only what the target lacks, and holds the source's rows as a chunk
   * locks them. Each with the keys as its parameter.
   */
  List<String> copyAbsent();

  /** Removes the target's rows of keys that the source has. Each with the keys as its parameter. */
  List<String> remove();

  /** A row if a foreign key leads to a table of the target's. */
  String referencesToTarget();
}
