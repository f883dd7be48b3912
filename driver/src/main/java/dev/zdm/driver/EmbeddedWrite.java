package dev.zdm.driver;

import dev.zdm.driver.PostgresText.Frame;
import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.copy.TargetImageSql;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A write on PostgreSQL: v1's half and v2's in one string. If it fails, a {@link Settlement} says
 * whose fault that was, and what stands.
 */
final class EmbeddedWrite {
  private final Execution execution;
  private final Session session;
  private final Epoch epoch;
  private final Plan.Write write;
  private final Keys keys;
  private final Answer answer;
  private final Call<?> alone;
  private final boolean inTransaction;
  private final Sending sending;
  private final Isolation isolation;

  /** Whether programs have been asked for their values. */
  private boolean answered;

  /**
   * @param alone the application's own call, which writes v1 only; not made where v2 answers
   */
  EmbeddedWrite(Execution execution, Epoch epoch, Plan.Write write, Keys keys, Call<?> alone)
      throws SQLException {
    this.execution = execution;
    this.session = execution.session();
    this.epoch = epoch;
    this.write = write;
    this.keys = keys;
    this.alone = write.mirroring().turned() ? this::ownHalf : alone;
    this.inTransaction = session.inTransaction();
    this.sending = session.sending();
    this.answer = answer();
    this.isolation = isolation();
  }

  private Isolation isolation() throws SQLException {
    if (write.mirroring().alone()) {
      return Isolation.NONE;
    }
    return inTransaction ? session.deferred().next(epoch, write) : DeferredCopy.alone(epoch, write);
  }

  /** Where v2 answers, the application's own statement is the string's first half. */
  private Outcome ownHalf() throws SQLException {
    return run(Half.KEYS, Frame.NONE);
  }

  /** Whether a part of it may stand by itself where the driver goes back to its own savepoints. */
  boolean hasParts() {
    return sending.apart()
        && (isolation != Isolation.DEFERRED
            || DeferredCopy.asks(write)); // which may be copied at once
  }

  private Answer answer() throws SQLException {
    Mirroring mirroring = write.mirroring();
    if (mirroring.returning()) {
      return new Answer.Returning();
    }
    if (!keys.wanted()) {
      return new Answer.Count();
    }
    return new Answer.Columns(
        keys.columns().isEmpty()
            ? write.table().columns().stream().map(c -> c.v1()).toList()
            : keys.columns());
  }

  Outcome perform() throws SQLException {
    if (keys.byIndex()) {
      throw keysRefused(Execution.notMirrored("generated keys by column index"));
    }
    Mirroring.Asked asked = answered ? null : write.mirroring().asked();
    if (asked != null) {
      return answered(asked);
    }
    if (isolation == Isolation.RECORDED) {
      return inTransaction
          ? recorded()
          : new WriteTransaction(session).recorded(write, this::record);
    }
    if (isolation != Isolation.SAVEPOINT) {
      return unisolated(isolation);
    }
    if (session.skips(epoch, write)) {
      return settlement().skip();
    }
    Frame frame = frame();
    Mirroring.Text text = text(Half.COPY, frame);
    Statement statement = execution.ready(text.sql(), keys.wanted());
    long start = System.nanoTime();
    before(frame);
    execution.running(statement);
    boolean failed = true;
    boolean written = false;
    try {
      boolean first =
          statement instanceof PreparedStatement prepared
              ? prepared.execute()
              : statement.execute(text.sql());
      written = true;
      Outcome outcome = outcome(statement, first, text.before());
      failed = false;
      write.tables().forEach(session.database().streaks()::succeeded);
      return outcome;
    } catch (SQLException e) {
      if (written) {
        throw e; // of the answer alone: to write once more would be to write twice
      }
      Settlement settlement = settlement();
      // In autocommit a serialization failure undid everything, and the raw driver's may as well.
      if (LeftBehind.is(e)
          || Blame.isTheApplications(e)
          || (!inTransaction && Blame.isSerialization(e))) {
        settlement.endOwnTransaction(e);
        throw e;
      }
      Outcome outcome = settlement.settle(e);
      failed = !settlement.mirrored();
      return outcome;
    } catch (RuntimeException | Error e) { // of a stream that the application has bound, say
      if (frame == Frame.TRANSACTION_BEGUN && !written) {
        settlement().endOwnTransaction(e);
      }
      throw e;
    } finally {
      meters(System.nanoTime() - start, failed);
    }
  }

  /** Asks programs for their values first, in the transaction that writes. */
  private Outcome answered(Mirroring.Asked asked) throws SQLException {
    if (!inTransaction) {
      return new WriteTransaction(session).around(this::again);
    }
    new TurnedQuestion(execution, write.table()).ask(asked);
    answered = true;
    try {
      return perform();
    } catch (SQLException e) {
      throw TurnedQuestion.told(e);
    }
  }

