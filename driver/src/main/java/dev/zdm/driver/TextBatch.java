package dev.zdm.driver;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch of a plain statement. While writes are mirrored by the strings that are sent, its
 * entries are executed one by one, in one transaction, as they are if one of them taints; else it
 * is the driver's own batch.
 */
final class TextBatch {
  private final Statement delegate;
  private final Execution execution;
  private final Session session;
  private List<Plan> plans = List.of();
  private boolean open;

  TextBatch(Statement delegate, Execution execution) {
    this.delegate = delegate;
    this.execution = execution;
    this.session = execution.session();
  }

  void add(@Nullable String sql) throws SQLException {
    if (sql == null) {
      delegate.addBatch(null); // the driver says what it thinks of it
      return;
    }
    try {
      Epoch epoch = session.begin();
      Plan plan = execution.plan(sql, epoch);
      Refusal.check(plan, epoch, session);
      if (plan instanceof Plan.Several) {
        throw Execution.notMirrored("a batch entry of several statements");
      }
      add(plan);
    } finally {
      session.statementEnded();
    }
  }

  private void add(Plan plan) throws SQLException {
    delegate.addBatch(plan.sql());
    if (!open) {
      open = true;
      plans = new ArrayList<>();
      session.batchOpened();
    }
    plans.add(plan);
  }

  void clear() throws SQLException {
    delegate.clearBatch();
    close();
  }

  int[] execute() throws SQLException {
    try {
      return goesOneByOne()
          ? Arrays.stream(oneByOne()).mapToInt(TextBatch::small).toArray()
          : whole(delegate::executeBatch);
    } catch (SQLException e) {
      throw LeftBehind.ofBatch(session, e);
    } finally {
      close();
    }
  }

  long[] executeLarge() throws SQLException {
    try {
      return goesOneByOne() ? oneByOne() : whole(delegate::executeLargeBatch);
    } catch (SQLException e) {
      throw LeftBehind.ofBatch(session, e);
    } finally {
      close();
    }
  }

  /** The batch is over, executed or not. */
  void close() {
    plans = List.of();
    if (open) {
      open = false;
      session.batchClosed();
    }
  }

  private boolean goesOneByOne() {
    return has(Plan.Write.class) || has(Plan.TurnedWrite.class) || has(Plan.Unsupported.class);
  }

  private boolean has(Class<? extends Plan> kind) {
    return plans.stream().anyMatch(kind::isInstance);
  }

  private void refuseTransactionControl() throws SQLException {
    if (has(Plan.TransactionControl.class)) {
      delegate.clearBatch();
      throw Execution.notMirrored("a batch that writes a mapped table and controls a transaction");
    }
  }

  private <T> T whole(Call<T> batch) throws SQLException {
    boolean succeeded = false;
    if (has(Plan.TransactionControl.class)) {
      session.deferred().copy();
    }
    try {
      T counts = has(Plan.TracedWrite.class) ? traced(batch) : batch.run();
      succeeded = true;
      return counts;
    } finally {
      for (Plan plan : plans) {
        // of what failed, a part may have run
        if (succeeded || !(plan instanceof Plan.TransactionControl)) {
          execution.effects(plan, true);
        }
      }
    }
  }

  private <T> T traced(Call<T> batch) throws SQLException {
    refuseTransactionControl();
    String sql =
        plans.stream().filter(Plan.TracedWrite.class::isInstance).findAny().orElseThrow().sql();
    return execution.run(sql, Keys.NONE, Ask.batch(), batch);
  }

  private long[] oneByOne() throws SQLException {
    refuseTransactionControl();
    delegate.clearBatch();
    return session
        .hidden()
        .around(
            () -> {
              long[] counts = new long[plans.size()];
              for (int i = 0; i < counts.length; i++) {
                counts[i] = entry(i);
              }
              return counts;
            });
  }

  /** The driver counts nothing where rows are returned. */
  private long entry(int i) throws SQLException {
    String sql = plans.get(i).sql();
    try {
      boolean rows = execution.run(sql, Keys.NONE, Ask.ANY, () -> delegate.execute(sql));
      return rows ? 0 : execution.results().updateCount();
    } catch (SQLException e) {
      throw session.database().dialect() == Dialect.SQLITE
          ? FailedBatch.onSqlite(i, plans.size(), e)
          : FailedBatch.at(i, sql, plans.size(), e);
    }
  }

  static int small(long count) {
    return count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count;
  }
}
