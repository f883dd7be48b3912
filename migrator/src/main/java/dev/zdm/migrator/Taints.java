package dev.zdm.migrator;

import dev.zdm.driver.ledger.Ledger;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The taints of one table as one snapshot saw them. What that snapshot saw of both tables includes
 * all that these taints stand for, since each was committed together with its write; a later taint
 * stays. Not safe for use by several threads.
 */
final class Taints {
  private final Migration migration;
  private final MappedTable table;
  private List<Ledger.Entry> read = List.of();

  Taints(Migration migration, MappedTable table) {
    this.migration = migration;
    this.table = table;
  }

  /** Taints every table of a mapping. */
  static void all(Connection connection, Mapping mapping, String why) throws SQLException {
    String taint = LedgerSql.of(mapping).taint();
    for (MappedTable table : mapping.tables()) {
      Session.update(connection, taint, List.of(table.v1().toString(), why));
    }
  }

  /** To be called in the snapshot in which the tables are compared. */
  void read(Connection snapshot) throws SQLException {
    read = migration.ledger().taints(snapshot, table.v1());
  }

  /** Why the table is tainted, each reason once. */
  Set<String> reasons() {
    Set<String> reasons = new LinkedHashSet<>();
    read.forEach(taint -> reasons.add(taint.reason()));
    return reasons;
  }

  /** The comparison found no difference. What a way back from complete has tainted stays. */
  void lift(Session session) throws SQLException {
    List<Ledger.Entry> lifted =
        read.stream().filter(taint -> !taint.reason().equals(CopyBack.TAINT)).toList();
    if (!lifted.isEmpty()) {
      session.write(
          connection -> {
            migration.ledger().delete(connection, lifted);
            return lifted;
          });
    }
  }

  /** What a way back from complete has tainted, which has come to its end. */
  static void liftCopiedBack(Connection connection, Migration migration) throws SQLException {
    for (MappedTable table : migration.mapping().tables()) {
      List<Ledger.Entry> lifted =
          migration.ledger().taints(connection, table.v1()).stream()
              .filter(taint -> taint.reason().equals(CopyBack.TAINT))
              .toList();
      migration.ledger().delete(connection, lifted);
    }
  }
}
