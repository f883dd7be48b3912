package dev.zdm.driver;

import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.logging.Log;
import dev.zdm.driver.settings.FailurePolicy;
import dev.zdm.driver.settings.UnmirroredPolicy;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** What the application is told when a statement is refused. */
final class Refusal {
  private static final Log LOG = Log.of(Refusal.class);
  private static final int SHOWN = 120;

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
    if (plan instanceof Plan.OnPrimary stays && epoch.roles().turned()) {
      checkStays(stays, epoch, session);
    }
  }

  /** Where v2 answers, v1 may answer in its place only as long as it owes nothing. */
  private static void checkStays(Plan.OnPrimary plan, Epoch epoch, Session session)
      throws SQLException {
    boolean behind = plan.tables().stream().anyMatch(session::held);
    if (behind || (epoch.roles() == Roles.V2_ALONE && !plan.tables().isEmpty())) {
      throw new SQLFeatureNotSupportedException(
          "zdm refuses this statement in phase %s: only v1 could answer it (%s), and v1 %s. Statement: %s"
              .formatted(
                  epoch.settings().phase().label(),
                  plan.reason(),
                  behind ? "owes rows that the ledger lists" : "is no longer written",
                  redacted(plan.sql())),
          "0A000");
    }
  }

  private static boolean taints(Plan.Unsupported plan, Epoch epoch) {
    return !epoch.roles().turned()
        && epoch.settings().unmirrored() == UnmirroredPolicy.TAINT
        && !plan.reaches().isEmpty();
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
   * The side that follows refused its half.
   *
   * @throws SQLException if by policy the other half must not stand either
   */
  static void byFollower(Epoch epoch, MappedTable table, SQLException failure) throws SQLException {
    if (epoch.failure(table) == FailurePolicy.FAIL) {
      throw new SQLException(
          "zdm wrote nothing to "
              + table.v1()
              + ", because "
              + epoch.roles().follower()
              + " refused its half and zdm.mirror.failure is fail: "
              + firstLine(failure),
          failure.getSQLState(),
          failure.getErrorCode(),
          failure);
    }
  }

  /**
   * The side that follows refused its half, the other stands, and the keys are in the ledger: holds
   * reads of the table on the other, and says so once, not for each write.
   */
  static void inLedger(Session session, MappedTable table, SQLException failure) {
    boolean news = !session.held(table);
    session.database().streaks().failed(table);
    skipped(session, table);
    if (news) {
      Roles roles = session.roles();
      LOG.warn(
          roles.follower()
              + " refused its half of a write to "
              + table.v1()
              + "; its keys are in the ledger, and "
              + (roles.turned()
                  ? "there is no way back to phase mirror until it is drained: "
                  : "reads of the table go to v1 until it is drained: ")
              + Reason.of(failure));
    }
  }

  /** v2 is not asked, and the keys go into the ledger: reads of the table are held on v1. */
  static void skipped(Session session, MappedTable table) {
    session.owes(table);
    session.database().meters().mirrorFailed(table);
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

  /** On PostgreSQL, lets the ledger say why of the keys that are written to it next. */
  static void giveReason(Session session, SQLException failure) throws SQLException {
    PreparedStatement reason = session.own().prepare(LedgerSql.giveReason());
    reason.setString(1, Reason.of(failure));
    reason.execute();
  }

  /** What failed, without the lines in which a server shows rows. */
  static String firstLine(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
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
