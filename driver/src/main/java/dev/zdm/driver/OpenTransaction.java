package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a transaction of the application's is open on one connection, told from its calls and
 * from the statements that it sends as text. A method that tells of such an event gives whether the
 * transaction that was open, or might have been, has ended. Used by the connection's thread.
 */
final class OpenTransaction {
  private final Connection raw;
  private final OwnStatements own;
  private final @Nullable Dialect dialect;

  /** The driver is out of autocommit. */
  private boolean explicit;

  /** Begun by a text. */
  private boolean textual;

  /** The driver is out of autocommit, and yet SQLite has no transaction open. */
  private boolean adrift;

  OpenTransaction(Connection raw, OwnStatements own, @Nullable Dialect dialect)
      throws SQLException {
    this.raw = raw;
    this.own = own;
    this.dialect = dialect;
    this.explicit = !raw.getAutoCommit();
  }

  boolean isOpen() {
    return (explicit && !adrift) || textual;
  }

  /** Whether the driver begins it, and ends it by commit() or rollback(). */
  boolean isDrivers() {
    return explicit;
  }

  /** Whether the driver begins it, and no text has. */
  boolean isDriversAlone() {
    return explicit && !textual;
  }

  /** A transaction control statement was sent as text. */
  boolean controlled(Verb verb, boolean succeeded) {
    return switch (verb) {
      case BEGIN -> {
        textual = textual || (succeeded && !isOpen());
        yield false;
      }
      case COMMIT, ROLLBACK -> {
        boolean ended = succeeded || dialect == Dialect.POSTGRESQL;
        if (ended) {
          textual = false;
          adrift = explicit && dialect == Dialect.SQLITE;
        }
        yield ended;
      }
      case CHAIN -> {
        textual = textual && succeeded;
        yield true;
      }
      case SAVEPOINT -> {
        // on SQLite a savepoint outside a transaction opens one, and its release ends that
        boolean opens = succeeded && dialect == Dialect.SQLITE;
        textual = textual || (opens && !isOpen());
        yield opens && endedUnseen();
      }
    };
  }

  /** commit() or rollback() was called; one that fails leaves SQLite's transaction open. */
  boolean ended(boolean succeeded) {
    boolean ended = succeeded || (explicit && dialect == Dialect.POSTGRESQL);
    if (ended) {
      textual = false;
      adrift = false;
    }
    return ended;
  }

  /** The driver may have left autocommit when it set a savepoint, as SQLite's does. */
  void savepointSet(boolean autoCommit) {
    explicit = !autoCommit;
    adrift = false;
  }

  /** On SQLite a failure, and the release of the savepoint that opened it, may have ended it. */
  boolean mayHaveEnded() {
    return isOpen() && dialect == Dialect.SQLITE && endedUnseen();
  }

  boolean autoCommit(boolean on) {
    boolean changed = explicit == on;
    if (changed) {
      explicit = !on;
      textual = false;
      adrift = false;
    }
    return changed;
  }

  /** SQLite's driver takes the setting even where it fails, and what was open may be so still. */
  boolean autoCommitFailed() {
    if (dialect != Dialect.SQLITE) {
      return false;
    }
    try {
      explicit = !raw.getAutoCommit();
    } catch (SQLException closed) {
      return false;
    }
    boolean gone = isGone();
    textual = !explicit && !gone;
    adrift = explicit && gone;
    return gone;
  }

  /** The connection is left; what its driver would begin, nobody will see. */
  void left() {
    textual = false;
  }

  private boolean endedUnseen() {
    boolean gone = isGone();
    if (gone) {
      textual = false;
      adrift = explicit;
    }
    return gone;
  }

  /** SQLite tells whether a transaction is open only by whether one can begin. */
  boolean isGone() {
    try {
      own.execute("BEGIN");
      own.execute("ROLLBACK");
      return true;
    } catch (SQLException open) {
      return false;
    }
  }
}
