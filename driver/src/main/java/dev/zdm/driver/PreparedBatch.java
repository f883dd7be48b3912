package dev.zdm.driver;

import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Plan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetProvider;
import org.jspecify.annotations.Nullable;

/**
 * The batch of a prepared statement. The application's batch runs as it is; where its write is
 * mirrored by strings, it also gives the keys that it touched, and their v2 rows are derived by one
 * set-based copy in the same transaction.
 */
final class PreparedBatch {
  private final PreparedStatement delegate;
  private final PreparedExecution execution;
  private final Session session;
  private final String sql;
  private final Keys keys;
  private boolean open;
  private @Nullable Epoch epoch;
  private Plan.@Nullable Write write;
  private @Nullable PreparedStatement keyed;
  private @Nullable PreparedStatement prepared;
  private @Nullable MappedTable preparedFor;

  PreparedBatch(PreparedStatement delegate, PreparedExecution execution, String sql, Keys keys) {
    this.delegate = delegate;
    this.execution = execution;
    this.session = execution.session();
    this.sql = sql;
    this.keys = keys;
  }

  void add() throws SQLException {
    if (!open) {
      try {
        open(session.begin());
      } finally {
        session.statementEnded();
      }
    }
    if (keyed == null) {
      delegate.addBatch();
    } else {
      execution.replay(keyed);
      keyed.addBatch();
    }
  }

  private void open(Epoch now) throws SQLException {
    Plan plan = execution.plan(sql, now);
    Refusal.check(plan, now, session);
    if (plan instanceof Plan.Write embedded) {
      open(now, embedded);
    }
    open = true;
    session.batchOpened();
  }

  private void open(Epoch now, Plan.Write embedded) throws SQLException {
    if (embedded.mirroring().returning() || embedded.mirroring().changesKey()) {
      throw Execution.notMirrored(
          "a batch of statements with RETURNING or that change the table's key");
    }
    epoch = now;
    write = embedded;
    keyed = keyed(embedded.table());
  }

  /** Prepared once, however many batches there are; closed with the statement. */
  private PreparedStatement keyed(MappedTable table) throws SQLException {
    PreparedStatement statement = prepared;
    if (statement == null || !table.equals(preparedFor)) {
      statement = session.raw().prepareStatement(sql, wanted(table));
      execution.keep(statement);
      prepared = statement;
      preparedFor = table;
    }
    return statement;
  }

  /** What the application asked for first, so that it finds that where it expects it. */
  private String[] wanted(MappedTable table) {
    List<String> columns = new ArrayList<>();
    if (keys.wanted()) {
      columns.addAll(
          keys.columns().isEmpty()
              ? table.columns().stream().map(MappedTable.ColumnMapping::v1).toList()
              : keys.columns());
    }
    for (String key : table.key()) {
      if (!columns.contains(key)) {
        columns.add(key);
      }
    }
    return columns.toArray(String[]::new);
  }

  void clear() throws SQLException {
    delegate.clearBatch();
    close();
  }

  int[] execute() throws SQLException {
    return execute(PreparedStatement::executeBatch);
  }

  long[] executeLarge() throws SQLException {
    return execute(PreparedStatement::executeLargeBatch);
  }

  private <T> T execute(Runner<T> runner) throws SQLException {
    if (!open) {
      return runner.run(delegate); // nothing was added, and nothing may be written
    }
    try {
      if (keyed != null) {
        return mirrored(keyed, runner);
      }
      return execution.run(sql, keys, Ask.batch(), () -> runner.run(delegate));
    } finally {
      close();
    }
  }

  /** The batch is over, executed or not. */
  void close() throws SQLException {
    write = null;
    epoch = null;
    if (open) {
      open = false;
      session.batchClosed();
    }
    if (keyed != null) {
      keyed.clearBatch();
      keyed = null;
    }
  }

  private <T> T mirrored(PreparedStatement batch, Runner<T> runner) throws SQLException {
    boolean own = !session.inTransaction();
    execution.running(batch);
    if (own) {
      session.own().execute("BEGIN");
    }
    boolean succeeded = false;
    try {
      T counts = runner.run(batch);
      ResultSet touched = keys.wanted() ? kept(batch.getGeneratedKeys()) : batch.getGeneratedKeys();
      copy(KeyList.of(touched, Objects.requireNonNull(write).table()));
      if (keys.wanted()) {
        touched.beforeFirst();
      }
      execution.batched(keys.wanted() ? touched : null);
      if (own) {
        session.own().execute("COMMIT");
      }
      succeeded = true;
      return counts;
    } finally {
      if (own && !succeeded) {
        session.own().execute("ROLLBACK");
      }
    }
  }

  /** The driver's keys can be read once, and are needed twice. */
  private static ResultSet kept(ResultSet rows) throws SQLException {
    CachedRowSet cached = RowSetProvider.newFactory().createCachedRowSet();
    cached.populate(rows);
    return cached;
  }

  private void copy(KeyList touched) throws SQLException {
    if (touched.isEmpty()) {
      return;
    }
    Plan.Write written = Objects.requireNonNull(write);
    Epoch now = Objects.requireNonNull(epoch);
    TableMirror mirror = Objects.requireNonNull(now.mirror()).of(written.table());
    long start = System.nanoTime();
    boolean failed = true;
    session.own().execute(PostgresText.SAVEPOINT);
    try {
      if (mirror.copier().copyLocked(session.own(), touched.json()) > 0) {
        session.owes(written.table());
      }
      failed = false;
    } catch (SQLException e) {
      if (Blame.isTheApplications(e)) {
        throw e;
      }
      session.own().execute(PostgresText.ROLLBACK_TO);
      Refusal.byV2(now, written.table(), e);
      mirror.copier().owe(session.own(), touched.json(), Refusal.reason(e));
      Refusal.inLedger(session, written.table(), e);
    } finally {
      session
          .database()
          .meters()
          .mirrored(written.table(), written.operation(), System.nanoTime() - start, failed);
    }
    session.own().execute(PostgresText.RELEASE);
  }

  @FunctionalInterface
  private interface Runner<T> {
    T run(PreparedStatement batch) throws SQLException;
  }
}
