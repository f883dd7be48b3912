package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.AddedSpec;
import dev.zdm.driver.mapping.MappingSpec.ColumnSpec;
import dev.zdm.driver.mapping.MappingSpec.DroppedSpec;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.ProvidedSpec;
import dev.zdm.driver.mapping.MappingSpec.RenamedSpec;
import dev.zdm.driver.mapping.MappingSpec.RestoredSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.driver.spi.ValueProvider;
import dev.zdm.rewriter.copy.Affinity;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Dropped;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.Portion;
import dev.zdm.rewriter.mapping.Provided;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Resolves the columns of one table of a mapping. */
final class ColumnResolver {
  private final Catalog catalog;
  private final Problems problems;
  private final ColumnNames names;
  private final TableSpec spec;
  private final Table v1;
  private final Table v2;
  private final List<ColumnMapping> columns = new ArrayList<>();
  private final List<ComputedColumn> computed = new ArrayList<>();

  /** Resolves them; what is wrong is added to {@code problems}. */
  ColumnResolver(Catalog catalog, Problems problems, TableSpec spec, Table v1, Table v2) {
    this.catalog = catalog;
    this.problems = problems;
    this.names = new ColumnNames(catalog, problems);
    this.spec = spec;
    this.v1 = v1;
    this.v2 = v2;
    Map<String, ColumnSpec> specs = specs();
    for (Column column : v1.columns()) {
      ColumnSpec own = specs.get(column.name());
      map(
          column,
          own == null ? new RenamedSpec(spec.v1(), at(spec.v1(), column.name())) : own,
          own == null);
    }
    spec.added().forEach(this::compute);
    spec.provided().forEach(this::provide);
    refuseDoubleTargets();
    refuseUnknown(specs);
  }

  /** v1's columns, in v1's order. */
  List<ColumnMapping> columns() {
    return columns;
  }

  /** The columns of v2 that are computed. */
  List<ComputedColumn> computed() {
    return computed;
  }

  private static Located at(Located place, String text) {
    return new Located(text, place.line(), place.column());
  }

  private Map<String, ColumnSpec> specs() {
    Map<String, ColumnSpec> specs = new LinkedHashMap<>();
    for (ColumnSpec column : spec.columns()) {
      names
          .find(column.v1(), v1)
          .ifPresent(
              c -> {
                if (specs.put(c.name(), column) != null) {
                  problems.add(column.v1(), "column " + c.name() + " stands there twice");
                }
              });
    }
    return specs;
  }

  private void map(Column column, ColumnSpec own, boolean byName) {
    if (own instanceof RenamedSpec renamed) {
      Optional<Column> target = byName ? sameName(column) : names.find(renamed.to(), v2);
      target.ifPresent(t -> columns.add(held(renamed.to(), column, t)));
    } else if (own instanceof RestoredSpec restored) {
      restored.up().forEach(this::compute);
      columns.add(new ColumnMapping(column.name(), column.type(), restored(column, restored)));
    } else if (own instanceof DroppedSpec dropped) {
      columns.add(new ColumnMapping(column.name(), column.type(), new Dropped(dropped.unread())));
    }
  }

  private Optional<Column> sameName(Column column) {
    Optional<Column> found = names.named(v2, column.name());
    if (found.isEmpty()) {
      problems.add(
          spec.v1(),
          v2.name()
              + " has no column "
              + column.name()
              + "; add it, or say under \"columns\" which"
              + " one takes its place, how it is computed from others (\"down\"), or that it is"
              + " dropped"
              + NearestName.hint(column.name(), v2.columnNames()));
    }
    return found;
  }

  private ColumnMapping held(Located where, Column column, Column target) {
    boolean agree = ColumnTypes.agree(catalog.dialect(), column, target);
    boolean wider = !agree && ColumnTypes.wider(catalog.dialect(), column, target);
    if (!agree && !wider) {
      problems.add(
          where,
          "column "
              + column.name()
              + " is "
              + ColumnTypes.describe(column)
              + " in v1 and "
              + ColumnTypes.describe(target)
              + " in v2; "
              + (column.collation().equals(target.collation())
                  ? "say with \"up\" and \"down\" how the one becomes the other"
                  : "it would be compared and sorted otherwise: give it the same collation"));
    }
    return new ColumnMapping(
        column.name(),
        column.type(),
        new Held(target.name(), wider ? target.type() : "", target.generated()));
  }

