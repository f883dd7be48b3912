package dev.zdm.rewriter;

import java.util.List;

/**
 * How the application's write becomes one string that also writes v2, on an engine whose writes
 * return rows. The application's text (W1) is embedded whole, so its placeholders keep their
 * places; the string's first result is the answer for the application.
 */
public interface Mirroring {

  /** What the string does with the rows that W1 touched. */
  enum Half {
    /** Derives their v2 rows. */
    COPY,
    /** Writes their keys to the ledger, because v2 refused them. */
    LEDGER
  }

  /** What the application gets of the rows that W1 touched. */
  sealed interface Answer {
    /** Their number, as one row of one bigint. */
    record Count() implements Answer {}

    /** These v1 columns of each (generated keys), labelled as in v1. */
    record Columns(List<String> v1Columns) implements Answer {}

    /** What W1's own RETURNING list says. */
    record Returning() implements Answer {}
  }

  /** The mapped tables whose v2 rows the string writes. */
  List<MappedTable> tables();

  /**
   * Whether v2's half follows from the keys of the rows that W1 returns, whichever way W1 is
   * executed. Else only the string mirrors it.
   */
  boolean followsFromKeys();

  /** Whether W1 has a RETURNING list of its own. */
  boolean returning();

  /** Whether W1 may give a row another key. */
  boolean changesKey();

  /**
   * The string. Atomic only inside a transaction, or alone in an autocommit round trip.
   *
   * @throws IllegalArgumentException if {@code answer} is {@code Returning} and W1 has none, or
   *     names a column that v1 does not have
   */
  String text(Half half, Answer answer);
}
