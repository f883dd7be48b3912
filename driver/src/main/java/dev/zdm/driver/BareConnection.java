package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.UnwrapPolicy;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application holds the driver's own connection behind one of zdm's, by which it can
 * write what nobody mirrors. Used by the connection's thread.
 */
final class BareConnection {
  private static final Log LOG = Log.of(BareConnection.class);
  private static final String REASON = "a connection was unwrapped to the driver's own";

  private final Session session;
  private boolean open;
  private @Nullable Epoch tainted;

  BareConnection(Session session) {
    this.session = session;
  }

  boolean isOpen() {
    return open;
  }

  /**
   * The application asks for an object of the driver's.
   *
   * @throws SQLException if it does not get it
   */
  void unwrap(Class<?> type) throws SQLException {
    Epoch epoch = session.begin();
    try {
      Mirror mirror = epoch.mirror();
      if (mirror != null) {
        check(type, epoch, mirror);
      }
      if (!open) {
        open = true;
        session.database().bareOpened();
      }
    } finally {
      session.statementEnded();
    }
  }

  private void check(Class<?> type, Epoch epoch, Mirror mirror) throws SQLException {
    UnwrapPolicy policy = epoch.settings().unwrap();
    if (policy == UnwrapPolicy.REFUSE) {
      throw new SQLFeatureNotSupportedException(
          "zdm does not give away "
              + type.getName()
              + " while it mirrors writes, because zdm.unwrap is refuse: what is written through it"
              + " would be missing on v2; use zdm's own, or set zdm.unwrap=taint",
          "0A000");
    }
    if (policy == UnwrapPolicy.TAINT && tainted != epoch) {
      LOG.warn(
          "the application takes "
              + type.getName()
              + ", past which nothing is mirrored: reads of all mapped tables go to v1 until the"
              + " connection is closed and 'zdm verify' finds no difference (zdm.unwrap=taint)");
      taint(mirror);
      tainted = epoch;
    }
  }

  /** On PostgreSQL apart from the application's transaction, which may be rolled back. */
  private void taint(Mirror mirror) throws SQLException {
    try {
      if (session.database().dialect() == Dialect.SQLITE) {
        session.taint(mirror.mapping().tables(), REASON);
      } else {
        taintApart(mirror);
      }
    } catch (SQLException e) {
      throw new SQLException(
          "zdm does not give the driver's own connection away, because it cannot note that in "
              + mirror.mapping().ledger()
              + ": create that with 'zdm expand', or set zdm.unwrap=allow ("
              + Refusal.firstLine(e)
              + ")",
          e.getSQLState(),
          e);
    }
  }

  private void taintApart(Mirror mirror) throws SQLException {
    mirror.mapping().tables().forEach(session.database().quarantine()::raise);
    try (Connection own = session.database().open();
        OwnStatements statements = new OwnStatements(own)) {
      Session.recordTaint(statements, mirror, mirror.mapping().tables(), REASON);
    }
  }

  /**
   * The connection was closed. What it wrote since it was unwrapped may be newer than a
   * verification that has lifted the first taint.
   */
  void closed() {
    if (!open) {
      return;
    }
    open = false;
    Database database = session.database();
    Epoch epoch = database.epochs().current();
    Mirror mirror = epoch.mirror();
    try {
      if (mirror != null
          && epoch.settings().unwrap() == UnwrapPolicy.TAINT
          && !database.isPrivate()) {
        taintApart(mirror);
      }
    } catch (SQLException e) {
      LOG.error(
          "zdm cannot note in "
              + mirror.mapping().ledger()
              + " that an unwrapped connection was used; run 'zdm verify'",
          e);
    } finally {
      database.bareClosed();
    }
  }
}
