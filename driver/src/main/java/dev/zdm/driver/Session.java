package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.driver.settings.UnwrapPolicy;
import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.LedgerSql;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Plan;
import dev.zdm.rewriter.Plan.TransactionControl.Verb;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection's place in the migration: whether a transaction is open, and the epoch that it
 * runs in from its first statement to its end. Used by the connection's thread; only {@link
 * #runs(Epoch)} is called by others.
 */
final class Session {
  private final Database database;
  private final Connection raw;
  private final OwnStatements own;
  private final Tracing tracing;
  private final DeferredCopy deferred = new DeferredCopy(this);
  private final BareConnection bare = new BareConnection(this);
  private final Set<MappedTable> owed = new HashSet<>();
  private final OpenRows open = new OpenRows();
  private volatile @Nullable Epoch pinned;
  private volatile boolean hidden;

  /** {@link Quarantine#liftings} as the transaction began. */
  private long since;

  private boolean explicit;
  private boolean textual;

  /** The driver is out of autocommit, and yet SQLite has no transaction open. */
  private boolean adrift;

  private int openBatches;
  private boolean writesLedger;
  private boolean changesCatalog;
  private @Nullable Sending sending;
  private @Nullable String schema;
  private int lookups;

  Session(Database database, Connection raw) throws SQLException {
    this.database = database;
    this.raw = raw;
    this.own = new OwnStatements(raw);
    this.tracing = new Tracing(raw, own);
    this.explicit = !raw.getAutoCommit();
  }

  /** The epoch of the transaction that is open, or of the one that begins now. */
  Epoch begin() throws SQLException {
    Epoch epoch = pinned;
    return epoch != null ? epoch : pin();
  }

  private Epoch pin() throws SQLException {
    database.beforeTransaction(raw);
    since = database.quarantine().liftings();
    Epoch epoch;
    do {
      epoch = database.current();
      pinned = epoch;
      if (database.turns().relays()) {
        pinned = null;
        database.turns().awaitApplications();
      }
    } while (pinned == null || !database.stillCurrent(epoch));
    // a transition, and the relay, either sees the pin or is seen here
    try {
      tracing.adopt(epoch.mirror(), inTransaction());
    } catch (SQLException e) {
      pinned = null;
      throw e;
    }
    return epoch;
  }

  /** Whether no transaction of another epoch is open here. For any thread. */
  boolean runs(Epoch epoch) {
    Epoch mine = pinned;
    return mine == null || mine == epoch;
  }

  /** Whether no statement runs, no transaction is open and no row is to be read. For any thread. */
  boolean isIdle() {
    return pinned == null && open.none();
  }

  /** Rows are given to the application. */
  void reads(ResultSet rows) {
    if (database.dialect() == Dialect.SQLITE) {
      open.add(rows);
    }
  }

  /** A statement of the driver's has rows, and the application has not asked for them. */
  void hasRows(Statement statement) {
    if (database.dialect() == Dialect.SQLITE) {
      open.add(statement);
    }
  }

  /** Those rows are given to the application, or the statement is executed anew. */
  void rowsTaken(Statement statement) {
    open.taken(statement);
  }

  boolean inTransaction() {
    return (explicit && !adrift) || textual;
  }

  Connection raw() {
    return raw;
  }

  OwnStatements own() {
    return own;
  }

  Database database() {
    return database;
  }

  /** How the driver sends zdm's strings. Who holds the driver's own connection may change that. */
  Sending sending() throws SQLException {
    Sending known = sending;
    if (known == null || bare.isOpen()) {
      known = database.dialect() == Dialect.POSTGRESQL ? Sending.of(raw) : Sending.WHOLE;
      sending = known;
    }
    return known;
  }

  /** A statement has ended; outside a transaction that ends its own. */
  void statementEnded() {
    if (!inTransaction() && openBatches == 0) {
      ended();
    }
  }

  /** The keys that this transaction has to copy before it ends. */
  DeferredCopy deferred() {
    return deferred;
  }

  /** Begins, with the next statement, a transaction that the application does not know of. */
  void hide() throws SQLException {
    hidden = true;
    try {
      if (raw.isReadOnly()) {
        own.execute("BEGIN"); // the driver's own would be READ ONLY, as autocommit is not
      } else {
        raw.setAutoCommit(false); // the driver then sends BEGIN with the next statement
        if (sending().beginsApart()) {
          beginNow();
        }
      }
    } catch (SQLException e) {
      hidden = false;
      throw e;
    }
  }

