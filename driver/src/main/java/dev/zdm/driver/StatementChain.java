package dev.zdm.driver;

import dev.zdm.rewriter.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one text, each executed by its own plan on a statement of its own, and their
 * results one after the other, as the driver gives those of a text that it sends whole.
 */
final class StatementChain {
  private final Plan.Several plan;
  private final List<Execution> parts;
  private volatile Execution running;
  private int current;

  private StatementChain(Plan.Several plan, List<Execution> parts) {
    this.plan = plan;
    this.parts = parts;
    this.running = parts.get(0);
  }

  /** Prepares all parts of the text. */
  static StatementChain of(Execution whole, Plan.Several plan) throws SQLException {
    List<Execution> parts = new ArrayList<>();
    try {
      int parameter = 1;
      for (String sql : plan.parts()) {
        Execution part = whole.part(sql, parameter);
        parts.add(part);
        parameter += part.parameters();
      }
      return new StatementChain(plan, parts);
    } catch (SQLException e) {
      close(parts, e);
      throw e;
    }
  }

  @SuppressWarnings("ReferenceEquality") // to compare plans by their texts would cost more
  boolean is(Plan.Several other) {
    return plan == other;
  }

  /** Executes all, in the transaction that is open or in one of their own. */
  void run(Session session) throws SQLException {
    current = 0;
    session
        .hidden()
        .around(
            () -> {
              for (int i = 0; i < parts.size(); i++) {
                running = parts.get(i);
                parts.get(i).runAlone(plan.parts().get(i));
              }
              return this;
            });
  }

  /** The driver's statement that runs, or ran last. For any thread. */
  Statement running() {
    return running.results().running();
  }

  boolean givesRows() throws SQLException {
    for (Execution part : parts) {
      if (part.results().resultSet() != null) {
        return true;
      }
    }
    return false;
  }

  @Nullable ResultSet resultSet() throws SQLException {
    return current < parts.size() ? parts.get(current).results().resultSet() : null;
  }

  long updateCount() throws SQLException {
    return current < parts.size() ? parts.get(current).results().updateCount() : -1;
  }

  boolean moreResults(int what) throws SQLException {
    int first = what == Statement.CLOSE_ALL_RESULTS ? 0 : current;
    for (int i = first; i <= current && i < parts.size(); i++) {
      ResultSet rows = parts.get(i).results().resultSet();
      if (rows != null && what != Statement.KEEP_CURRENT_RESULT) {
        rows.close();
      }
    }
    current = Math.min(current + 1, parts.size());
    return resultSet() != null;
  }

  void close() throws SQLException {
    SQLException failure = close(parts, null);
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable SQLException close(
      List<Execution> parts, @Nullable SQLException before) {
    SQLException failure = before;
    for (Execution part : parts) {
      try {
        part.close();
        part.own().close();
      } catch (SQLException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return failure;
  }
}
