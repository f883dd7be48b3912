package dev.zdm.driver;

import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.copy.CopyLimits;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements of zdm's own that write v2 at the end of an application's call or transaction on
 * PostgreSQL: in one string, behind a savepoint, with a bound on their lock waits, and with COMMIT
 * where the driver has begun the transaction and it ends here. Where savepoints must be sent apart,
 * the string is between them, and has no COMMIT.
 */
final class BehindSavepoint {
  private static final String SAVEPOINT = "SAVEPOINT zdm_copy";
  private static final String RELEASE = "RELEASE SAVEPOINT zdm_copy";
  private static final String ROLLBACK_TO = "ROLLBACK TO SAVEPOINT zdm_copy";

  private final Session session;
  private final CopyLimits limits;
  private final boolean commits;

  /**
   * @param commits whether the string ends with COMMIT; not where that must be sent apart
   */
  BehindSavepoint(Session session, CopyLimits limits, boolean commits) {
    this.session = session;
    this.limits = limits;
    this.commits = commits;
  }

  private String text(List<String> parts) throws SQLException {
    // given back before COMMIT, whose deferred constraints wait as the application says
    List<String> all = new ArrayList<>(BulkCopySql.bounded(limits, parts));
    if (!session.sending().apart()) {
      all.add(0, SAVEPOINT);
      all.add(RELEASE);
    }
    if (commits) {
      all.add("COMMIT");
    }
    return String.join("; ", all);
  }

  /**
   * @return what the server refused, with nothing undone yet; null if nothing
   * @throws SQLException if the connection is lost
   */
  @Nullable SQLException run(List<String> parts) throws SQLException {
    return attempt(() -> session.own().execute(text(parts)));
  }

  private @Nullable SQLException attempt(Attempt copy) throws SQLException {
    try {
      if (session.sending().apart()) {
        session.own().execute(SAVEPOINT);
        copy.run();
        session.own().execute(RELEASE);
      } else {
        copy.run();
      }
      return null;
    } catch (SQLException e) {
      return refused(e);
    }
  }

  /** The texts of v2's half, sent. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws SQLException;
  }

  /**
   * {@link #run(List)} of parts that are used often, and that have the keys as their parameters.
   *
   * @param uses how often
   */
  @Nullable SQLException run(List<String> parts, int uses, String keys) throws SQLException {
    PreparedStatement statement = session.own().prepare(text(parts));
    for (int i = 1; i <= uses; i++) {
      statement.setString(i, keys);
    }
    return attempt(statement::execute);
  }

  private static SQLException refused(SQLException e) throws SQLException {
    if (String.valueOf(e.getSQLState()).startsWith("08")) {
      throw e;
    }
    return e;
  }

  /**
   * Undoes what was refused; the savepoint stays.
   *
   * @throws SQLException the failure, if COMMIT is what failed: then it is the application's
   */
  void undo(SQLException failure) throws SQLException {
    try {
      session.own().execute(ROLLBACK_TO);
    } catch (SQLException gone) {
      failure.addSuppressed(gone);
      if (commits && !session.raw().getAutoCommit()) {
        session.raw().rollback(); // the driver had begun another transaction
      }
      throw failure;
    }
  }

  /** What was undone is over, and the transaction goes on. */
  void release() throws SQLException {
    session.own().execute(RELEASE);
  }
}