  /** Has the driver send its BEGIN before anything that would be committed without it. */
  private void beginNow() throws SQLException {
    try {
      own.execute("SELECT 1");
    } catch (SQLException e) {
      reveal(e);
      throw e;
    }
  }

  /** Commits that transaction. */
  void commitHidden() throws SQLException {
    if (raw.getAutoCommit()) {
      own.execute("COMMIT");
    } else {
      raw.commit();
    }
  }

  /**
   * That transaction was ended, or is undone here because of the failure; autocommit is back.
   *
   * @param failure what the application will be told; null if all went well
   */
  void reveal(@Nullable Throwable failure) throws SQLException {
    try {
      boolean drivers = !raw.getAutoCommit();
      if (failure != null && drivers) {
        raw.rollback();
      } else if (failure != null) {
        own.execute("ROLLBACK");
      }
      raw.setAutoCommit(true);
    } catch (SQLException e) {
      if (failure == null) {
        throw e;
      }
      failure.addSuppressed(e); // the connection is gone, and the transaction with it
    } finally {
      hidden = false;
    }
  }

  /** Whether the driver is out of autocommit for zdm's sake alone. For any thread. */
  boolean hidesTransaction() {
    return hidden;
  }

  /** The driver is about to commit what it began itself. */
  void beforeCommit() throws SQLException {
    if (explicit) {
      deferred.copyAndCommit();
    }
  }

  /** A transaction control statement will be sent as text. */
  void beforeControl(Verb verb) throws SQLException {
    if (verb != Verb.ROLLBACK && verb != Verb.SAVEPOINT) {
      deferred.copy();
    }
  }

  /** A transaction control statement was sent as text. */
  void controlled(Verb verb, boolean succeeded) {
    switch (verb) {
      case BEGIN -> textual = textual || (succeeded && !inTransaction());
      case COMMIT, ROLLBACK -> {
        if (succeeded || database.dialect() == Dialect.POSTGRESQL) {
          textual = false;
          adrift = explicit && database.dialect() == Dialect.SQLITE;
          ended();
        }
      }
      case CHAIN -> {
        boolean goesOn = textual && succeeded;
        textual = false;
        ended();
        textual = goesOn;
      }
      case SAVEPOINT -> {
        // on SQLite a savepoint outside a transaction opens one, and its release ends that
        if (succeeded && database.dialect() == Dialect.SQLITE) {
          textual = textual || !inTransaction();
          probe();
        }
      }
    }
  }

  /** commit() or rollback() was called; one that fails leaves SQLite's transaction open. */
  void transactionEnded(boolean succeeded) {
    if (!succeeded) {
      maybeCommitted();
    }
    if (succeeded || (explicit && database.dialect() == Dialect.POSTGRESQL)) {
      textual = false;
      adrift = false;
      ended();
    }
  }

  /** The driver may have left autocommit when it set a savepoint, as SQLite's does. */
  void savepointSet(boolean autoCommit) {
    explicit = !autoCommit;
    adrift = false;
    statementEnded();
  }

  /** On SQLite the release of a savepoint that opened the transaction ends it. */
  void savepointReleased() {
    mayHaveEnded();
  }

  /** A statement has failed; on SQLite that may have ended the transaction. */
  void statementFailed() {
    if (!inTransaction()) {
      maybeCommitted();
    }
    mayHaveEnded();
  }

  private void mayHaveEnded() {
    if (inTransaction() && database.dialect() == Dialect.SQLITE) {
      probe();
    }
  }

  /** With the connection lost, what failed may be a commit that the server makes all the same. */
  private void maybeCommitted() {
    try {
      if (writesLedger && raw.isClosed()) {
        database.quarantine().outcomeUnknown();
      }
    } catch (SQLException e) {
      database.quarantine().outcomeUnknown();
    }
  }

  private void probe() {
    if (transactionIsGone()) {
      textual = false;
      adrift = explicit;
      ended();
    }
  }

  /** SQLite tells whether a transaction is open only by whether one can begin. */
  boolean transactionIsGone() {
    try {
      own.execute("BEGIN");
      own.execute("ROLLBACK");
      return true;
    } catch (SQLException open) {
      return false;
    }
  }

  void autoCommit(boolean on) {
    if (explicit == on) {
      explicit = !on;
      textual = false;
      adrift = false;
      ended();
    }
  }

