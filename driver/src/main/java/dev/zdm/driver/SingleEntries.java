package dev.zdm.driver;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch of a prepared statement that only its own string mirrors: a cascade is not told by keys
 * alone. Its entries are executed one by one, in one transaction.
 */
final class SingleEntries {
  private final PreparedStatement delegate;
  private final PreparedExecution execution;
  private final Session session;
  private final String sql;
  private final List<Bindings> entries = new ArrayList<>();

  SingleEntries(PreparedStatement delegate, PreparedExecution execution, String sql) {
    this.delegate = delegate;
    this.execution = execution;
    this.session = execution.session();
    this.sql = sql;
  }

  /** Keeps the parameters as they are now. */
  void add() {
    entries.add(execution.kept());
  }

  long[] execute() throws SQLException {
    Bindings afterwards = execution.kept();
    try {
      return session.hidden().around(this::all);
    } finally {
      execution.use(afterwards);
    }
  }

  private long[] all() throws SQLException {
    long[] counts = new long[entries.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = entry(i);
    }
    return counts;
  }

  private long entry(int i) throws SQLException {
    execution.use(entries.get(i));
    try {
      return execution.run(sql, Keys.NONE, Ask.LARGE_COUNT, delegate::executeLargeUpdate);
    } catch (SQLException e) {
      if (session.database().dialect() == Dialect.SQLITE) {
        throw e; // its driver says no more
      }
      throw FailedBatch.at(i, delegate, entries.size(), e);
    }
  }
}
