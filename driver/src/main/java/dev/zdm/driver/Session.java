package dev.zdm.driver;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.driver.settings.UnwrapPolicy;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Objects;
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
  private final OpenTransaction transaction;
  private final HiddenTransaction hidden;
  private final Holds holds;
  private final SearchPath searchPath;
  private final OpenRows open = new OpenRows();
  private volatile @Nullable Epoch pinned;
  private int openBatches;
  private boolean changesCatalog;
  private @Nullable Sending sending;

  Session(Database database, Connection raw) throws SQLException {
    this.database = database;
    this.raw = raw;
    this.own = new OwnStatements(raw);
    this.tracing = new Tracing(raw, own);
    this.transaction = new OpenTransaction(raw, own, database.dialect());
    this.hidden = new HiddenTransaction(this);
    this.holds = new Holds(database.quarantine());
    this.searchPath = new SearchPath(database.dialect());
  }

  /** Which side answers in the transaction that is open. */
  Roles roles() {
    Epoch epoch = pinned;
    return epoch == null ? Roles.V1_FIRST : epoch.roles();
  }

  /** The epoch of the transaction that is open, or of the one that begins now. */
  Epoch begin() throws SQLException {
    Epoch epoch = pinned;
    return epoch != null ? epoch : pin();
  }

  /** The epoch of what is open here; null if nothing is. */
  @Nullable Epoch running() {
    return pinned;
  }

  /** Whether nothing was done yet in the transaction that is open, or that begins now. */
  boolean isAtStart() {
    return pinned == null;
  }

  /**
   * After the first statement of a transaction has failed.
   *
   * @return whether it can be executed again as the first
   */
  boolean restarts() throws SQLException {
    if (inTransaction()) {
      if (!transaction.isDriversAlone()) {
        return false; // begun by a text, which may say more than BEGIN
      }
      raw.rollback();
      transactionEnded(true);
    }
    return pinned == null;
  }

  private Epoch pin() throws SQLException {
    database.beforeTransaction(raw);
    holds.begin();
    Epoch epoch;
    do {
      epoch = database.epochs().current();
      pinned = epoch;
      if (database.turns().relays()) {
        pinned = null;
        database.turns().awaitApplications();
      }
    } while (pinned == null || !database.epochs().isLast(epoch));
    // a transition, and the relay, either sees the pin or is seen here
    try {
      database.awaitRoles(this, epoch.roles());
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

  /** Whether a transaction is open here in which another side answers. For any thread. */
  boolean runsOther(Roles roles) {
    Epoch mine = pinned;
    return mine != null && mine.mirror() != null && mine.roles() != roles;
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
    return transaction.isOpen();
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

  /** The transaction that zdm puts around what the application does in autocommit. */
  HiddenTransaction hidden() {
    return hidden;
  }

  /** The driver is about to commit what it began itself. */
  void beforeCommit() throws SQLException {
    if (transaction.isDrivers()) {
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
    if (verb == Verb.SAVEPOINT) {
      deferred.rolledBack();
    }
    endedIf(transaction.controlled(verb, succeeded));
  }

  /** commit() or rollback() was called. */
  void transactionEnded(boolean succeeded) {
    if (!succeeded) {
      holds.maybeCommitted(raw);
    }
    endedIf(transaction.ended(succeeded));
  }

  void savepointSet(boolean autoCommit) {
    transaction.savepointSet(autoCommit);
    statementEnded();
  }

  void savepointReleased() {
    endedIf(transaction.mayHaveEnded());
  }

  void statementFailed() {
    if (!inTransaction()) {
      holds.maybeCommitted(raw);
    }
    endedIf(transaction.mayHaveEnded());
  }

  void autoCommit(boolean on) {
    endedIf(transaction.autoCommit(on));
  }

  void autoCommitFailed() {
    holds.maybeCommitted(raw);
    endedIf(transaction.autoCommitFailed());
  }

  /** Whether SQLite has ended the transaction by itself. */
  boolean transactionIsGone() {
    return transaction.isGone();
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

  private void endedIf(boolean so) {
    if (so) {
      ended();
    }
  }

  private void ended() {
    if (changesCatalog) {
      changesCatalog = false;
      database.epochs().catalogMayHaveChanged();
    }
    deferred.ended();
    holds.ended();
    if (openBatches == 0) {
      pinned = null;
    }
  }

  /**
   * v2 refused rows of this table, and their keys go into the ledger: from now on this transaction
   * and, before it commits, every other one reads the table from the primary.
   */
  void owes(MappedTable table) {
    holds.add(table);
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
    return holds.contains(table) || deferred.holds(table) || (database.hasBare() && taintsBare());
  }

  private boolean taintsBare() {
    Epoch epoch = pinned;
    return epoch != null && epoch.settings().unwrap() == UnwrapPolicy.TAINT;
  }

  Tracing tracing() {
    return tracing;
  }

  SearchPath searchPath() {
    return searchPath;
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
    transaction.left();
    openBatches = 0;
    ended();
  }
}