  /** SQLite's driver takes the setting even where it fails, and what was open may be so still. */
  void autoCommitFailed() {
    maybeCommitted();
    if (database.dialect() != Dialect.SQLITE) {
      return;
    }
    try {
      explicit = !raw.getAutoCommit();
    } catch (SQLException closed) {
      return;
    }
    boolean gone = transactionIsGone();
    textual = !explicit && !gone;
    adrift = explicit && gone;
    if (gone) {
      ended();
    }
  }

  /** A batch is being filled under the epoch that {@link #begin} gave; it holds that epoch. */
  void batchOpened() {
    openBatches++;
  }

  void batchClosed() {
    openBatches--;
    statementEnded();
  }

  /** DDL was run; others see it when this transaction has ended. */
  void changesCatalog() {
    changesCatalog = true;
  }

  private void ended() {
    if (changesCatalog) {
      changesCatalog = false;
      database.catalogMayHaveChanged();
    }
    owed.clear();
    deferred.ended();
    if (writesLedger) {
      writesLedger = false;
      database.quarantine().writerEnds();
    }
    if (openBatches == 0) {
      pinned = null;
    }
  }

  /**
   * v2 refused rows of this table, and their keys go into the ledger: from now on this transaction
   * and, before it commits, every other one reads the table from the primary.
   */
  void owes(MappedTable table) {
    owed.add(table);
    if (!writesLedger) {
      writesLedger = true;
      database.quarantine().writerBegins();
    }
    database.quarantine().raise(table);
  }

  /**
   * Something is about to be written to these tables that nobody will mirror. Records that in the
   * current transaction, which in autocommit is one that the caller has begun and ends with the
   * write; and holds reads of the tables on v1 at once, in this instance, and after the commit in
   * every other, until a verification finds no difference.
   *
   * @param reason what, for people; holds no value of the application's
   * @throws SQLException if it cannot be recorded; then nothing may be written
   */
  void taint(Collection<MappedTable> tables, String reason) throws SQLException {
    Mirror mirror = Objects.requireNonNull(begin().mirror());
    for (MappedTable table : tables) {
      Refusal.tainted(this, table, reason);
    }
    tracing.keepingCounters(() -> recordTaint(own, mirror, tables, reason));
  }

  static void recordTaint(
      OwnStatements statements, Mirror mirror, Collection<MappedTable> tables, String reason)
      throws SQLException {
    PreparedStatement add = statements.prepare(LedgerSql.of(mirror.mapping()).taint());
    for (MappedTable table : tables) {
      add.setString(1, table.v1().toString());
      add.setString(2, reason);
      add.executeUpdate();
    }
  }

  /** Whether, and that, the application holds the driver's own connection. */
  BareConnection bare() {
    return bare;
  }

  /** Whether v2 has refused so much of a table of this write that it is not asked for it. */
  boolean skips(Epoch epoch, Plan.Write write) {
    return epoch.failure(write) == FailurePolicy.LEDGER
        && write.tables().stream().anyMatch(database.streaks()::skips);
  }

  /** The same for one table of what a write has touched. */
  boolean skips(Epoch epoch, MappedTable table) {
    return epoch.failure(table) == FailurePolicy.LEDGER && database.streaks().skips(table);
  }

  /** Whether reads of this table are held on the primary. */
  boolean held(MappedTable table) {
    return database.quarantine().holds(table, since)
        || (!owed.isEmpty() && owed.contains(table))
        || deferred.holds(table)
        || (database.hasBare() && taintsBare());
  }

  private boolean taintsBare() {
    Epoch epoch = pinned;
    return epoch != null && epoch.settings().unwrap() == UnwrapPolicy.TAINT;
  }

  Tracing tracing() {
    return tracing;
  }

  /**
   * Unqualified names are looked up elsewhere from now on.
   *
   * @param newSchema where first; empty if that is not known
   */
  void looksIn(String newSchema) {
    if (database.dialect() == Dialect.POSTGRESQL) {
      schema = newSchema;
      lookups++;
    }
  }

  /** Another number whenever names may have got another meaning, and plans are to be made anew. */
  int lookups() {
    return lookups;
  }

  /** Whether a name of v1 may mean another table here than where the mapping was read. */
  boolean looksElsewhere(String mappedSchema) {
    return schema != null && !schema.equals(mappedSchema);
  }

  void close() throws SQLException {
    leave();
    if (!raw.isClosed()) {
      own.close();
    }
  }

  /** Nothing of this connection's is open any more, whatever was. */
  void leave() {
    database.left(this);
    open.clear();
    textual = false;
    openBatches = 0;
    ended();
  }
}
