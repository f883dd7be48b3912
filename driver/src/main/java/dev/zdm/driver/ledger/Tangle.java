package dev.zdm.driver.ledger;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.RowCopier;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys whose unique values on v2 stand in each other's way, as after a swap: no order of single
 * copies gets through. Their v2 rows are removed and written anew in one transaction. Not done
 * where a foreign key leads to v2's table: the removal might take more rows with it.
 */
final class Tangle {
  /** More keys than this are not locked at once. */
  private static final int MOST = 100;

  private static final String UNIQUE_VIOLATION = "23505";

  private final RowCopier copier;
  private final OwnTransactions transactions;

  /** What happens to the ledger in the transaction that has replaced these keys' rows. */
  @FunctionalInterface
  interface Replaced {
    void run(Connection connection, Set<String> keys) throws SQLException;
  }

  /** Rolls back what was tried, with the keys that would not go in. */
  private static final class Refused extends SQLException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> keys;

    Refused(List<String> keys, SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
      this.keys = keys;
    }
  }

  Tangle(RowCopier copier, OwnTransactions transactions) {
    this.copier = copier;
    this.transactions = transactions;
  }

  /** Whether another key's row may be what was in the way. */
  static boolean isPossible(Dialect dialect, SQLException failure) {
    return dialect == Dialect.SQLITE
        ? String.valueOf(failure.getMessage()).contains("SQLITE_CONSTRAINT_UNIQUE")
        : UNIQUE_VIOLATION.equals(failure.getSQLState());
  }

  /**
   * Replaces the rows of as many of these keys as v2 takes together.
   *
   * @return those keys
   */
  List<String> replace(List<String> keys, Replaced replaced) throws SQLException {
    List<String> left = new ArrayList<>(keys.subList(0, Math.min(MOST, keys.size())));
    if (left.size() < 2 || copier.isReferenced(transactions.statements())) {
      return List.of();
    }
    while (left.size() > 1) {
      List<String> now = left;
      try {
        transactions.write(connection -> tryAll(connection, now, replaced));
        return now;
      } catch (Refused e) {
        left = new ArrayList<>(now);
        left.removeAll(e.keys);
      } catch (SQLException e) {
        if (Failure.of(transactions.dialect(), e) == Failure.FATAL) {
          throw e;
        }
        return List.of();
      }
    }
    return List.of();
  }

  private int tryAll(Connection connection, List<String> keys, Replaced replaced)
      throws SQLException {
    OwnStatements statements = transactions.statements();
    copier.lock(statements, KeyJson.array(keys));
    copier.remove(statements, KeyJson.array(keys));
    List<String> refused = new ArrayList<>();
    SQLException first = null;
    for (String key : keys) {
      transactions.execute("SAVEPOINT zdm");
      try {
        copier.copyLocked(statements, KeyJson.array(List.of(key)));
      } catch (SQLException e) {
        if (Failure.of(transactions.dialect(), e) != Failure.REFUSED) {
          throw e;
        }
        transactions.execute("ROLLBACK TO SAVEPOINT zdm");
        first = first == null ? e : first;
        refused.add(key);
      }
      transactions.execute("RELEASE zdm");
    }
    if (first != null) {
      throw new Refused(refused, first);
    }
    replaced.run(connection, new HashSet<>(keys));
    return keys.size();
  }
}
