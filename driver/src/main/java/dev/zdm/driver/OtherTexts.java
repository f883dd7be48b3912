package dev.zdm.driver;

import dev.zdm.rewriter.plan.Plan;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Texts that are given to a statement which was prepared with another one. JDBC forbids it, and
 * most drivers refuse it; PostgreSQL's executes some, and what it would execute must not slip past.
 */
final class OtherTexts {
  private final ZdmConnection connection;
  private final Execution execution;
  private final Statement delegate;

  OtherTexts(ZdmConnection connection, Execution execution, Statement delegate) {
    this.connection = connection;
    this.execution = execution;
    this.delegate = delegate;
  }

  /**
   * Executes a text as the driver does, if it has nothing to do with the mapping.
   *
   * @param empty the same call with an empty text
   * @throws SQLException the driver's own, if it refuses any text; else if this one may be of a
   *     mapped table
   */
  <T> T run(@Nullable String sql, Call<T> empty, Call<T> direct) throws SQLException {
    Session session = connection.session();
    Epoch epoch = session.begin();
    try {
      if (sql == null || epoch.mirror() == null) {
        return direct.run();
      }
      Plan plan = connection.plan(sql, epoch);
      empty.run(); // where the driver refuses any text, it does so in its own words
      execution.results().asDriver(delegate);
      if (!isV1s(plan, epoch)) {
        throw Execution.notMirrored("a text given to a statement that was prepared with another");
      }
      return direct.run();
    } finally {
      session.statementEnded();
    }
  }

  /** Whether it is v1's alone as long as v1 is primary. */
  private static boolean isV1s(Plan plan, Epoch epoch) {
    return plan instanceof Plan.PassThrough
        || ((plan instanceof Plan.Read || plan instanceof Plan.OnPrimary)
            && !epoch.roles().turned());
  }
}
