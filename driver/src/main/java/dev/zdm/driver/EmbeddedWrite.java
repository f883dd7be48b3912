package dev.zdm.driver;

import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Mirroring;
import dev.zdm.rewriter.Mirroring.Answer;
import dev.zdm.rewriter.Mirroring.Half;
import dev.zdm.rewriter.Plan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A write on PostgreSQL: v1's half and v2's in one string. If it fails, the write alone says whose
 * fault that was; if v2's, v1's half stands and its keys go into the ledger, or, by policy, both
 * fail.
 */
final class EmbeddedWrite<T> {
  private static final Log LOG = Log.of(EmbeddedWrite.class);

  private final Execution execution;
  private final Session session;
  private final Epoch epoch;
  private final Plan.Write write;
  private final Keys keys;
  private final Answer answer;
  private final Call<T> alone;
  private final boolean inTransaction;

  /**
   * @param alone the application's own call, which writes v1 only
   */
  EmbeddedWrite(Execution execution, Epoch epoch, Plan.Write write, Keys keys, Call<T> alone)
      throws SQLException {
    this.execution = execution;
    this.session = execution.session();
    this.epoch = epoch;
    this.write = write;
    this.keys = keys;
    this.alone = alone;
    this.inTransaction = session.inTransaction();
    this.answer = answer();
  }

  private Answer answer() throws SQLException {
    Mirroring mirroring = write.mirroring();
    if (mirroring.returning()) {
      return new Answer.Returning();
    }
    if (!keys.wanted()) {
      return new Answer.Count();
    }
    if (keys.byIndex()) {
      throw Execution.notMirrored("generated keys by column index");
    }
    return new Answer.Columns(
        keys.columns().isEmpty()
            ? write.table().columns().stream().map(c -> c.v1()).toList()
            : keys.columns());
  }

  Outcome perform() throws SQLException {
    String text = text(Half.COPY);
    Statement statement = execution.ready(text, keys.wanted());
    execution.running(statement);
    long start = System.nanoTime();
    boolean failed = true;
    try {
      Outcome outcome =
          outcome(
              statement,
              statement instanceof PreparedStatement prepared
                  ? prepared.execute()
                  : statement.execute(text));
      failed = false;
      return outcome;
    } catch (SQLException e) {
      if (Blame.isTheApplications(e)) {
        throw e;
      }
      return settle(e);
    } finally {
      meters(System.nanoTime() - start, failed);
    }
  }

  /** Both halves are one string; what failed says so on v2's side, for v1's is written yet. */
  private void meters(long nanos, boolean failed) {
    session.database().meters().mirrored(write.table(), write.operation(), nanos, failed);
  }

  private String text(Half half) throws SQLException {
    try {
      return execution.writeTexts(write, answer).of(half, inTransaction);
    } catch (IllegalArgumentException e) {
      throw new SQLException(e.getMessage(), "42703", e);
    }
  }

  private Outcome outcome(Statement statement, boolean first) throws SQLException {
    ResultSet rows = V2Read.firstRows(statement, first);
    if (write.mirroring().returning() && !keys.wanted()) {
      return Outcome.rows(rows);
    }
    if (keys.wanted()) {
      rows.last();
      long count = rows.getRow();
      rows.beforeFirst();
      return new Outcome(null, count, rows);
    }
    try (rows) {
      rows.next();
      return Outcome.count(rows.getLong(1));
    }
  }

  /** The string failed and left nothing; now v1's half is written for itself. */
  private Outcome settle(SQLException failure) throws SQLException {
    undo();
    if (epoch.settings().failure() == FailurePolicy.FAIL) {
      throwItsOwnError(failure);
      Refusal.byV2(epoch, write.table(), failure);
    }
    Outcome outcome = inLedger(failure);
    for (MappedTable table : write.tables()) {
      Refusal.inLedger(session, table, failure);
    }
    if (!inTransaction) {
      session.own().execute("COMMIT");
    }
    return outcome;
  }

  private Outcome inLedger(SQLException failure) throws SQLException {
    try {
      if (!inTransaction) {
        session.own().execute("BEGIN");
      }
      String text = text(Half.LEDGER);
      Statement statement = execution.ready(text, keys.wanted());
      execution.running(statement);
      return outcome(statement, Execution.fire(statement, text));
    } catch (SQLException e) {
      if (Blame.isTheApplications(e)) {
        endOwnTransaction(e);
        throw e;
      }
      undo();
      throwItsOwnError(e);
      throw new SQLException(
          "zdm wrote nothing, because v2 refused its half and its keys could not be recorded in "
              + execution.mapping(epoch).ledger()
              + ": "
              + Refusal.firstLine(e),
          e.getSQLState(),
          failure);
    }
  }

  /** The application is in autocommit and must not find itself in a transaction. */
  private void endOwnTransaction(SQLException failure) {
    if (!inTransaction) {
      try {
        undo();
      } catch (SQLException e) {
        failure.addSuppressed(e); // the connection is gone, and the transaction with it
      }
    }
  }

  /** Back to before the write. */
  private void undo() throws SQLException {
    session
        .own()
        .execute(
            inTransaction
                ? PostgresText.ROLLBACK_TO + "; " + PostgresText.RELEASE
                : "ROLLBACK"); // outside a transaction, a warning and nothing else
  }

  /**
   * Runs the application's own call where nothing of it can stay. If it fails, that is what the
   * application would have seen, and a transaction of its own is failed as it would have been.
   */
  private void throwItsOwnError(SQLException other) throws SQLException {
    session.own().execute(inTransaction ? PostgresText.SAVEPOINT : "BEGIN");
    execution.running(execution.own());
    try {
      alone.run();
    } catch (SQLException e) {
      endOwnTransaction(e);
      throw e;
    }
    undo();
    LOG.debug("the write passes alone; what failed beside it: " + Refusal.described(other));
  }
}
