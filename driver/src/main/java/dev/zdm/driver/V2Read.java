package dev.zdm.driver;

import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.logging.Log;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.router.Side;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Answers a read from v2; one that fails there is left to v1. */
final class V2Read {
  private static final Log LOG = Log.of(V2Read.class);

  private V2Read() {}

  /**
   * @return null if v2 could not answer, and v1 is to be asked as if nothing had happened
   * @throws SQLException if the application cancelled the statement or its connection is gone
   */
  static @Nullable Outcome perform(Execution execution, Epoch epoch, Plan.Read read)
      throws SQLException {
    Session session = execution.session();
    boolean onlyV2 = epoch.roles().turned(); // there is nobody else to ask, and an error is its own
    boolean savepoint =
        !onlyV2 && session.inTransaction() && session.database().dialect() == Dialect.POSTGRESQL;
    // a cursor needs the query alone
    boolean apart = savepoint && (session.sending().apart() || execution.own().getFetchSize() > 0);
    String text = savepoint && !apart ? PostgresText.behindSavepoint(read.v2Sql()) : read.v2Sql();
    long start = System.nanoTime();
    boolean sent = false;
    boolean failed = true;
    try {
      Statement statement = execution.ready(text, false);
      if (statement != execution.own()) {
        execution.results().closeRows();
      }
      execution.running(statement);
      if (apart) {
        session.own().execute(PostgresText.SAVEPOINT);
      }
      sent = true;
      boolean first =
          statement instanceof PreparedStatement prepared
              ? prepared.execute()
              : statement.execute(text);
      ResultSet rows = firstRows(statement, first);
      if (apart) {
        session.own().execute(PostgresText.RELEASE);
      }
      failed = false;
      return Outcome.rows(rows);
    } catch (SQLException e) {
      if (onlyV2 || Blame.isTheApplications(e)) {
        throw e;
      }
      if (savepoint && sent) {
        session.sending().undo(session.own());
      }
      LOG.warn(
          "v2 could not answer a read, and v1 does ("
              + Reason.of(e)
              + "): "
              + Refusal.redacted(read.sql()));
      execution.running(execution.own());
      return null;
    } finally {
      session.database().meters().read(read, Side.V2, System.nanoTime() - start, failed);
    }
  }

  static ResultSet firstRows(Statement statement, boolean first) throws SQLException {
    boolean rows = first;
    while (!rows) {
      if (statement.getUpdateCount() == -1) {
        throw new SQLException("a statement that gives rows gave none", "02000");
      }
      rows = statement.getMoreResults();
    }
    return statement.getResultSet();
  }
}
