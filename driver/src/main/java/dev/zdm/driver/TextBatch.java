package dev.zdm.driver;

import dev.zdm.rewriter.Plan;
import dev.zdm.rewriter.Plan.TransactionControl.Verb;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch of a plain statement. While writes are mirrored by the strings that are sent, its
 * entries are executed one by one, in one transaction; else it is the driver's own batch.
 */
final class TextBatch {
  private final Statement delegate;
  private final Execution execution;
  private final Session session;
  private final List<String> texts = new ArrayList<>();
  private boolean open;
  private boolean embedded;
  private @Nullable String traced;

  TextBatch(Statement delegate, Execution execution) {
    this.delegate = delegate;
    this.execution = execution;
    this.session = execution.session();
  }

  void add(String sql) throws SQLException {
    Epoch epoch = session.begin();
    if (!open) {
      open = true;
      session.batchOpened();
    }
    Plan plan = execution.plan(sql, epoch);
    if (plan instanceof Plan.Unsupported refused) {
      throw Refusal.of(refused);
    }
    delegate.addBatch(sql);
    if (epoch.mirror() != null) {
      texts.add(sql);
      embedded |= plan instanceof Plan.Write;
      traced = plan instanceof Plan.TracedWrite ? sql : traced;
    }
  }

  void clear() throws SQLException {
    delegate.clearBatch();
    close();
  }

  int[] execute() throws SQLException {
    try {
      if (embedded) {
        return Arrays.stream(oneByOne()).mapToInt(TextBatch::small).toArray();
      }
      return traced == null
          ? delegate.executeBatch()
          : execution.run(traced, Keys.NONE, Ask.batch(), delegate::executeBatch);
    } finally {
      close();
    }
  }

  long[] executeLarge() throws SQLException {
    try {
      if (embedded) {
        return oneByOne();
      }
      return traced == null
          ? delegate.executeLargeBatch()
          : execution.run(traced, Keys.NONE, Ask.batch(), delegate::executeLargeBatch);
    } finally {
      close();
    }
  }

  /** The batch is over, executed or not. */
  void close() {
    texts.clear();
    embedded = false;
    traced = null;
    if (open) {
      open = false;
      session.batchClosed();
    }
  }

  private long[] oneByOne() throws SQLException {
    delegate.clearBatch();
    boolean own = !session.inTransaction();
    long[] counts = new long[texts.size()];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    if (own) {
      session.own().execute("BEGIN");
      session.controlled(Verb.BEGIN, true);
    }
    boolean succeeded = false;
    try {
      for (int i = 0; i < counts.length; i++) {
        String sql = texts.get(i);
        counts[i] =
            execution.run(sql, Keys.NONE, Ask.LARGE_COUNT, () -> delegate.executeLargeUpdate(sql));
      }
      if (own) {
        session.own().execute("COMMIT");
      }
      succeeded = true;
      return counts;
    } catch (SQLException e) {
      throw new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
    } finally {
      if (own) {
        if (!succeeded) {
          session.own().execute("ROLLBACK");
        }
        session.controlled(Verb.END, true);
      }
    }
  }

  private static int small(long count) {
    return count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count;
  }
}
