package dev.zdm.driver;

import dev.zdm.driver.ZdmResultSet.Shows;
import dev.zdm.rewriter.CopyLimits;
import dev.zdm.rewriter.Mapping;
import dev.zdm.rewriter.Mirroring.Answer;
import dev.zdm.rewriter.Plan;
import dev.zdm.router.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The funnel: every execution of one application statement comes through {@link #run}. Knows what
 * was executed last, so that results are asked of the right statement of the driver's. Used by one
 * thread at a time, as the statement is; {@link #running()} may be called by any.
 */
abstract class Execution {
  private final ZdmConnection connection;
  private final Session session;
  private final Statement owner;
  private final Values values;
  private @Nullable Outcome outcome;
  private @Nullable ResultSet rows;
  private boolean drained;
  private Shows shows = Shows.UNPLANNED;
  private @Nullable WriteTexts writeTexts;
  private volatile Statement running;
  private volatile @Nullable StatementChain chain;

  /**
   * @param owner the application's statement
   * @param own the driver's statement on which the application's own calls are made
   * @param values the parameters, as far as they are known
   */
  Execution(ZdmConnection connection, Statement owner, Statement own, Values values) {
    this.connection = connection;
    this.session = connection.session();
    this.owner = owner;
    this.running = own;
    this.values = values;
  }

  /** The driver's statement on which the application's own calls are made. */
  abstract Statement own();

  /**
   * A statement of the driver's that is ready to execute this text with the application's
   * parameters.
   *
   * @param text what will be executed, by {@code execute()} if the statement is prepared, else by
   *     {@code execute(text)}
   * @param scrolls whether its result set must be counted before it is given to the application
   */
  abstract Statement ready(String text, boolean scrolls) throws SQLException;

  /**
   * An execution for one of several statements in the text, on a statement of its own.
   *
   * @param parameter the first of its parameters in the whole text, from 1
   */
  abstract Execution part(String sql, int parameter) throws SQLException;

  /** How many parameters a part has. */
  int parameters() {
    return 0;
  }

  /** Executes a part. */
  abstract void runAlone(String sql) throws SQLException;

  /** The plan of this text in this epoch. */
  abstract Plan plan(String sql, Epoch epoch) throws SQLException;

  /**
   * Executes a statement of the application's.
   *
   * @param direct its own call on the wrapped driver
   */
  final <T> T run(String sql, Keys keys, Ask<T> ask, Call<T> direct) throws SQLException {
    Epoch epoch = session.begin();
    Plan plan = null;
    boolean succeeded = false;
    boolean measured = true;
    long start = System.nanoTime();
    try {
      plan = plan(sql, epoch);
      reset(plan, epoch);
      T answer;
      if (plan instanceof Plan.Write write) {
        EmbeddedWrite<T> both = new EmbeddedWrite<>(this, epoch, write, keys, direct);
        answer =
            took(
                session.sending().apart() ? WholeWrite.of(session, both::perform) : both.perform(),
                ask);
      } else if (plan instanceof Plan.TracedWrite write) {
        TracedWrite traced = new TracedWrite(session, epoch, write);
        traced.begin();
        try {
          answer = direct.run();
        } catch (SQLException e) {
          throw traced.failed(e);
        }
        answer = completed(traced.returned(ask, answer, this), traced.complete(), ask, answer);
      } else if (plan instanceof Plan.Several several) {
        measured = false; // each part is
        answer = ask.of(several(several, keys), this);
      } else if (plan instanceof Plan.Unsupported unmirrored) {
        UnmirroredWrite write = new UnmirroredWrite(session, epoch, unmirrored);
        write.begin();
        try {
          answer = direct.run();
        } catch (SQLException e) {
          throw write.failed(e);
        }
        answer = completed(write.returned(ask, answer, this), write.complete(), ask, answer);
      } else {
        if (plan instanceof Plan.TransactionControl control) {
          session.beforeControl(control.verb());
        }
        Outcome fromV2 =
            plan instanceof Plan.Read read
                    && ReadRouting.route(read, epoch, session, values).side() == Side.V2
                ? V2Read.perform(this, epoch, read)
                : null;
        measured = fromV2 == null && !plan.tables().isEmpty();
        answer = fromV2 != null ? took(fromV2, ask) : ask.direct(direct.run(), this);
      }
      succeeded = true;
      return answer;
    } finally {
      if (measured && plan != null && !plan.tables().isEmpty()) {
        meter(plan, System.nanoTime() - start, !succeeded);
      }
      ended(plan, succeeded);
    }
  }

  private <T> T completed(@Nullable ReturnedRows returned, long notes, Ask<T> ask, T answer)
      throws SQLException {
    return returned != null
        ? took(Outcome.rows(returned), ask)
        : ask.less(ask.direct(answer, this), notes, this);
  }

  private void meter(Plan plan, long nanos, boolean failed) {
    StatementMeters meters = session.database().meters();
    if (plan instanceof Plan.Write write) {
      meters.written(write.table(), write.operation(), nanos, failed);
    } else if (plan instanceof Plan.TracedWrite write) {
      meters.written(write.tables().get(0), write.operation(), nanos, failed);
    } else if (plan instanceof Plan.Unsupported write) {
      meters.written(write.tables().get(0), Plan.Operation.OTHER, nanos, failed);
    } else {
      meters.read(plan, Side.V1, nanos, failed);
    }
  }

  private StatementChain several(Plan.Several plan, Keys keys) throws SQLException {
    if (keys.wanted()) {
      throw notMirrored("generated keys of several statements in one text");
    }
    StatementChain statements = chain;
    if (statements == null || !statements.is(plan)) {
      endChain();
      statements = StatementChain.of(this, plan);
      chain = statements;
    }
    statements.run(session);
    return statements;
  }

  private void endChain() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      chain = null;
      statements.close();
    }
  }

  private <T> T took(Outcome taken, Ask<T> ask) throws SQLException {
    outcome = taken;
    if (taken.rows() != null) {
      session.reads(taken.rows()); // before the application asks for them
    }
    return ask.of(taken, this);
  }

  private static Shows shows(Plan plan, Epoch epoch) {
    if (epoch.mirror() == null) {
      return Shows.UNPLANNED;
    }
    return plan instanceof Plan.PassThrough ? Shows.UNMAPPED : Shows.MAPPED;
  }

  private void reset(Plan plan, Epoch epoch) throws SQLException {
    Refusal.check(plan, epoch, session);
    session.rowsTaken(running);
    if (rows != null) {
      rows.close(); // it may be of another statement of the driver's than the one that runs next
    }
    if (chain != null && !(plan instanceof Plan.Several)) {
      endChain();
    }
    outcome = null;
    rows = null;
    drained = false;
    shows = shows(plan, epoch);
    running = own();
  }

  private void ended(@Nullable Plan plan, boolean succeeded) {
    if (plan != null) {
      effects(plan, succeeded);
    }
    if (!succeeded) {
      session.statementFailed();
    }
    session.statementEnded();
  }

  /** What a statement that was executed means for those that follow. */
  final void effects(Plan plan, boolean succeeded) {
    if (plan instanceof Plan.TransactionControl control) {
      session.controlled(control.verb(), succeeded);
    } else if (plan instanceof Plan.PassThrough
        || plan instanceof Plan.OnPrimary
        || plan instanceof Plan.Unsupported) {
      if (succeeded) {
        Aftermath.of(plan.sql(), session);
      }
    }
  }

  /** The result set as the application sees it. */
  final ResultSet rows(ResultSet driverRows) {
    ResultSet wrapped = new ZdmResultSet(driverRows, owner, session, shows);
    rows = wrapped;
    session.reads(driverRows);
    return wrapped;
  }

  final @Nullable ResultSet resultSet() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.resultSet();
    }
    if (rows != null) {
      return drained ? null : rows;
    }
    if (outcome != null) {
      return drained || outcome.rows() == null ? null : rows(outcome.rows());
    }
    ResultSet driverRows = running.getResultSet();
    ResultSet given = driverRows == null ? null : rows(driverRows);
    session.rowsTaken(running);
    return given;
  }

  final long updateCount() throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.updateCount();
    }
    if (outcome == null) {
      return running.getLargeUpdateCount();
    }
    return drained ? -1 : outcome.count();
  }

  final int smallUpdateCount() throws SQLException {
    if (outcome == null && chain == null) {
      return running.getUpdateCount();
    }
    long count = updateCount();
    return count > Integer.MAX_VALUE ? 0 : (int) count;
  }

  final boolean moreResults(int current) throws SQLException {
    StatementChain statements = chain;
    if (statements != null) {
      return statements.moreResults(current);
    }
    if (outcome == null) {
      rows = null;
      boolean more = running.getMoreResults(current);
      session.rowsTaken(running);
      return more;
    }
    if (current != Statement.KEEP_CURRENT_RESULT && outcome.rows() != null) {
      outcome.rows().close();
    }
    drained = true;
    return false;
  }

  /** A batch was executed on {@link #running()}, with these keys for the application. */
  final void batched(@Nullable ResultSet keys) {
    outcome = new Outcome(null, -1, keys);
    drained = true;
  }

  final ResultSet generatedKeys() throws SQLException {
    ResultSet keys = outcome != null && outcome.keys() != null ? outcome.keys() : null;
    return new ZdmResultSet(
        keys != null ? keys : running.getGeneratedKeys(), owner, session, Shows.MAPPED);
  }

  /** The application's own call has left rows on the driver's statement. */
  final void hasRows() {
    session.hasRows(running);
  }

  /** The strings of this write; built once as long as the same statement is executed. */
  final WriteTexts writeTexts(Plan.Write write, Answer answer, CopyLimits limits) {
    WriteTexts texts = writeTexts;
    if (texts == null || !texts.are(write, answer, limits)) {
      texts = new WriteTexts(write, answer, limits);
      writeTexts = texts;
    }
    return texts;
  }

  /** The statement of the driver's that runs now, or ran last. */
  final Statement running() {
    StatementChain statements = chain;
    return statements == null ? running : statements.running();
  }

  final void running(Statement statement) {
    running = statement;
  }

  /** The application's statement. */
  final Statement owner() {
    return owner;
  }

  final Session session() {
    return session;
  }

  final Connection raw() {
    return session.raw();
  }

  final ZdmConnection connection() {
    return connection;
  }

  /** The mapping of an epoch that mirrors. */
  final Mapping mapping(Epoch epoch) {
    return Objects.requireNonNull(epoch.mirror()).mapping();
  }

  /**
   * Closes what zdm opened for the application's statement: rows, what {@link #ready} gave, parts.
   */
  void close() throws SQLException {
    if (outcome != null && outcome.rows() != null) {
      outcome.rows().close();
    }
    endChain();
  }

  /** Whether the driver counts what triggers wrote as the statement's own. */
  boolean countsTriggers() {
    return false;
  }

  /** Executes the text on a statement that {@link #ready} gave; whether rows came first. */
  static boolean fire(Statement statement, String text) throws SQLException {
    return statement instanceof PreparedStatement prepared
        ? prepared.execute()
        : statement.execute(text);
  }

  /** The application asked for something that zdm does not mirror. */
  static SQLException notMirrored(String what) {
    return new SQLFeatureNotSupportedException(
        "zdm does not mirror " + what + "; use another form, or leave zdm.phase at off", "0A000");
  }
}
