package dev.zdm.driver;

import dev.zdm.driver.copy.ProvidedValues;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.Mirroring.Asked;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;

/**
 * Where v2 answers on PostgreSQL, the rows that a write will leave behind, which a program is asked
 * of before it. They are locked as the write locks them. A row that is another when it is written
 * finds no value, and fails the write.
 */
final class TurnedQuestion {
  private final Execution execution;
  private final Session session;
  private final MappedTable table;

  TurnedQuestion(Execution execution, MappedTable table) {
    this.execution = execution;
    this.session = execution.session();
    this.table = table;
  }

  /** Asks, and hands the values to what follows in the transaction. */
  void ask(Asked asked) throws SQLException {
    ProvidedValues values = new ProvidedValues();
    if (asked.parameters().isEmpty()) {
      try (Statement statement = session.raw().createStatement()) {
        values.ask(table, bounded(statement).executeQuery(asked.sql()));
      }
    } else {
      Statement prepared = execution.ready(asked.sql(), asked.parameters());
      values.ask(table, ((PreparedStatement) bounded(prepared)).executeQuery());
    }
    session.own().run(ProvidedSql.hand(), values.json());
  }

  /** It lasts, and is cancelled, as the application's own statement. */
  private Statement bounded(Statement statement) throws SQLException {
    statement.setQueryTimeout(execution.own().getQueryTimeout());
    execution.running(statement);
    return statement;
  }

  /** What the application is told of a write that failed. */
  static SQLException told(SQLException failure) {
    if (!Blame.isNotProvided(failure)) {
      return failure;
    }
    return new SQLTransactionRollbackException(
        "zdm wrote nothing: a row is not as it was when its provider was asked a moment before."
            + " Others have written it, or what the provider is given differs each time (a"
            + " sequence's number, random()), or the write has more than %d rows; repeat it"
                .formatted(ProvidedSql.MOST),
        "40001",
        failure);
  }
}
