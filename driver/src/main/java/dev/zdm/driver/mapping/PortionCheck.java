package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.rewriter.copy.PortionSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Portion.Fixed;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Has the database evaluate what tells the rows of one v1 table from others in the same v2 table.
 */
final class PortionCheck {
  private final Trial trial;
  private final MappingSpec spec;
  private final Mapping mapping;
  private final Problems problems;

  PortionCheck(Trial trial, MappingSpec spec, Mapping mapping, Problems problems) {
    this.trial = trial;
    this.spec = spec;
    this.mapping = mapping;
    this.problems = problems;
  }

  void check() throws SQLException {
    List<MappedTable> tables = mapping.tables();
    for (int i = 0; i < tables.size(); i++) {
      MappedTable table = tables.get(i);
      constants(table);
      where(table, tables);
      for (MappedTable other : tables.subList(0, i)) {
        if (other.v2().equals(table.v2()) && table.targets().isEmpty()) {
          apart(table, other);
        }
      }
    }
  }

  private void constants(MappedTable table) throws SQLException {
    for (Fixed constant : table.portion().constants()) {
      if (!holds(table, sql(table).isNotNull(constant))) {
        problem(table, "the constant " + constant.v2() + " is NULL, and equals nothing");
      }
    }
  }

  private void where(MappedTable table, List<MappedTable> tables) throws SQLException {
    PortionSql sql = sql(table);
    Optional<String> fresh = sql.shownAtOnce(table::fills);
    if (fresh.isPresent() && !holds(table, fresh.get())) {
      problem(table, "\"where\" is not true of a row that is written");
    }
    if (!table.portion().gone().isEmpty()) {
      if (holds(table, sql.shownWhenGone())) {
        problem(table, "\"where\" is still true of a row that \"soft\" has deleted");
      }
      boolean shared = tables.stream().anyMatch(t -> !t.equals(table) && t.v2().equals(table.v2()));
      if (shared && holds(table, sql.shownUntouched())) {
        problem(
            table,
            "\"where\" is true of a row that another table has put into "
                + table.v2()
                + ", with its columns at their defaults");
      }
    }
  }

  /** Where both have constants, one must differ. */
  private void apart(MappedTable table, MappedTable other) throws SQLException {
    List<Fixed> constants = table.portion().constants();
    if (constants.isEmpty()) {
      return;
    }
    for (Fixed constant : constants) {
      for (Fixed same : other.portion().constants()) {
        if (same.v2().equals(constant.v2()) && holds(table, sql(table).differ(constant, same))) {
          return;
        }
      }
    }
    problem(
        table,
        "its constants are those of %s, which goes to %s too; one must differ"
            .formatted(other.v1(), table.v2()));
  }

  private PortionSql sql(MappedTable table) {
    return new PortionSql(mapping.dialect(), table.portion());
  }

  private boolean holds(MappedTable table, String condition) throws SQLException {
    try {
      return trial.isTrue("SELECT " + condition);
    } catch (SQLException e) {
      if (!Trial.isTheTexts(e)) {
        throw e;
      }
      problem(table, "its constants, \"where\" or \"soft\" fail: " + e.getMessage());
      return false;
    }
  }

  private void problem(MappedTable table, String problem) {
    Located where = ExpressionCheck.place(spec, table);
    problems.add(where, table.v1() + ": " + problem);
  }
}
