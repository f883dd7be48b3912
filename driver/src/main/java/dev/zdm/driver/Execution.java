package dev.zdm.driver;

import dev.zdm.driver.ZdmResultSet.Shows;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.router.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The funnel: every execution of one application statement comes through {@link #run}. Used by one
 * thread at a time, as the statement is.
 */
abstract class Execution {
  private final ZdmConnection connection;
  private final Session session;
  private final Statement owner;
  private final Values values;
  private final Results results;
  private @Nullable WriteTexts writeTexts;

  /**
   * @param owner the application's statement
   * @param own the driver's statement on which the application's own calls are made
   * @param values the parameters, as far as they are known
   */
  Execution(ZdmConnection connection, Statement owner, Statement own, Values values) {
    this.connection = connection;
    this.session = connection.session();
    this.owner = owner;
    this.results = new Results(session, owner, own);
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
   * A statement of the driver's that is ready to execute this text.
   *
   * @param parameters which of the application's parameters, from 1, each placeholder stands for
   */
  abstract Statement ready(String text, List<Integer> parameters) throws SQLException;

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
  final <T> T run(@Nullable String sql, Keys keys, Ask<T> ask, Call<T> direct) throws SQLException {
    if (sql == null) {
      return direct.run(); // the driver says what it thinks of it
    }
    boolean first = session.isAtStart();
    Epoch epoch = session.begin();
    Plan plan = null;
    LeftBehind behind;
    boolean succeeded = false;
    boolean measured = true;
    long start = System.nanoTime();
    try {
      plan = plan(sql, epoch);
      check(plan, keys);
      if (!refuses(plan, keys)) {
        reset(plan, epoch);
      }
      T answer;
      if (own() instanceof PreparedStatement && own().isClosed()) {
        answer = direct.run(); // the driver says so
      } else if (plan instanceof Plan.Write write) {
        EmbeddedWrite both = new EmbeddedWrite(this, epoch, write, keys, direct);
        answer =
            took(both.hasParts() ? WholeWrite.of(session, both::perform) : both.perform(), ask);
      } else if (plan instanceof Plan.TracedWrite write) {
        TracedWrite traced = new TracedWrite(session, epoch, write.operation());
        traced.begin();
        try {
          answer = direct.run();
        } catch (SQLException e) {
          throw traced.failed(e);
        } catch (RuntimeException | Error e) {
          traced.undo(e);
          throw e;
        }
        answer = completed(traced.returned(ask, answer, this), traced.complete(), ask, answer);
      } else if (plan instanceof Plan.TurnedWrite write) {
        answer = took(new TurnedWrite(this, epoch, write, keys).perform(), ask);
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
        } catch (RuntimeException | Error e) {
          write.undo(e);
          throw e;
        }
        answer = completed(write.returned(ask, answer, this), write.complete(), ask, answer);
      } else {
        if (plan instanceof Plan.TransactionControl control) {
          session.beforeControl(control.verb());
        }
        Outcome fromV2 =
            plan instanceof Plan.Read read
                    && (mayAskV2(keys, ask) || epoch.roles().turned())
                    && ReadRouting.route(read, epoch, session, values).side() == Side.V2
                ? V2Read.perform(this, epoch, read)
                : null;
        measured = fromV2 == null && !plan.tables().isEmpty();
        answer = fromV2 != null ? took(fromV2, ask) : ask.direct(direct.run(), this);
      }
      succeeded = true;
      return answer;
    } catch (SQLException e) {
      if (!LeftBehind.is(e)) {
        throw e;
      }
      behind = new LeftBehind(session, epoch, first, e);
    } finally {
      if (measured && plan != null && !plan.tables().isEmpty()) {
        meter(plan, System.nanoTime() - start, !succeeded);
      }
      ended(plan, succeeded);
    }
    behind.catchUp();
    return run(sql, keys, ask, direct);
  }

  /** Whether PostgreSQL's driver will refuse it, and leave what was given before. */
  private boolean refuses(Plan plan, Keys keys) {
    return (plan instanceof Plan.Write && keys.byIndex())
        || (keys.areUnknown() && session.database().dialect() == Dialect.POSTGRESQL);
  }

  /** What PostgreSQL's driver refuses before it looks at the text. */
  private static void check(Plan plan, Keys keys) throws SQLException {
    if (plan instanceof Plan.Write && keys.areUnknown()) {
      throw new SQLException("Invalid value for autoGeneratedKeys", "22023");
    }
  }

  /** What is no plain question is v1's, whose driver says what it thinks of it. */
  private static boolean mayAskV2(Keys keys, Ask<?> ask) {
    return ask.takesRows() && !keys.wanted();
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
    } else if (plan instanceof Plan.TurnedWrite write) {
      meters.written(write.table(), write.operation(), nanos, failed);
    } else if (plan instanceof Plan.Unsupported write) {
      meters.written(write.tables().get(0), Operation.OTHER, nanos, failed);
    } else {
      meters.read(plan, Side.V1, nanos, failed);
    }
  }

  private StatementChain several(Plan.Several plan, Keys keys) throws SQLException {
    if (keys.wanted()) {
      throw notMirrored("generated keys of several statements in one text");
    }
    StatementChain statements = results.chain();
    if (statements == null || !statements.is(plan)) {
      results.endChain();
      statements = StatementChain.of(this, plan);
      results.of(statements);
    }
    statements.run(session);
    return statements;
  }

  private <T> T took(Outcome taken, Ask<T> ask) throws SQLException {
    results.took(taken);
    try {
      return ask.of(taken, this);
    } catch (SQLException e) {
      results.withoutRows();
      throw e;
    }
  }

  private static Shows shows(Plan plan, Epoch epoch) {
    if (epoch.mirror() == null) {
      return Shows.UNPLANNED;
    }
    return plan instanceof Plan.PassThrough ? Shows.UNMAPPED : Shows.MAPPED;
  }

  private void reset(Plan plan, Epoch epoch) throws SQLException {
    Refusal.check(plan, epoch, session);
    if (!(plan instanceof Plan.Several)) {
      results.endChain();
    }
    results.anew(own(), shows(plan, epoch));
    if (own() instanceof PreparedStatement
        && (plan instanceof Plan.Write || plan instanceof Plan.TurnedWrite)) {
      results.closeRows(); // it is not the statement that runs next
    }
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

  /** The strings of this write; built once as long as the same statement is executed. */
  final WriteTexts writeTexts(Plan.Write write, Answer answer, CopyLimits limits) {
    WriteTexts texts = writeTexts;
    if (texts == null || !texts.are(write, answer, limits)) {
      texts = new WriteTexts(write, answer, limits);
      writeTexts = texts;
    }
    return texts;
  }

  /** What it gave when it was executed last. */
  final Results results() {
    return results;
  }

  /** Another statement of the driver's runs from now on. */
  final void running(Statement statement) {
    results.running(statement);
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
    results.close();
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
