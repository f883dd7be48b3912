package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.MappedTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the application's write becomes one string that also writes v2, on an engine whose writes
 * return rows. The application's text (W1) is embedded whole, so its placeholders keep their
 * places.
 */
public sealed interface Mirroring
    permits KeyedMirroring, CascadeMirroring, HoistMirroring, TruncateMirroring, V2FirstMirroring {

  /** What the string does with the rows that W1 touched. */
  enum Half {
    /** Derives their v2 rows. */
    COPY,
    /** Leaves their keys in settings, for {@link #copyOfKeys} and {@link #owed}. */
    KEYS,
    /** Writes their keys to the ledger, because v2 refused them. */
    LEDGER,
    /**
     * Records their keys, for the transaction to copy before it ends; {@link KeyedMirroring} only.
     */
    DEFERRED
  }

  /**
   * A string to send.
   *
   * @param sql the string; atomic only inside a transaction, or alone in an autocommit round trip
   * @param before how many result sets it gives before the answer's
   */
  record Text(String sql, int before) {}

  /**
   * What v2 is owed of one table once {@link Half#KEYS} was executed.
   *
   * @param setting holds its keys; null if nobody knows which rows they are
   * @param partial whether there may be more, until {@link #moreKeys} has found them
   */
  record Owed(MappedTable table, @Nullable String setting, boolean partial) {}

  /** What the application gets of the rows that W1 touched. */
  sealed interface Answer {
    /** Their number, as one row of one bigint. */
    record Count() implements Answer {}

    /** These v1 columns of each (generated keys), labelled as in v1. */
    record Columns(List<String> v1Columns) implements Answer {}

    /** What W1's own RETURNING list says. */
    record Returning() implements Answer {}
  }

  /** How {@link Half#COPY} does it, in words. */
  String form();

  /** The mapped tables whose v2 rows the string writes. */
  List<MappedTable> tables();

  /** Whether W1 has a RETURNING list of its own. */
  boolean returning();

  /**
   * The string that writes v1 and does this with the rows that it touched.
   *
   * @throws IllegalArgumentException if {@code answer} is {@code Returning} and W1 has none, or
   *     names a column that v1 does not have
   */
  Text text(Half half, Answer answer, CopyLimits limits);

  /**
   * The string that makes the v2 rows of the keys in the settings what v1's say. For the same
   * transaction, whose W1 left them there.
   */
  String copyOfKeys(CopyLimits limits);

  /**
   * A question whose rows a program has to be asked of before this is written.
   *
   * @param sql gives what is asked, as {@link dev.zdm.rewriter.copy.ProvidedSql} says
   * @param parameters which parameter of the application's text, from 1, each placeholder stands
   *     for
   */
  record Asked(String sql, List<Integer> parameters) {
    public Asked {
      parameters = List.copyOf(parameters);
    }
  }

  /** What has to be asked first, in the same transaction; null if nothing. */
  default @Nullable Asked asked() {
    return null;
  }

  /** What v2 is owed if it refuses that. */
  List<Owed> owed();

  /** The string that only looks for more keys on v2, and adds them; empty if none can be there. */
  default String moreKeys(CopyLimits limits) {
    return "";
  }

  /** Whether v2's half is the application's own, and v1's follows it. */
  default boolean turned() {
    return false;
  }

  /** Whether there is no other half: what fails is the application's own. */
  default boolean alone() {
    return false;
  }

  /** Whether the application's own half is several statements already. */
  default boolean inParts() {
    return false;
  }

  /**
   * Which parameter of the application's text, from 1, each placeholder of a string stands for;
   * empty where they are the same.
   */
  default List<Integer> parameters() {
    return List.of();
  }

  /** Whether all rows that W1 touches are still there under the key that it returns. */
  default boolean keepsRows() {
    return false;
  }
}
