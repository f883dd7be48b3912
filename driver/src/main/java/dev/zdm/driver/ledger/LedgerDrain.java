package dev.zdm.driver.ledger;

import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.RowCopier;
import dev.zdm.driver.ledger.Ledger.Entry;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works off ledger entries of one table: copies their keys from v1's present rows and removes the
 * entries, in one transaction. Keys that fail together are halved until each that fails is alone;
 * of those whose unique values stand in each other's way, all rows are replaced at once. A key that
 * v2 refuses keeps one entry, with the newest reason. Entries that were written after they were
 * read stay. Not safe for use by several threads.
 */
public final class LedgerDrain {
  /** Before every entry: those of a long transaction have ids below zero. */
  public static final long START = Long.MIN_VALUE;

  private final Ledger ledger;
  private final MappedTable table;
  private final RowCopier copier;
  private final OwnTransactions transactions;

  /** A key and the entries that name it; none if nothing but a comparison does. */
  private record Owed(String key, List<Entry> entries) {}

  /**
   * @param roles which side's rows are copied to the other
   */
  public LedgerDrain(
      Mapping mapping, MappedTable table, Roles roles, OwnTransactions transactions) {
    this.ledger = new Ledger(mapping);
    this.table = table;
    this.copier = new RowCopier(mapping, table, roles);
    this.transactions = transactions;
  }

  /**
   * What became of some keys.
   *
   * @param copied the keys whose v2 rows are right now
   * @param failed the keys whose are not, with the error
   */
  public record Outcome(List<String> copied, Map<String, SQLException> failed) {}

  /**
   * The table's next entries. To be read before any row is locked, so that what is written to the
   * ledger from now on stays there.
   */
  public List<Entry> after(long id, int limit) throws SQLException {
    return ledger.entries(transactions.connection(), table.v1(), id, limit);
  }

  /**
   * Copies the keys of these entries. An entry is removed with the copy that it asked for, or for
   * another that is put in its place, and never because a second one names its key: that one may be
   * the work of somebody who copied before this one was written.
   *
   * @throws SQLException if no key would fare better: a lost connection, a missing table or right
   */
  public Outcome copy(Collection<Entry> entries) throws SQLException {
    Map<String, List<Entry>> byKey = new LinkedHashMap<>();
    entries.forEach(e -> byKey.computeIfAbsent(e.key(), k -> new ArrayList<>()).add(e));
    return copyAll(byKey.entrySet().stream().map(e -> new Owed(e.getKey(), e.getValue())).toList());
  }

  /** Copies keys that the ledger need not list; those that v2 refuses get an entry. */
  public Outcome copyKeys(Collection<String> keys) throws SQLException {
    return copyAll(keys.stream().map(key -> new Owed(key, List.of())).toList());
  }

  /** Whether keys that fail in this way may stand in each other's, so that they belong together. */
  public boolean mayBeTangled(SQLException failure) {
    return Tangle.isPossible(transactions.dialect(), failure);
  }

  private Outcome copyAll(List<Owed> all) throws SQLException {
    Outcome outcome = new Outcome(new ArrayList<>(), new LinkedHashMap<>());
    copy(all, outcome);
    List<Owed> tangled =
        all.stream()
            .filter(
                o -> {
                  SQLException failure = outcome.failed().get(o.key());
                  return failure != null && mayBeTangled(failure);
                })
            .toList();
    untangle(tangled, outcome);
    for (Owed owed : all) {
      SQLException failure = outcome.failed().get(owed.key());
      if (failure != null && Failure.of(transactions.dialect(), failure) == Failure.REFUSED) {
        renew(owed, Reason.of(failure));
      }
    }
    return outcome;
  }

  private void copy(List<Owed> some, Outcome outcome) throws SQLException {
    if (some.isEmpty()) {
      return;
    }
    try {
      transactions.write(
          connection -> {
            copier.copy(transactions.statements(), keys(some));
            return delete(connection, entries(some));
          });
      some.forEach(owed -> outcome.copied().add(owed.key()));
    } catch (SQLException e) {
      if (Failure.of(transactions.dialect(), e) == Failure.FATAL) {
        throw e;
      }
      if (some.size() == 1) {
        outcome.failed().put(some.get(0).key(), e);
        return;
      }
      copy(some.subList(0, some.size() / 2), outcome);
      copy(some.subList(some.size() / 2, some.size()), outcome);
    }
  }

  private void untangle(List<Owed> tangled, Outcome outcome) throws SQLException {
    Tangle tangle = new Tangle(copier, transactions);
    List<String> replaced =
        tangle.replace(
            tangled.stream().map(Owed::key).toList(),
            (connection, keys) ->
                delete(
                    connection,
                    entries(tangled.stream().filter(o -> keys.contains(o.key())).toList())));
    outcome.copied().addAll(replaced);
    replaced.forEach(outcome.failed()::remove);
  }

  /** Leaves one entry for the key, with the newest reason, in place of those that were read. */
  private void renew(Owed owed, String reason) throws SQLException {
    List<Entry> read = owed.entries();
    if (read.size() == 1 && read.get(0).reason().equals(reason)) {
      return;
    }
    transactions.write(
        connection -> {
          ledger.add(connection, table, List.of(owed.key()), reason);
          return delete(connection, read);
        });
  }

  private int delete(Connection connection, List<Entry> entries) throws SQLException {
    ledger.delete(connection, entries);
    return entries.size();
  }

  private static String keys(List<Owed> some) {
    return KeyJson.array(some.stream().map(Owed::key).toList());
  }

  private static List<Entry> entries(List<Owed> some) {
    return some.stream().flatMap(owed -> owed.entries().stream()).toList();
  }
}
