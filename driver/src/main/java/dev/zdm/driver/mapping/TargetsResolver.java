package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.RowsSpec;
import dev.zdm.driver.mapping.MappingSpec.TargetSpec;
import dev.zdm.driver.mapping.QueryResolver.Resolved;
import dev.zdm.driver.mapping.QueryShape.Item;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Resolves how the rows of one v1 table are held in several v2 tables. */
final class TargetsResolver {
  private final Catalog catalog;
  private final Problems problems;
  private final RowsSpec spec;
  private final Table v1;
  private final QueryResolver queries;
  private final Set<TableName> lookups = new HashSet<>();
  private final Set<TableName> tables = new HashSet<>();
  private List<ColumnMapping> columns = List.of();

  TargetsResolver(Catalog catalog, Problems problems, RowsSpec spec, Table v1) {
    this.catalog = catalog;
    this.problems = problems;
    this.spec = spec;
    this.v1 = v1;
    this.queries = new QueryResolver(catalog, problems, TargetNames.of(catalog, spec), v1.name());
  }

  /**
   * The targets; what is wrong becomes a problem.
   *
   * @param key v1's key
   * @param found v2's tables, in the order of the mapping
   */
  Targets targets(List<String> key, List<Table> found) {
    List<Target> all = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      TargetSpec written = spec.targets().get(i);
      refuseChildBefore(written, found, i);
      target(key, written, found.get(i)).ifPresent(all::add);
    }
    if (all.stream().allMatch(Target::shared) && all.size() == found.size()) {
      problems.add(
          spec.targets().isEmpty() ? spec.read() : spec.targets().get(0).table(),
          "a mapping to several tables needs one that is not shared");
    }
    Resolved read = queries.resolve(spec.read(), "read", tables, "the tables of \"to\"");
    if (read.sql().contains(Targets.SOURCE)) {
      problems.add(
          spec.read(), "\"read\" names {source}; it may read nothing but the tables of \"to\"");
    }
    GivenColumns given = new GivenColumns(catalog, problems, spec.read(), v1);
    given.refuseCollations(found);
    if (read.shape() != null) {
      columns = given.columns(read.shape());
    }
    return new Targets(all, read.sql());
  }

  /** v1's columns; known once {@link #targets} was asked. */
  List<ColumnMapping> columns() {
    return columns;
  }

  private Optional<Target> target(List<String> key, TargetSpec written, Table v2) {
    Set<TableName> allowed = new HashSet<>(lookups);
    allowed.add(v1.name());
    Resolved rows =
        queries.resolve(
            written.rows(), "rows", allowed, "{source} and the shared tables before it");
    tables.add(v2.name());
    if (written.shared()) {
      lookups.add(v2.name());
    }
    if (rows.shape() == null) {
      return Optional.empty();
    }
    List<Column> columns = columns(written, v2, rows.shape());
    refuseUnfilled(written, v2, columns);
    List<Column> by = by(written, v2, columns);
    if (!written.shared()) {
      checkBy(written, key, by, v2);
    }
    List<String> names = columns.stream().map(Column::name).toList();
    Optional<List<String>> found = key(written, v2, names, by);
    if (found.isEmpty()) {
      problems.add(
          written.table(),
          v2.name()
              + " has no full unique index on NOT NULL columns that \"rows\" gives"
              + (written.shared() ? ", and on \"by\" alone" : "")
              + ", by which its rows could be found");
    }
    return found.map(
        of ->
            new Target(
                v2.name(),
                by.stream().map(Column::name).toList(),
                names,
                of,
                rows.sql(),
                written.shared()));
  }

  private List<Column> columns(TargetSpec written, Table v2, QueryShape shape) {
    List<Column> columns = new ArrayList<>();
    for (Item item : shape.columns()) {
      Optional<Column> column = column(v2, item.name());
      if (column.isEmpty()) {
        problems.add(
            written.rows(),
            "\"rows\" gives a column "
                + item.name()
                + ", and "
                + v2.name()
                + " has none of that name"
                + NearestName.hint(item.name(), v2.columnNames()));
      }
      column
          .filter(Column::generated)
          .ifPresent(
              c -> problems.add(written.rows(), "v2 computes column " + c.name() + " itself"));
      column.ifPresent(columns::add);
    }
    return columns;
  }

  private Optional<Column> column(Table table, String name) {
    return table.columns().stream().filter(c -> catalog.same(c.name(), name)).findFirst();
  }

  private void refuseUnfilled(TargetSpec written, Table v2, List<Column> filled) {
    for (Column column : v2.columns()) {
      if (!filled.contains(column) && numbersItself(column)) {
        problems.add(
            written.rows(),
            v2.name()
                + "."
                + column.name()
                + " draws from a sequence, and \"rows\" does not give it, so that the application's"
                + " lastval() would speak of it; give it another default, such as"
                + " gen_random_uuid(), or a value in \"rows\"");
      }
      if (!filled.contains(column) && !column.fillsItself()) {
        problems.add(
            written.rows(),
            v2.name()
                + "."
                + column.name()
                + " is NOT NULL without a default, and \"rows\" does not give it");
      }
    }
  }

  private boolean numbersItself(Column column) {
    String value = column.defaultValue();
    return catalog.dialect() == Dialect.POSTGRESQL
        && (column.identity() || (value != null && SqlWords.of(value).contains("nextval")));
  }

  private List<Column> by(TargetSpec written, Table v2, List<Column> filled) {
    List<Column> by = new ArrayList<>();
    for (Located name : written.by()) {
      Optional<Column> column = new ColumnNames(catalog, problems).find(name, v2);
      if (column.isPresent() && !filled.contains(column.get())) {
        problems.add(name, "\"by\" names " + name.text() + ", which \"rows\" does not give");
      }
      column.ifPresent(by::add);
    }
    return by;
  }

  /** They carry v1's key: so v2's rows are found, replaced and removed. */
  private void checkBy(TargetSpec written, List<String> key, List<Column> by, Table v2) {
    if (key.isEmpty() || by.size() < written.by().size()) {
      return; // reported
    }
    Located where = written.by().isEmpty() ? written.table() : written.by().get(0);
    if (by.size() != key.size()) {
      problems.add(
          where,
          "\"by\" names the columns of %s that hold v1's key (%s), one for each"
              .formatted(v2.name(), String.join(", ", key)));
      return;
    }
    for (int i = 0; i < by.size(); i++) {
      Column old = column(v1, key.get(i)).orElseThrow();
      Column now = by.get(i);
      if (!ColumnTypes.agree(catalog.dialect(), old, now)
          && !ColumnTypes.wider(catalog.dialect(), old, now)) {
        problems.add(
            where,
            "\"by\": %s.%s is %s, and v1's key %s is %s; they must agree"
                .formatted(
                    v2.name(),
                    now.name(),
                    ColumnTypes.describe(now),
                    old.name(),
                    ColumnTypes.describe(old)));
      }
      if (!now.notNull()) {
        problems.add(
            where, "\"by\": " + v2.name() + "." + now.name() + " may be NULL; declare it NOT NULL");
      }
    }
  }

  /** The index by which a row is found; best one that begins with the key's columns. */
  private Optional<List<String>> key(
      TargetSpec written, Table v2, List<String> filled, List<Column> by) {
    Set<String> carried = by.stream().map(Column::name).collect(Collectors.toSet());
    List<List<String>> found =
        v2.uniqueIndexes().stream()
            .filter(Catalog.UniqueIndex::full)
            .map(Catalog.UniqueIndex::columns)
            .filter(filled::containsAll)
            .filter(of -> of.stream().allMatch(c -> column(v2, c).orElseThrow().notNull()))
            .toList();
    if (written.shared()) {
      return found.stream().filter(of -> Set.copyOf(of).equals(carried)).findFirst();
    }
    return found.stream()
        .filter(of -> of.containsAll(carried))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  private void refuseChildBefore(TargetSpec written, List<Table> found, int i) {
    for (Catalog.ForeignKey key : catalog.foreignKeys()) {
      boolean later =
          found.subList(i + 1, found.size()).stream().anyMatch(t -> t.name().equals(key.parent()));
      if (key.child().equals(found.get(i).name()) && later) {
        problems.add(
            written.table(),
            written.table().text() + " refers to " + key.parent() + ", which must stand before it");
      }
    }
  }
}
