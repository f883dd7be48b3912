package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.control.Instance;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a migration stands. Immutable; reads, and changes nothing. */
public final class Status {
  private final Target target;

  /**
   * A table's part in the ledger.
   *
   * @param entries keys that v2 owes
   * @param taints times that something was written of which nobody knows the keys
   */
  public record Owed(String table, long entries, long taints) {}

  /**
   * A guarded table.
   *
   * @param lets whom it lets write: {@code passed} zdm alone, {@code not_passed} all but instances
   *     that were left behind, {@code nobody}, or {@code all}
   */
  public record Guarded(String table, String lets) {}

  /**
   * What is known.
   *
   * @param phase that all instances are to run; null where each goes by its own settings
   * @param percent of reads that all send to v2; null where each goes by its own settings
   * @param instances that have reported, but for those that are known to be gone
   */
  public record Found(
      long epoch,
      @Nullable String phase,
      @Nullable String percent,
      String since,
      String by,
      List<Instance> instances,
      List<Owed> ledger,
      List<Guarded> guards) {}

  public Status(Target target) {
    this.target = target;
  }

  /** Looks. */
  public Found look() throws SQLException {
    try (Session session = Session.open(target)) {
      ControlTable table = table(session);
      ControlTable.State state = table.read(session.connection());
      String schema = schema(session);
      List<Owed> owed = new ArrayList<>();
      for (List<String> row :
          Session.rows(
              session.connection(),
              LedgerSql.of(target.dialect(), Expand.ledger(schema)).counts(),
              List.of())) {
        owed.add(new Owed(row.get(0), Long.parseLong(row.get(1)), Long.parseLong(row.get(2))));
      }
      List<Guarded> guards =
          Session.rows(
                  session.connection(), GuardSql.of(target.dialect(), schema).guards(), List.of())
              .stream()
              .map(row -> new Guarded(row.get(0) + '.' + row.get(1), row.get(2)))
              .toList();
      return new Found(
          state.order().epoch(),
          state.order().phase() == null ? null : state.order().phase().label(),
          state.order().percent() == null ? null : state.order().percent().toString(),
          state.since(),
          state.by(),
          new RollCall(session, table).present(),
          owed,
          guards);
    }
  }

  /** The newest lines of the history. */
  public List<ControlTable.Line> history(int most) throws SQLException {
    try (Session session = Session.open(target)) {
      return table(session).history(session.connection(), most);
    }
  }

  private static String schema(Session session) throws SQLException {
    return session.dialect() == Dialect.SQLITE
        ? "main"
        : Session.row(session.connection(), "SELECT current_schema()", List.of()).get(0);
  }

  private static ControlTable table(Session session) throws SQLException {
    ControlTable found = ControlTable.find(session.connection(), session.dialect());
    if (found == null) {
      throw new SQLException("there is no control table in the database yet; run zdm expand");
    }
    return found;
  }
}
