package dev.zdm.driver;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of zdm's own on PostgreSQL around several statements of an application that is in
 * autocommit. What runs {@link #around inside} takes it for one of the application's. Used by the
 * connection's thread; only {@link #isOpen} is called by others.
 */
final class HiddenTransaction {
  private final Session session;
  private final Connection raw;
  private volatile boolean open;

  HiddenTransaction(Session session) {
    this.session = session;
    this.raw = session.raw();
  }

  /**
   * Runs the work in the transaction that is open, or else in a hidden one. On SQLite what came
   * before a failure stays, as by the raw driver; on PostgreSQL nothing does.
   */
  <T> T around(Call<T> work) throws SQLException {
    if (session.inTransaction()) {
      return WholeWrite.of(session, work);
    }
    if (session.database().dialect() == Dialect.SQLITE) {
      return keepingFirst(work);
    }
    begin();
    session.controlled(Verb.BEGIN, true);
    Throwable failure = null;
    try {
      T answer = work.run();
      session.deferred().copyAndCommit();
      commit();
      return answer;
    } catch (SQLException | RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      end(failure);
      session.controlled(failure == null ? Verb.COMMIT : Verb.ROLLBACK, true);
    }
  }

  private <T> T keepingFirst(Call<T> work) throws SQLException {
    session.own().run("BEGIN");
    session.controlled(Verb.BEGIN, true);
    try {
      T answer = work.run();
      session.own().run("COMMIT");
      return answer;
    } catch (SQLException | RuntimeException | Error e) {
      if (!session.transactionIsGone()) {
        commitOrNothing(e);
      }
      throw e;
    } finally {
      session.controlled(Verb.COMMIT, true);
    }
  }

  private void commitOrNothing(Throwable failure) {
    try {
      session.own().run("COMMIT");
    } catch (SQLException e) {
      failure.addSuppressed(e);
      try {
        session.own().run("ROLLBACK");
      } catch (SQLException again) {
        failure.addSuppressed(again); // SQLite has ended the transaction itself
      }
    }
  }

  /** Whether the driver is out of autocommit for zdm's sake alone. For any thread. */
  boolean isOpen() {
    return open;
  }

  /** Begins it with the next statement. */
  void begin() throws SQLException {
    open = true;
    try {
      if (raw.isReadOnly()) {
        session.own().execute("BEGIN"); // the driver's own would be READ ONLY, as autocommit is not
      } else {
        raw.setAutoCommit(false); // the driver then sends BEGIN with the next statement
        if (session.sending().beginsApart()) {
          beginNow();
        }
      }
    } catch (SQLException e) {
      open = false;
      throw e;
    }
  }

  /** Has the driver send its BEGIN before anything that would be committed without it. */
  private void beginNow() throws SQLException {
    try {
      session.own().execute("SELECT 1");
    } catch (SQLException e) {
      end(e);
      throw e;
    }
  }

  void commit() throws SQLException {
    if (raw.getAutoCommit()) {
      session.own().execute("COMMIT");
    } else {
      raw.commit();
    }
  }

  /**
   * It was ended, or is undone here because of the failure; autocommit is back.
   *
   * @param failure what the application will be told; null if all went well
   */
  void end(@Nullable Throwable failure) throws SQLException {
    try {
      boolean drivers = !raw.getAutoCommit();
      if (failure != null && drivers) {
        raw.rollback();
      } else if (failure != null) {
        session.own().execute("ROLLBACK");
      }
      raw.setAutoCommit(true);
    } catch (SQLException e) {
      if (failure == null) {
        throw e;
      }
      failure.addSuppressed(e); // the connection is gone, and the transaction with it
    } finally {
      open = false;
    }
  }
}
