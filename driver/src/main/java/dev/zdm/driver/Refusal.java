package dev.zdm.driver;

import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.driver.settings.UnmirroredPolicy;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Plan;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** What the application is told when a statement is refused. */
final class Refusal {
  private static final Log LOG = Log.of(Refusal.class);
  private static final int SHOWN = 120;
  private static final int SQLITE_CONSTRAINT = 19;

  private Refusal() {}

  /**
   * Before a statement runs.
   *
   * @throws SQLException if it cannot be mirrored, and may not run on v1 alone
   */
  static void check(Plan plan, Epoch epoch, Session session) throws SQLException {
    if (plan instanceof Plan.Unsupported unmirrored && !taints(unmirrored, epoch)) {
      session.database().meters().refused(unmirrored);
      throw of(unmirrored);
    }
  }

  private static boolean taints(Plan.Unsupported plan, Epoch epoch) {
    return epoch.settings().unmirrored() == UnmirroredPolicy.TAINT && !plan.reaches().isEmpty();
  }

  static SQLException of(Plan.Unsupported plan) {
    String where = plan.position() < 0 ? "" : " at position " + (plan.position() + 1);
    return new SQLFeatureNotSupportedException(
        "zdm refuses this statement while it mirrors writes: "
            + plan.reason()
            + where
            + ". Statement: "
            + redacted(plan.sql()),
        "0A000");
  }

  /** A statement on a connection whose unqualified names may mean other tables than v1's. */
  static Plan elsewhere(Plan plan) {
    if (plan instanceof Plan.Read) {
      return new Plan.OnPrimary(plan.sql(), plan.tables(), "the search_path was changed");
    }
    if (plan instanceof Plan.OnPrimary) {
      return plan; // it means on v1 what it means without zdm
    }
    return new Plan.Unsupported(
        plan.sql(),
        plan.tables(),
        "the connection's search_path was changed, so that its table names may mean others;"
            + " set it in the URL, or set it back by Connection.setSchema",
        -1,
        plan.tables());
  }

  /**
   * v2 refused its half.
   *
   * @throws SQLException if by policy v1's half must not stand either
   */
  static void byV2(Epoch epoch, MappedTable table, SQLException failure) throws SQLException {
    if (epoch.settings().failure() == FailurePolicy.FAIL) {
      throw new SQLException(
          "zdm wrote nothing to "
              + table.v1()
              + ", because v2 refused its half and zdm.mirror.failure is fail: "
              + firstLine(failure),
          failure.getSQLState(),
          failure.getErrorCode(),
          failure);
    }
  }

  /**
   * v2 refused its half, v1's stands, and the keys are in the ledger: holds reads of the table on
   * v1, and says so once, not for each write.
   */
  static void inLedger(Session session, MappedTable table, SQLException failure) {
    boolean news = !session.held(table);
    session.owes(table);
    session.database().meters().mirrorFailed(table);
    if (news) {
      LOG.warn(
          "v2 refused its half of a write to "
              + table.v1()
              + "; its keys are in the ledger, and reads of the table go to v1 until 'zdm repair' has drained it: "
              + described(failure));
    }
  }

  /**
   * What nobody mirrors is about to be written: holds reads of the table on v1, and says so once.
   */
  static void tainted(Session session, MappedTable table, String reason) {
    boolean news = !session.held(table);
    session.owes(table);
    session.database().meters().tainted(table);
    if (news) {
      LOG.warn(
          "what may be written to "
              + table.v1()
              + " is not mirrored; reads of the table go to v1 until 'zdm verify' finds no"
              + " difference: "
              + reason);
    }
  }

  /** What failed, without the lines in which a server shows rows. */
  static String firstLine(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** What the ledger says of a failure: its code, and no value of the application's. */
  static String reason(SQLException failure) {
    return failure.getSQLState() != null
        ? "SQLState " + failure.getSQLState()
        : "error " + failure.getErrorCode();
  }

  /**
   * What a log may say of a failure: no value of the application's, which the drivers' messages
   * hold. Only those that speak of constraints, tables and columns name nothing else, in their
   * first line.
   */
  static String described(SQLException failure) {
    String state = failure.getSQLState();
    boolean names =
        state == null
            ? failure.getErrorCode() == SQLITE_CONSTRAINT
            : state.startsWith("23") || state.equals("42P01") || state.equals("42703");
    String message = failure.getMessage();
    return names && message != null
        ? reason(failure) + ", " + message.lines().findFirst().orElse("")
        : reason(failure);
  }

  /** The statement's beginning without what may be a value. */
  static String redacted(String sql) {
    String line =
        sql.replaceAll("'(?:[^']|'')*'?", "'?'")
            .replaceAll("\\$(\\w*)\\$.*?(?:\\$\\1\\$|$)", "'?'")
            .replaceAll("(?<![\\w\"$])\\d[\\w.]*", "?")
            .replaceAll("\\s+", " ")
            .trim();
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
