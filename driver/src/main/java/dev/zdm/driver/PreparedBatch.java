package dev.zdm.driver;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.KeyedMirroring;
import dev.zdm.rewriter.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The batch of a prepared statement. Where its write is mirrored by strings, the keys that its
 * entries touch are learned as they are added or executed; else it is the driver's own.
 */
final class PreparedBatch {
  private final PreparedStatement delegate;
  private final PreparedExecution execution;
  private final Values values;
  private final Session session;
  private final String sql;
  private final Keys keys;
  private boolean open;
  private @Nullable SingleEntries single;
  private int entries;
  private @Nullable Epoch epoch;
  private Plan.@Nullable Write write;
  private @Nullable BatchKeys mirrored;
  private @Nullable PreparedStatement prepared;
  private KeyedMirroring.@Nullable Keyed preparedFor;

  PreparedBatch(
      PreparedStatement delegate,
      PreparedExecution execution,
      Values values,
      String sql,
      Keys keys) {
    this.delegate = delegate;
    this.execution = execution;
    this.values = values;
    this.session = execution.session();
    this.sql = sql;
    this.keys = keys;
  }

  void add() throws SQLException {
    if (delegate.isClosed()) {
      delegate.addBatch(); // the driver says so
      return;
    }
    if (!open) {
      try {
        open(session.begin());
      } finally {
        session.statementEnded();
      }
    }
    if (single != null) {
      single.add();
    } else if (mirrored == null) {
      delegate.addBatch();
    } else {
      mirrored.add();
    }
    entries++;
  }

  private void open(Epoch now) throws SQLException {
    Plan plan = execution.plan(sql, now);
    Refusal.check(plan, now, session);
    if (plan instanceof Plan.Several) {
      throw Execution.notMirrored("a batch of several statements in one text");
    }
    if (plan instanceof Plan.TurnedWrite) {
      if (keys.wanted()) {
        throw Execution.notMirrored("generated keys of a batch where v2 answers");
      }
      single = new SingleEntries(delegate, execution, sql);
    }
    if (plan instanceof Plan.Write embedded) {
      if (keys.byIndex()) {
        throw Execution.notMirrored("generated keys by column index");
      }
      open(now, embedded);
    }
    open = true;
    session.batchOpened();
  }

  private void open(Epoch now, Plan.Write embedded) throws SQLException {
    if (embedded.mirroring() instanceof KeyedMirroring mirroring) {
      epoch = now;
      write = embedded;
      mirrored = keysOf(now, embedded.table(), mirroring);
    } else if (keys.wanted() || embedded.mirroring().returning()) {
      throw Execution.notMirrored("a batch of writes that cascade and give rows");
    } else {
      single = new SingleEntries(delegate, execution, sql);
    }
  }

  private BatchKeys keysOf(Epoch now, MappedTable table, KeyedMirroring mirroring)
      throws SQLException {
    boolean asGiven =
        Objects.requireNonNull(now.mirror()).facts().storedAsGiven().contains(table.v1());
    List<Integer> parameters = asGiven ? mirroring.keyParameters() : List.of();
    if (!parameters.isEmpty() && BatchKeys.Given.spell(values, parameters)) {
      return new BatchKeys.Given(delegate, values, table, parameters);
    }
    KeyedMirroring.Keyed keyed = mirroring.keyed(wanted(table));
    return new BatchKeys.Returned(statement(keyed), execution, table, keyed, keys);
  }

  private List<String> wanted(MappedTable table) {
    if (!keys.wanted()) {
      return List.of();
    }
    return keys.columns().isEmpty()
        ? table.columns().stream().map(MappedTable.ColumnMapping::v1).toList()
        : keys.columns();
  }

  /** Prepared once, however many batches there are; closed with the statement. */
  private PreparedStatement statement(KeyedMirroring.Keyed keyed) throws SQLException {
    PreparedStatement statement = prepared;
    if (statement == null || !keyed.equals(preparedFor)) {
      statement = session.raw().prepareStatement(keyed.sql(), Statement.RETURN_GENERATED_KEYS);
      execution.keep(statement);
      prepared = statement;
      preparedFor = keyed;
    }
    return statement;
  }

  void clear() throws SQLException {
    delegate.clearBatch();
    close();
  }

  int[] execute() throws SQLException {
    return single != null
        ? Arrays.stream(oneByOne(single)).mapToInt(TextBatch::small).toArray()
        : execute(PreparedStatement::executeBatch);
  }

  long[] executeLarge() throws SQLException {
    return single != null ? oneByOne(single) : execute(PreparedStatement::executeLargeBatch);
  }

  private long[] oneByOne(SingleEntries entries) throws SQLException {
    try {
      return entries.execute();
    } finally {
      close();
    }
  }

  private <T> T execute(BatchKeys.Runner<T> runner) throws SQLException {
    if (!open) {
      execution.results().asDriver(delegate); // keys of an earlier batch are not this one's
      return runner.run(delegate); // nothing was added, and nothing may be written
    }
    try {
      if (mirrored == null) {
        return execution.run(sql, keys, Ask.batch(), () -> runner.run(delegate));
      }
      execution.running(mirrored.statement());
      T counts =
          new MirroredBatch(session, Objects.requireNonNull(epoch), Objects.requireNonNull(write))
              .run(mirrored, runner, entries);
      execution.results().batched(mirrored.forApplication());
      return counts;
    } catch (SQLException e) {
      throw LeftBehind.ofBatch(session, e);
    } finally {
      close();
    }
  }

  /** The batch is over, executed or not. */
  void close() throws SQLException {
    write = null;
    epoch = null;
    single = null;
    entries = 0;
    if (open) {
      open = false;
      session.batchClosed();
    }
    if (mirrored != null) {
      BatchKeys done = mirrored;
      mirrored = null;
      done.statement().clearBatch();
    }
  }
}
