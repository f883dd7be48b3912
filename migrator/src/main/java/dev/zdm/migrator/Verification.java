package dev.zdm.migrator;

import dev.zdm.driver.ledger.Ledger;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares v2 with what the mapping makes of v1, row by row, in the database. Each table is
 * compared within one snapshot, so that live writes make no false difference; where it finds none,
 * the table's taints that this snapshot held are lifted. Safe for use by several threads.
 */
public final class Verification {
  /** How many differences of a table a result shows unless told otherwise. */
  public static final int FIRST = 20;

  private static final int LEDGER_PAGE = 1_000_000;
  private static final int REASONS_FROM = 100;

  /** What is wrong with a key. */
  public enum Kind {
    /** v1 has the row, v2 does not. */
    MISSING,
    /** v2 has the row, v1 does not. */
    EXTRA,
    /** Both have it, and v2's is not what v1's makes. */
    DIFFERENT
  }

  /**
   * A difference.
   *
   * @param key v1's key as a JSON object
   * @param column the first v2 column that differs; null unless the kind is {@code DIFFERENT}
   * @param inLedger whether the ledger already lists the key
   */
  public record Difference(String key, Kind kind, @Nullable String column, boolean inLedger) {}

  /**
   * The outcome for one table.
   *
   * @param differences how many keys differ
   * @param inLedger how many of those the ledger lists
   * @param ledgerEntries how many entries the ledger has for the table, one key maybe several times
   * @param reasons why its first entries are there, each reason once
   * @param taints why the table is tainted, each reason once; nothing if there is no difference,
   *     for then they are lifted
   * @param first the first differences
   */
  public record TableResult(
      TableName v1,
      TableName v2,
      long v1Rows,
      long v2Rows,
      long differences,
      long inLedger,
      long ledgerEntries,
      Set<String> reasons,
      Set<String> taints,
      List<Difference> first) {}

  /** The outcome for all tables. */
  public record Result(List<TableResult> tables) {
    /** Whether nothing differs. */
    public boolean clean() {
      return differences() == 0;
    }

    /** How many keys differ. */
    public long differences() {
      return tables.stream().mapToLong(TableResult::differences).sum();
    }

    /** How many of these the ledger lists. */
    public long inLedger() {
      return tables.stream().mapToLong(TableResult::inLedger).sum();
    }

    /** How many entries the ledger has. */
    public long ledgerEntries() {
      return tables.stream().mapToLong(TableResult::ledgerEntries).sum();
    }
  }

  private final Migration migration;
  private final int first;

  /**
   * @param first how many differences of a table the result shows
   */
  public Verification(Migration migration, int first) {
    this.migration = migration;
    this.first = first;
  }

  /** Compares every table of the mapping, one after the other. */
  public Result run() throws SQLException {
    List<TableResult> results = new ArrayList<>();
    try (Session session = migration.open()) {
      for (MappedTable table : migration.mapping().tables()) {
        results.add(compare(session, table));
      }
    }
    return new Result(results);
  }

  private TableResult compare(Session session, MappedTable table) throws SQLException {
    Taints taints = new Taints(migration, table);
    TableResult result =
        session.snapshot(
            connection -> {
              taints.read(connection);
              return compare(connection, table, taints);
            });
    if (result.differences() == 0) {
      taints.lift(session);
    }
    return result;
  }

  private TableResult compare(Connection connection, MappedTable table, Taints taints)
      throws SQLException {
    RowCopySql sql = RowCopySql.of(migration.mapping(), table);
    List<String> counts = Session.row(connection, sql.counts(), List.of());
    List<Ledger.Entry> entries =
        migration.ledger().entries(connection, table.v1(), LedgerDrain.START, LEDGER_PAGE);
    Tally tally = new Tally(entries, first);
    differences(connection, table, tally::add);
    return new TableResult(
        table.v1(),
        table.v2(),
        Long.parseLong(counts.get(0)),
        Long.parseLong(counts.get(1)),
        tally.differences,
        tally.inLedger,
        migration.ledger().counts(connection).getOrDefault(table.v1().toString(), 0L),
        migration.ledger().reasons(connection, table.v1(), REASONS_FROM),
        tally.differences == 0 ? Set.of() : taints.reasons(),
        List.copyOf(tally.first));
  }

  /** Gives each differing key of the table to {@code each}, as it comes from the database. */
  void differences(Connection connection, MappedTable table, Consumer<Difference> each)
      throws SQLException {
    differences(connection, table, 0, each);
  }

  /**
   * The same.
   *
   * @param most how many at most; 0 for all
   */
  void differences(Connection connection, MappedTable table, int most, Consumer<Difference> each)
      throws SQLException {
    new Comparison(connection, migration.mapping(), table, most).run(each);
  }

  private static final class Tally {
    private final Set<String> listed = new HashSet<>();
    private final int most;
    private final List<Difference> first = new ArrayList<>();
    private long differences;
    private long inLedger;

    Tally(List<Ledger.Entry> entries, int most) {
      entries.forEach(e -> listed.add(e.key()));
      this.most = most;
    }

    void add(Difference difference) {
      boolean known = listed.contains(difference.key());
      differences++;
      inLedger += known ? 1 : 0;
      if (first.size() < most) {
        first.add(new Difference(difference.key(), difference.kind(), difference.column(), known));
      }
    }
  }
}