  private Restored restored(Column column, RestoredSpec written) {
    if (!column.collation().isEmpty()) {
      problems.add(
          written.down(),
          "column "
              + column.name()
              + " has the collation "
              + column.collation()
              + "; what \"down\" gives would be compared without it, so such a column can only be renamed");
    }
    String down = RowExpression.down(v2, catalog, problems).resolve(written.down());
    for (String name : RowExpression.columns(down)) {
      names
          .named(v2, name)
          .filter(c -> !c.collation().isEmpty())
          .ifPresent(
              c ->
                  problems.add(
                      written.down(),
                      "\"down\" uses {"
                          + name
                          + "}, which has the collation "
                          + c.collation()
                          + "; what it gives would be compared with that, and not as "
                          + column.name()
                          + " is in v1"));
    }
    String type = Dialect.fold(column.type());
    if (catalog.dialect() == Dialect.SQLITE
        && Affinity.of(type) == Affinity.NUMERIC
        && (type.contains("date") || type.contains("time"))) {
      problems.add(
          written.down(),
          "column "
              + column.name()
              + " is declared as "
              + column.type()
              + ", which SQLite takes for a number; what \"down\" gives would be converted to one, so such a"
              + " column can only be renamed");
    }
    return new Restored(down);
  }

  private void compute(AddedSpec column) {
    Optional<Column> target = names.find(column.v2(), v2);
    if (target.isPresent() && target.get().generated()) {
      problems.add(column.v2(), "v2 computes column " + target.get().name() + " itself");
    }
    String up = RowExpression.up(v1, catalog, problems).resolve(column.up());
    target.ifPresent(t -> computed.add(new ComputedColumn(t.name(), t.type(), up)));
  }

  private void provide(ProvidedSpec column) {
    Optional<Column> target = names.find(column.v2(), v2);
    List<Column> inputs =
        column.from().stream().flatMap(name -> names.find(name, v1).stream()).toList();
    Optional<ValueProvider> provider = new Providers(problems).find(column.provider());
    if (target.isEmpty() || provider.isEmpty() || inputs.size() < column.from().size()) {
      return;
    }
    Column filled = target.get();
    if (filled.generated()) {
      problems.add(column.v2(), "v2 computes column " + filled.name() + " itself");
    }
    for (Column input : inputs) {
      if (!ProvidedSql.isReadable(catalog.dialect(), input.type())) {
        problems.add(
            column.v2(),
            "column %s is %s, a type that no provider is asked with; name a column of a plain type"
                .formatted(input.name(), input.type()));
      }
    }
    if (!ProvidedSql.isPlain(catalog.dialect(), filled.type())) {
      problems.add(
          column.v2(),
          "column %s is %s, a type that takes no value from a provider; text takes one"
              .formatted(filled.name(), filled.type()));
    }
    List<String> from = inputs.stream().map(Column::name).toList();
    String up =
        ProvidedSql.up(
            catalog.dialect(),
            ProvidedSql.name(v1.name(), filled.name()),
            filled.type(),
            from,
            inputs.stream().map(Column::type).toList());
    Provided provided = new Provided(column.provider().text(), from, provider.get()::value);
    computed.add(new ComputedColumn(filled.name(), filled.type(), up, provided));
  }

  private Stream<String> filled() {
    return Stream.concat(
        columns.stream().filter(ColumnMapping::held).map(ColumnMapping::v2),
        computed.stream().map(ComputedColumn::v2));
  }

  private void refuseDoubleTargets() {
    Set<String> seen = new HashSet<>();
    filled()
        .filter(target -> !seen.add(target))
        .forEach(
            target ->
                problems.add(
                    spec.v1(),
                    "v2's column "
                        + target
                        + " is filled twice; of several columns that go to one, only one may have"
                        + " \"up\""));
  }

  /** What a new row needs, and nobody gives. */
  void refuseUnfilled(Portion portion) {
    Set<String> filled = new HashSet<>(filled().toList());
    portion.constants().forEach(constant -> filled.add(constant.v2()));
    for (Column column : v2.columns()) {
      if (!filled.contains(column.name()) && !column.fillsItself()) {
        problems.add(
            spec.to(),
            v2.name()
                + "."
                + column.name()
                + " is NOT NULL without a default and nothing fills it;"
                + " give it a default, or an \"up\" under \"added\"");
      }
    }
  }

  /** What v1's value is computed from must be known of every row: it must come from v1. */
  private void refuseUnknown(Map<String, ColumnSpec> specs) {
    Set<String> filled = new HashSet<>(filled().toList());
    for (ColumnMapping column : columns) {
      if (column.source() instanceof Restored restored
          && specs.get(column.v1()) instanceof RestoredSpec written) {
        for (String name : RowExpression.columns(restored.down())) {
          if (names.named(v2, name).isPresent() && !filled.contains(name)) {
            problems.add(
                written.down(),
                "\"down\" uses {"
                    + name
                    + "}, which nothing of the mapping fills; give it an \"up\"");
          }
        }
      }
    }
  }
}
