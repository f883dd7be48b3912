package dev.zdm.rewriter;

import java.util.List;

/**
 * How the application's write becomes one string that also writes v2, on an engine whose writes
 * return rows. The application's text (W1) is embedded whole, so its placeholders keep their
 * places.
 */
public interface Mirroring {

  /** What the string does with the rows that W1 touched. */
  enum Half {
    /** Derives their v2 rows. */
    COPY,
    /** Leaves their keys in the setting {@code zdm.keys}, for {@link #copyOfKeys}. */
    KEYS,
    /** Writes their keys to the ledger, because v2 refused them. */
    LEDGER,
    /** Records their keys, for the transaction to copy before it ends. */
    DEFERRED
  }

  /**
   * A string to send.
   *
   * @param sql the string; atomic only inside a transaction, or alone in an autocommit round trip
   * @param before how many result sets it gives before the answer's
   */
  record Text(String sql, int before) {}

  /** What the application gets of the rows that W1 touched. */
  sealed interface Answer {
    /** Their number, as one row of one bigint. */
    record Count() implements Answer {}

    /** These v1 columns of each (generated keys), labelled as in v1. */
    record Columns(List<String> v1Columns) implements Answer {}

    /** What W1's own RETURNING list says. */
    record Returning() implements Answer {}
  }

  /** Whether W1 has a RETURNING list of its own. */
  boolean returning();

  /** Whether W1 may give a row another key. */
  boolean changesKey();

  /**
   * The string that writes v1 and does this with the rows that it touched.
   *
   * @throws IllegalArgumentException if {@code answer} is {@code Returning} and W1 has none, or
   *     names a column that v1 does not have
   */
  Text text(Half half, Answer answer, CopyLimits limits);

  /**
   * The string that makes the v2 rows of the keys in the setting {@code zdm.keys} what v1's say.
   * For the same transaction, whose W1 left them there.
   */
  String copyOfKeys(CopyLimits limits);

  /** Whether all rows that W1 touches are still there under the key that it returns. */
  boolean keepsRows();

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