  /** In the transaction that is open now. */
  private Outcome again() throws SQLException {
    EmbeddedWrite inside = new EmbeddedWrite(execution, epoch, write, keys, alone);
    return inside.hasParts() ? WholeWrite.of(session, inside::perform) : inside.perform();
  }

  private Frame frame() {
    if (inTransaction) {
      return sending.apart() ? Frame.NONE : Frame.SAVEPOINT; // it is behind a WholeWrite's
    }
    boolean once = answer instanceof Answer.Count && write.mirroring().keepsRows();
    return once && !sending.beginsApart() ? Frame.NONE : sending.frame(false);
  }

  private void before(Frame frame) throws SQLException {
    if (frame == Frame.SAVEPOINT_APART) {
      session.own().execute(PostgresText.SAVEPOINT);
    } else if (frame == Frame.TRANSACTION_BEGUN) {
      session.own().execute("BEGIN");
    }
  }

  /** v1's half alone, and its keys in the ledger, to be copied before the transaction ends. */
  private Outcome recorded() throws SQLException {
    Outcome outcome = record(frame());
    session.deferred().settle(epoch, write);
    return outcome;
  }

  private Outcome record(Frame frame) throws SQLException {
    try {
      return run(Half.DEFERRED, frame);
    } catch (SQLException e) {
      throw settlement().unrecorded(e);
    }
  }

  /** What fails here fails the application's transaction, as a failing W1 would. */
  private Outcome unisolated(Isolation isolation) throws SQLException {
    if (isolation == Isolation.DEFERRED) {
      Outcome outcome = run(Half.DEFERRED, Frame.NONE);
      session.deferred().settle(epoch, write);
      return outcome;
    }
    if (inTransaction || !write.mirroring().inParts()) {
      return run(Half.COPY, Frame.NONE);
    }
    try {
      return run(Half.COPY, sending.frame(false));
    } catch (SQLException | RuntimeException | Error e) {
      settlement().endOwnTransaction(e);
      throw e;
    }
  }

  /** Both halves are one string; what failed says so on v2's side, for v1's is written yet. */
  private void meters(long nanos, boolean failed) {
    session.database().meters().mirrored(write.table(), write.operation(), nanos, failed);
  }

  private Mirroring.Text text(Half half, Frame frame) throws SQLException {
    try {
      return execution.writeTexts(write, answer, epoch.limits(write)).of(half, frame);
    } catch (IllegalArgumentException e) {
      throw keysRefused(new SQLException(e.getMessage(), "42703", e));
    }
  }

  /**
   * The application asked for keys that no string can answer; the driver's own words come first.
   */
  private SQLException keysRefused(SQLException refusal) throws SQLException {
    if (write.mirroring().turned()) {
      return refusal; // there is no call of its own to ask
    }
    settlement().throwItsOwnError(refusal);
    return refusal;
  }

  private Settlement settlement() {
    return new Settlement(this, execution, epoch, write, alone, inTransaction, sending);
  }

  /** The string of this half, and what it gives the application. */
  Outcome run(Half half, Frame frame) throws SQLException {
    Mirroring.Text text = text(half, frame);
    Statement statement = execution.ready(text.sql(), keys.wanted());
    before(frame);
    execution.running(statement);
    Outcome outcome = outcome(statement, fired(statement, text.sql()), text.before());
    if (frame == Frame.SAVEPOINT_APART) {
      session.own().execute(PostgresText.RELEASE);
    }
    return outcome;
  }

  private static boolean fired(Statement statement, String text) throws SQLException {
    try {
      return Execution.fire(statement, text);
    } catch (SQLException e) {
      if (Blame.isTooMany(e)) {
        throw Execution.notMirrored(
            "a write of more than %d rows of a table that goes to several, where v2 answers"
                .formatted(TargetImageSql.MOST));
      }
      throw e;
    }
  }

  private Outcome outcome(Statement statement, boolean first, int before) throws SQLException {
    ResultSet rows = V2Read.firstRows(statement, first);
    for (int i = 0; i < before; i++) {
      rows = V2Read.firstRows(statement, statement.getMoreResults());
    }
    Outcome outcome = outcome(rows);
    if (!write.mirroring().keepsRows()) {
      holdUnseen(statement);
    }
    return outcome;
  }

  /** Behind the answer nothing is counted but keys that went into the ledger, unseen on v2. */
  private void holdUnseen(Statement statement) throws SQLException {
    boolean rows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    if (OwnStatements.changes(statement, rows) > 0) {
      write.tables().forEach(table -> Refusal.skipped(session, table));
    }
  }

  private Outcome outcome(ResultSet rows) throws SQLException {
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
}
