package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TurnedWrite.Part;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write on SQLite where v2 answers: its rows are put together in v1's shape in a temporary table,
 * and v2's are written of them. Where v1 follows, triggers on v2 note the keys, and v1's rows are
 * derived anew before the transaction ends, as {@link TracedWrite} does the other way round.
 */
final class TurnedWrite {
  private final Execution execution;
  private final Session session;
  private final OwnStatements own;
  private final Plan.TurnedWrite write;
  private final TracedWrite traced;
  private final Keys keys;

  TurnedWrite(Execution execution, Epoch epoch, Plan.TurnedWrite write, Keys keys) {
    this.execution = execution;
    this.session = execution.session();
    this.own = session.own();
    this.write = write;
    this.keys = keys;
    this.traced = new TracedWrite(session, epoch, write.operation());
  }

  Outcome perform() throws SQLException {
    if (keys.byIndex() || !keys.columns().isEmpty()) {
      throw Execution.notMirrored("generated keys by name or index");
    }
    traced.begin();
    Outcome outcome;
    try {
      outcome = written();
    } catch (SQLException e) {
      throw traced.failed(e);
    } catch (RuntimeException | Error e) {
      traced.undo(e);
      throw e;
    }
    traced.complete();
    return outcome;
  }

  private Outcome written() throws SQLException {
    own.run(lock());
    own.run(write.clear());
    long last = number("SELECT last_insert_rowid()");
    for (Part part : write.image()) {
      run(part);
    }
    // of the rows that were put together nobody is to hear
    session.tracing().settle(new Tracing.Counters(last, 1));
    long count;
    if (write.counters().isEmpty()) {
      run(write.writes().get(0));
      count = number("SELECT changes()");
    } else {
      NotedKeys.behindSavepoint(own, this::several);
      count = counted(last);
    }
    Part returning = write.returning();
    ResultSet rows = returning == null ? null : rows(returning);
    if (session.tracing().isAlone()) {
      session.tracing().keepingCounters(this::keepNumbers);
    }
    if (rows != null) {
      return Outcome.rows(rows);
    }
    return new Outcome(null, count, keys.wanted() ? generated() : null);
  }

  /**
   * Takes SQLite's one write lock before anything is read: a transaction that has read does not
   * wait for it, and fails at once. Where the phase may have changed meanwhile, it finds that out.
   */
  private String lock() {
    return traced.passes()
        ? traced.guard().pass()
        : "DELETE FROM %s WHERE 0".formatted(write.table().v2().sql(Dialect.SQLITE));
  }

  private void keepNumbers() throws SQLException {
    for (String sql : write.numbers()) {
      own.run(sql);
    }
  }

  private void run(Part part) throws SQLException {
    Statement statement = execution.ready(part.sql(), part.parameters());
    execution.running(statement);
    Execution.fire(statement, part.sql());
  }

  private void several() throws SQLException {
    for (Part part : write.writes()) {
      own.run(part.sql());
    }
  }

  private long number(String query) throws SQLException {
    try (ResultSet row = own.query(query, List.of())) {
      row.next();
      return row.getLong(1);
    }
  }

  /** How many rows v1 would have counted; its numbers are those that it would have given. */
  private long counted(long last) throws SQLException {
    try (ResultSet row = own.query(write.counters(), List.of())) {
      row.next();
      long number = row.getLong(1);
      Tracing.Counters counters =
          new Tracing.Counters(row.wasNull() ? last : number, row.getLong(2));
      traced.tell(counters);
      return counters.changes();
    }
  }

  private ResultSet rows(Part returning) throws SQLException {
    Statement statement = execution.ready(returning.sql(), returning.parameters());
    ResultSet rows =
        statement instanceof PreparedStatement prepared
            ? prepared.executeQuery()
            : statement.executeQuery(returning.sql());
    return ReturnedRows.of(rows, statement, execution.raw()); // which reads them to their end
  }

  /** What the driver would ask by itself. */
  private @Nullable ResultSet generated() throws SQLException {
    Statement statement = execution.raw().createStatement();
    statement.closeOnCompletion();
    return statement.executeQuery("SELECT last_insert_rowid();");
  }
}
