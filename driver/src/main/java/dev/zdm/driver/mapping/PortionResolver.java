package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.MappingSpec.AddedSpec;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.PortionSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Portion;
import dev.zdm.rewriter.mapping.Portion.Fixed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Resolves which rows of v2's table are one v1 table's. */
final class PortionResolver {
  private final Catalog catalog;
  private final Problems problems;
  private final ColumnNames names;
  private final TableSpec spec;
  private final Table v2;

  PortionResolver(Catalog catalog, Problems problems, TableSpec spec, Table v2) {
    this.catalog = catalog;
    this.problems = problems;
    this.names = new ColumnNames(catalog, problems);
    this.spec = spec;
    this.v2 = v2;
  }

  /** The portion; what is wrong becomes a problem. */
  Portion portion() {
    PortionSpec written = spec.portion();
    List<Fixed> constants =
        written.constants().stream().flatMap(c -> constant(c).stream()).toList();
    Located where = written.where();
    Located soft = written.soft();
    String shown = where == null ? "" : RowExpression.where(v2, catalog, problems).resolve(where);
    List<Fixed> gone = soft == null ? List.of() : gone(soft);
    Set<String> marked = new LinkedHashSet<>(RowExpression.columns(shown));
    gone.forEach(fixed -> marked.add(fixed.v2()));
    constants.forEach(fixed -> marked.remove(fixed.v2()));
    List<Fixed> defaults = new ArrayList<>();
    for (String name : marked) {
      names.named(v2, name).ifPresent(column -> defaults.add(fresh(column)));
    }
    return new Portion(constants, shown, gone, defaults);
  }

  private Optional<Fixed> constant(AddedSpec written) {
    Optional<Column> target = names.find(written.v2(), v2);
    String value = RowExpression.fixed("constants", v2, catalog, problems).resolve(written.up());
    refuseColumns(written.up(), value, "a constant");
    target.ifPresent(
        column -> {
          refuseGenerated(written.v2(), column);
          if (!column.collation().isEmpty()) {
            problems.add(
                written.v2(),
                "column "
                    + column.name()
                    + " has the collation "
                    + column.collation()
                    + "; what tells tables' rows apart must be compared exactly");
          }
        });
    return target.map(column -> new Fixed(column.name(), column.type(), value));
  }

  private void refuseColumns(Located where, String value, String what) {
    for (String name : RowExpression.columns(value)) {
      problems.add(where, what + " names the column " + name + "; it may depend on no row");
    }
  }

  private void refuseGenerated(Located where, Column column) {
    if (column.generated()) {
      problems.add(where, "v2 computes column " + column.name() + " itself");
    }
  }

  private List<Fixed> gone(Located soft) {
    List<Fixed> gone = new ArrayList<>();
    for (String assignment : Assignments.split(soft.text())) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        problems.add(
            soft, "\"soft\" is a list of assignments, such as deleted_at = CURRENT_TIMESTAMP");
        return List.of();
      }
      Located name = at(soft, unquoted(assignment.substring(0, equals).strip()));
      Located value = at(soft, assignment.substring(equals + 1).strip());
      String sql = RowExpression.fixed("soft", v2, catalog, problems).resolveMoment(value);
      refuseColumns(soft, sql, "what \"soft\" sets");
      names
          .find(name, v2)
          .ifPresent(
              column -> {
                refuseGenerated(soft, column);
                if (column.notNull() && sql.strip().equalsIgnoreCase("null")) {
                  problems.add(
                      soft, "\"soft\" sets " + column.name() + " to NULL, and it is NOT NULL");
                }
                gone.add(new Fixed(column.name(), column.type(), sql));
              });
    }
    return gone;
  }

  private static String unquoted(String name) {
    return name.startsWith("{") && name.endsWith("}")
        ? name.substring(1, name.length() - 1).strip()
        : name;
  }

  private static Located at(Located place, String text) {
    return new Located(text, place.line(), place.column());
  }

  /** What the column holds in a row that says nothing of it. */
  private Fixed fresh(Column column) {
    String value = column.defaultValue() == null ? "NULL" : column.defaultValue();
    return new Fixed(column.name(), column.type(), value);
  }

  /** Holds it against the rest of the table's mapping. */
  void check(MappedTable table) {
    Portion portion = table.portion();
    for (Fixed constant : portion.constants()) {
      if (table.fills(constant.v2())) {
        problems.add(spec.to(), "v2's column " + constant.v2() + " is filled, and a constant too");
      }
    }
    checkKept(table);
    if (spec.portion().soft() != null) {
      checkSoft(table, spec.portion().soft());
    }
  }

  /** What nothing of the mapping fills is set to its default by every write. */
  private void checkKept(MappedTable table) {
    for (Fixed fresh : table.portion().defaults()) {
      if (!table.fills(fresh.v2())) {
        Located where = spec.portion().where() == null ? spec.to() : spec.portion().where();
        RowExpression.fixed("DEFAULT of " + fresh.v2(), v2, catalog, problems)
            .resolve(at(where, fresh.sql()));
      }
    }
  }

  private void checkSoft(MappedTable table, Located soft) {
    Portion portion = table.portion();
    List<String> set = portion.gone().stream().map(Fixed::v2).toList();
    if (portion.where().isEmpty()) {
      problems.add(
          soft,
          "rows that \"soft\" has deleted would be read; say under \"reads: { where: }\" which"
              + " are left");
    }
    List<String> constants = portion.constants().stream().map(Fixed::v2).toList();
    for (String name : RowExpression.columns(portion.where())) {
      if (!set.contains(name) && !constants.contains(name)) {
        problems.add(
            soft,
            "\"where\" names "
                + name
                + ", and \"soft\" does not set it, so that it is not certain that a deleted row"
                + " is not read");
      }
    }
    List<String> key =
        table.keyColumns().stream().filter(ColumnMapping::held).map(ColumnMapping::v2).toList();
    for (String name : set) {
      if (key.contains(name) || constants.contains(name)) {
        problems.add(soft, "\"soft\" sets " + name + ", which is part of v2's key");
      }
    }
    List<String> whole = new ArrayList<>(key);
    whole.addAll(constants);
    for (UniqueIndex index : v2.uniqueIndexes()) {
      boolean ofTheKey = Set.copyOf(index.columns()).equals(Set.copyOf(whole));
      boolean left = index.columns().stream().anyMatch(set::contains);
      if (!index.partial() && !ofTheKey && !left) {
        problems.add(
            soft,
            "the unique index "
                + index.name()
                + " of "
                + v2.name()
                + " would keep the values of deleted rows; make it one WHERE they are not, or let"
                + " \"soft\" set one of its columns");
      }
    }
  }
}
