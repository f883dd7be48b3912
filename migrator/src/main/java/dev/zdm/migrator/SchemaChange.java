package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.ControlTable.Done;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction in which the schema changes and the history says so; it also says so when that
 * failed. Not safe for use by several threads.
 */
final class SchemaChange {
  private final Session session;
  private final ControlTable control;
  private final String who;

  SchemaChange(Session session, ControlTable control, String who) {
    this.session = session;
    this.control = control;
    this.who = who;
  }

  /** What is looked at, or done, at the end of the transaction. */
  @FunctionalInterface
  interface Check {
    /**
     * @return remarks
     */
    List<String> run(Connection connection) throws SQLException;
  }

  /**
   * Runs it.
   *
   * @param what what the history calls it
   * @param became what the history says that came of it
   * @param back the statements that undo it
   */
  Contract.Outcome run(
      String what, @Nullable String became, List<String> statements, List<String> back, Check check)
      throws SQLException {
    if (session.dialect() == Dialect.SQLITE) { // heeded outside a transaction only
      session.transactions().execute("PRAGMA foreign_keys = OFF");
    }
    try {
      List<String> remarks =
          session.write(
              connection -> {
                Session.run(connection, statements);
                List<String> found = check.run(connection);
                Done done = new Done(who, what, null, became, ControlTable.WELL);
                control.note(connection, done, back);
                return found;
              });
      return new Contract.Outcome(List.of(), statements, remarks);
    } catch (SQLException e) {
      try {
        session.write(
            connection -> {
              String failed = "failed: " + Reason.inFull(e);
              control.note(connection, new Done(who, what, null, became, failed), List.of());
              return failed;
            });
      } catch (SQLException unnoted) {
        e.addSuppressed(unnoted); // the connection is gone
      }
      throw e;
    }
  }
}
