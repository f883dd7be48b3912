package dev.zdm.driver.mapping;

import dev.zdm.driver.logging.Log;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the database read the {@code up} and {@code down} expressions of a mapping: what is no SQL,
 * or does not fit its column, is told before the first write. Nothing is executed or kept.
 */
public final class ExpressionCheck {
  private static final String NOT_ALLOWED = "42501";
  private static final String NOT_IMMUTABLE = "42P17";
  private static final String NO_TRANSACTION = "25P01";

  private static final int SQLITE_ERROR = 1;
  private static final int LOCK_MILLIS = 1_000;
  private static final Log LOG = Log.of(ExpressionCheck.class);

  private final Connection connection;
  private final Dialect dialect;
  private final Problems problems;

  private ExpressionCheck(Connection connection, Mapping mapping, Problems problems) {
    this.connection = connection;
    this.dialect = mapping.dialect();
    this.problems = problems;
  }

  /**
   * Checks that they can be computed. In a transaction, a failure leaves it as it was.
   *
   * @throws MappingException with all that is wrong
   * @throws SQLException if the database could not be asked
   */
  public static void computable(Connection connection, @Nullable MappingSpec spec, Mapping mapping)
      throws SQLException {
    if (spec == null) {
      return; // an inferred mapping computes nothing
    }
    ExpressionCheck check = new ExpressionCheck(connection, mapping, new Problems(spec.source()));
    for (MappedTable table : mapping.tables()) {
      RowCopySql copier = RowCopySql.of(mapping, table);
      // A copy computes the way back too, so where that fails it says nothing new.
      if (check.table(spec, table, copier.explainDown(), "its \"down\"")) {
        check.table(spec, table, copier.explainUp(), "its \"up\"");
      }
    }
    check.problems.throwIfAny();
  }

  /**
   * Checks, on PostgreSQL, that they give the same value in each session: an index on them must be
   * possible. Makes temporary tables and takes them back, so it needs a transaction.
   *
   * @throws MappingException with all that is wrong
   * @throws SQLException if the database could not be asked
   */
  public static void immutable(Connection connection, @Nullable MappingSpec spec, Mapping mapping)
      throws SQLException {
    if (spec == null || mapping.dialect() == Dialect.SQLITE) {
      return;
    }
    ExpressionCheck check = new ExpressionCheck(connection, mapping, new Problems(spec.source()));
    for (MappedTable table : mapping.tables()) {
      RowCopySql copier = RowCopySql.of(mapping, table);
      for (RowCopySql.Expression expression : copier.expressions()) {
        check.immutable(spec, table, expression);
      }
    }
    check.problems.throwIfAny();
  }

  private boolean table(MappingSpec spec, MappedTable table, String sql, String what)
      throws SQLException {
    boolean computes =
        !table.computed().isEmpty() || table.columns().stream().anyMatch(c -> !c.held());
    Optional<SQLException> failure = computes ? tried(List.of(sql)) : Optional.empty();
    if (failure.isEmpty()) {
      return true;
    }
    if (!mappingsFault(failure.get())) {
      LOG.warn(table.v1() + ": " + what + " was not checked: " + failure.get().getMessage());
      return true;
    }
    problems.add(
        place(spec, table), table.v1() + ": " + what + " fails: " + failure.get().getMessage());
    return false;
  }

  /**
   * Whether the text is at fault, and not a lock, a timeout or a right; which rights are missing is
   * told elsewhere, with the statement that gives them.
   */
  private static boolean mappingsFault(SQLException e) {
    String state = e.getSQLState();
    return state == null
        ? e.getErrorCode() == SQLITE_ERROR
        : (state.startsWith("42") || state.startsWith("22")) && !state.equals(NOT_ALLOWED);
  }

  private void immutable(MappingSpec spec, MappedTable table, RowCopySql.Expression expression)
      throws SQLException {
    Optional<SQLException> failure = tried(expression.indexed("zdm_check"));
    // Another failure, that of a type without an order, say, is none of an expression.
    if (failure.isPresent() && NOT_IMMUTABLE.equals(failure.get().getSQLState())) {
      problems.add(
          place(spec, table),
          "%s: \"%s\" of %s depends on more than the row, such as the session's time zone; use"
                  .formatted(table.v1(), expression.direction(), expression.column())
              + " what PostgreSQL calls IMMUTABLE");
    }
  }

  /**
   * On PostgreSQL in a transaction of its own or behind a savepoint, and waiting for no lock long.
   * All of it by text: of a transaction that began by text, as expand's does, the driver knows not.
   */
  private Optional<SQLException> tried(List<String> statements) throws SQLException {
    if (dialect == Dialect.SQLITE) {
      return executed(statements);
    }
    List<String> bounded = new ArrayList<>(statements);
    bounded.add(0, "SET LOCAL lock_timeout = " + LOCK_MILLIS);
    boolean within = behindSavepoint();
    if (!within) {
      execute("BEGIN");
    }
    try {
      return executed(bounded);
    } finally {
      if (within) {
        execute("ROLLBACK TO SAVEPOINT zdm_check");
        execute("RELEASE SAVEPOINT zdm_check");
      } else {
        execute("ROLLBACK");
      }
    }
  }

  /** False if no transaction is open, and nothing was done. */
  private boolean behindSavepoint() throws SQLException {
    try {
      execute("SAVEPOINT zdm_check");
      return true;
    } catch (SQLException e) {
      if (NO_TRANSACTION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Optional<SQLException> executed(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
        throw e;
      }
      return Optional.of(e);
    }
  }

  private static Located place(MappingSpec spec, MappedTable table) {
    return spec.tables().stream()
        .map(MappingSpec.TableSpec::v1)
        .filter(
            v1 ->
                Dialect.fold(v1.text().substring(v1.text().lastIndexOf('.') + 1))
                    .equals(Dialect.fold(table.v1().name())))
        .findFirst()
        .orElse(new Located("", 0, 0));
  }
}
