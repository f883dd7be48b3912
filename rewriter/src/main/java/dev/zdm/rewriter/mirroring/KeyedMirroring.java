package dev.zdm.rewriter.mirroring;

import java.util.List;

/**
 * How a write is mirrored whose v2 half follows from the keys of the rows that W1 returns,
 * whichever way W1 is executed: in a batch, too, and with the copy as late as COMMIT. Any other is
 * mirrored by its string alone.
 */
public sealed interface KeyedMirroring extends Mirroring permits PostgresMirroring {

  /** Whether W1 may give a row another key. */
  boolean changesKey();

  /** Whether a program has to be asked, of v1's rows as they are, before v2's can be written. */
  boolean asks();

  /** The parameter of each key column of the row that W1 inserts; empty if that is not certain. */
  List<Integer> keyParameters();

  /**
   * W1 for a batch of it, which returns the keys that it touched.
   *
   * @param columns what it returns first, where it has no list of its own; may be empty
   */
  Keyed keyed(List<String> columns);

  /**
   * W1 that returns keys.
   *
   * @param sql W1 with more in its RETURNING list, or with one
   * @param added what that is, as it stands in {@code sql}
   * @param keys the labels of the key's columns in its rows; where W1 may change the key, also
   *     those of the old key, which are null where there was no row
   */
  record Keyed(String sql, String added, List<List<String>> keys) {}
}
