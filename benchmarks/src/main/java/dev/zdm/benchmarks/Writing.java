package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an application does to write {@code entries}, and what one does that keeps {@code
 * entries_v2} in step by hand: the same again there, in one transaction.
 */
final class Writing {
  private static final int UPDATES = 4;

  private Writing() {}

  /** The writes of one table. */
  @FunctionalInterface
  interface OfTable {
    Work open(Connection connection, Connection side, String table) throws SQLException;
  }

  /** One write in autocommit. */
  static Operation.Opening alone(OfTable v1, OfTable v2) {
    return (connection, side, variant) ->
        variant == Variant.BY_HAND
            ? new Transaction(connection, true, both(connection, side, v1, v2))
            : v1.open(connection, side, "entries");
  }

  static Work transaction(Connection connection, Connection side, Variant variant)
      throws SQLException {
    List<Work> works =
        written(connection, side, variant, WriteWork::insert, WriteWork::keyedInsert);
    for (int i = 0; i < UPDATES; i++) {
      works.addAll(written(connection, side, variant, WriteWork::update, WriteWork::update));
    }
    return new Transaction(connection, false, works);
  }

  static Work batch(Connection connection, Connection side, Variant variant) throws SQLException {
    return new Transaction(
        connection, false, written(connection, side, variant, WriteWork::batch, WriteWork::batch));
  }

  private static List<Work> written(
      Connection connection, Connection side, Variant variant, OfTable v1, OfTable v2)
      throws SQLException {
    return variant == Variant.BY_HAND
        ? both(connection, side, v1, v2)
        : new ArrayList<>(List.of(v1.open(connection, side, "entries")));
  }

  private static List<Work> both(Connection connection, Connection side, OfTable v1, OfTable v2)
      throws SQLException {
    return new ArrayList<>(
        List.of(v1.open(connection, side, "entries"), v2.open(connection, side, "entries_v2")));
  }

  /** Several works and their commit. Gives what the first gives. */
  private static final class Transaction implements Work {
    private final Connection connection;
    private final boolean toggles;
    private final List<Work> works;

    /**
     * @param toggles whether the connection is in autocommit before and after
     */
    Transaction(Connection connection, boolean toggles, List<Work> works) throws SQLException {
      this.connection = connection;
      this.toggles = toggles;
      this.works = works;
      connection.setAutoCommit(toggles);
    }

    @Override
    public void prepare(int times) throws SQLException {
      for (Work work : works) {
        work.prepare(times);
      }
    }

    @Override
    public long once() throws SQLException {
      if (toggles) {
        connection.setAutoCommit(false);
      }
      long first = works.get(0).once();
      for (int i = 1; i < works.size(); i++) {
        works.get(i).once();
      }
      connection.commit();
      if (toggles) {
        connection.setAutoCommit(true);
      }
      return first;
    }

    @Override
    public void close() throws SQLException {
      for (Work work : works) {
        work.close();
      }
    }
  }
}
