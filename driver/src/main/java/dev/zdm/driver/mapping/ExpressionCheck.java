package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.rewriter.Dialect;
import dev.zdm.rewriter.MappedTable;
import dev.zdm.rewriter.Mapping;
import dev.zdm.rewriter.RowCopySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
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

  private final Connection connection;
  private final Problems problems;

  private ExpressionCheck(Connection connection, Problems problems) {
    this.connection = connection;
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
    ExpressionCheck check = new ExpressionCheck(connection, new Problems(spec.source()));
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
    ExpressionCheck check = new ExpressionCheck(connection, new Problems(spec.source()));
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
    // Which rights are missing is told elsewhere, with the statement that gives them.
    if (failure.isEmpty() || NOT_ALLOWED.equals(failure.get().getSQLState())) {
      return true;
    }
    problems.add(
        place(spec, table), table.v1() + ": " + what + " fails: " + failure.get().getMessage());
    return false;
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

  private Optional<SQLException> tried(List<String> statements) throws SQLException {
    Savepoint before = connection.getAutoCommit() ? null : connection.setSavepoint();
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
    } finally {
      if (before != null) {
        connection.rollback(before);
        connection.releaseSavepoint(before);
      }
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
