package dev.zdm.driver.mapping;

import dev.zdm.driver.copy.ProvidedFunction;
import dev.zdm.driver.logging.Log;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.rewriter.copy.CopySteps;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the database read the {@code up} and {@code down} expressions of a mapping: what is no SQL,
 * or does not fit its column, is told before the first write. Nothing is executed or kept.
 */
public final class ExpressionCheck {
  private static final String NOT_IMMUTABLE = "42P17";
  private static final Log LOG = Log.of(ExpressionCheck.class);

  private final Trial trial;
  private final Problems problems;

  private ExpressionCheck(Connection connection, Mapping mapping, Problems problems) {
    this.trial = new Trial(connection, mapping.dialect());
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
    ProvidedFunction.install(connection, mapping);
    ExpressionCheck check = new ExpressionCheck(connection, mapping, new Problems(spec.source()));
    for (MappedTable table : mapping.tables()) {
      // A copy computes the way back too, so where that fails it says nothing new.
      RowCopySql copier = RowCopySql.of(mapping, table);
      boolean several = table.targets().isPresent();
      if (check.table(spec, table, copier.explainDown(), several ? "\"read\"" : "its \"down\"")) {
        for (String copy : CopySteps.of(mapping, table).explain()) {
          check.table(spec, table, copy, several ? "\"rows\"" : "its \"up\"");
        }
      }
    }
    if (check.problems.count() == 0) {
      new PortionCheck(check.trial, spec, mapping, check.problems).check();
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
        !table.computed().isEmpty()
            || !table.portion().isAll()
            || table.columns().stream().anyMatch(c -> !c.held());
    Optional<SQLException> failure = computes ? trial.failure(List.of(sql)) : Optional.empty();
    if (failure.isEmpty()) {
      return true;
    }
    if (!Trial.isTheTexts(failure.get())) {
      LOG.warn(table.v1() + ": " + what + " was not checked: " + failure.get().getMessage());
      return true;
    }
    problems.add(
        place(spec, table), table.v1() + ": " + what + " fails: " + failure.get().getMessage());
    return false;
  }

  private void immutable(MappingSpec spec, MappedTable table, RowCopySql.Expression expression)
      throws SQLException {
    Optional<SQLException> failure = trial.failure(expression.indexed("zdm_check"));
    // Another failure, that of a type without an order, say, is none of an expression.
    if (failure.isPresent() && NOT_IMMUTABLE.equals(failure.get().getSQLState())) {
      problems.add(
          place(spec, table),
          "%s: \"%s\" of %s depends on more than the row, such as the session's time zone; use"
                  .formatted(table.v1(), expression.direction(), expression.column())
              + " what PostgreSQL calls IMMUTABLE");
    }
  }

  static Located place(MappingSpec spec, MappedTable table) {
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
