package dev.zdm.driver;

import dev.zdm.rewriter.mapping.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The tables that one transaction reads from the primary, because v2 lacks what it, or another that
 * it may see, has written; and what it tells the others of that. Used by the connection's thread.
 */
final class Holds {
  private final Quarantine quarantine;
  private final Set<MappedTable> owed = new HashSet<>();
  private boolean writesLedger;

  /** {@link Quarantine#liftings} as the transaction began. */
  private long since;

  Holds(Quarantine quarantine) {
    this.quarantine = quarantine;
  }

  void begin() {
    since = quarantine.liftings();
  }

  /** From now on in this transaction and, before it commits, in every other one. */
  void add(MappedTable table) {
    owed.add(table);
    if (!writesLedger) {
      writesLedger = true;
      quarantine.writerBegins();
    }
    quarantine.raise(table);
  }

  boolean contains(MappedTable table) {
    return quarantine.holds(table, since) || (!owed.isEmpty() && owed.contains(table));
  }

  /** What failed may be a commit that the server makes all the same, if the connection is lost. */
  void maybeCommitted(Connection raw) {
    try {
      if (writesLedger && raw.isClosed()) {
        quarantine.outcomeUnknown();
      }
    } catch (SQLException e) {
      quarantine.outcomeUnknown();
    }
  }

  void ended() {
    owed.clear();
    if (writesLedger) {
      writesLedger = false;
      quarantine.writerEnds();
    }
  }
}
