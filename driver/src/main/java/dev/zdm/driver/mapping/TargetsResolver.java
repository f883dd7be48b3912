package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.RowsSpec;
import dev.zdm.driver.mapping.MappingSpec.TargetSpec;
import dev.zdm.driver.mapping.QueryShape.Item;
import dev.zdm.rewriter.copy.Affinity;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Given;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.Targets.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves how the rows of one v1 table are held in several v2 tables. */
final class TargetsResolver {
  private final Catalog catalog;
  private final Problems problems;
  private final RowsSpec spec;
  private final Table v1;
  private final TargetNames names;
  private final Set<TableName> lookups = new HashSet<>();
  private final Set<TableName> tables = new HashSet<>();

  TargetsResolver(Catalog catalog, Problems problems, RowsSpec spec, Table v1) {
    this.catalog = catalog;
    this.problems = problems;
    this.spec = spec;
    this.v1 = v1;
    this.names = TargetNames.of(catalog, spec);
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
    Resolved read = resolved(spec.read(), "read", tables, "the tables of \"to\"");
    return new Targets(all, read.sql());
  }

  private record Resolved(String sql, @Nullable QueryShape shape) {}

  private Resolved resolved(Located query, String what, Set<TableName> allowed, String which) {
    String name = "\"" + what + "\"";
    String sql;
    try {
      sql = names.resolve(query);
    } catch (IllegalArgumentException e) {
      problems.add(query, name + ": " + e.getMessage());
      return new Resolved("", null);
    }
    RowExpression.refuseMoments(name, query, problems);
    QueryShape shape = catalog.shapes().get(TargetNames.overV1(catalog, sql, v1.name()));
    if (shape == null) {
      return new Resolved(sql, null); // a table is missing, which was reported
    }
    if (shape.failure() != null) {
      problems.add(query, name + " fails: " + shape.failure());
      return new Resolved(sql, null);
    }
    for (TableName read : shape.reads()) {
      if (!allowed.contains(read)) {
        problems.add(query, name + " reads " + read + "; it may read nothing but " + which);
      }
    }
    if (shape.captured()) {
      problems.add(
          query,
          name
              + " names a table as it is; write it in braces, such as "
              + names.tables().keySet().stream()
                  .findFirst()
                  .map(table -> "{" + table + "}")
                  .orElse(Targets.SOURCE)
              + ", or it may mean another in a statement that has a WITH");
    }
    refuseTwice(query, name, shape);
    return new Resolved(sql, shape);
  }

  private void refuseTwice(Located query, String name, QueryShape shape) {
    Set<String> seen = new HashSet<>();
    for (Item item : shape.columns()) {
      if (!seen.add(folded(item.name()))) {
        problems.add(query, name + " gives two columns called " + item.name());
      }
    }
  }

  private String folded(String name) {
    return catalog.dialect() == Dialect.SQLITE ? Dialect.fold(name) : name;
  }

  private Optional<Target> target(List<String> key, TargetSpec written, Table v2) {
    Set<TableName> allowed = new HashSet<>(lookups);
    allowed.add(v1.name());
    Resolved rows =
        resolved(written.rows(), "rows", allowed, "{source} and the shared tables before it");
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

  /** v1's columns, as \"read\" gives them. */
  List<ColumnMapping> columns() {
    Resolved read = resolvedRead();
    List<ColumnMapping> columns = new ArrayList<>();
    if (read.shape() == null) {
      return columns;
    }
    for (Column column : v1.columns()) {
      Optional<Item> item =
          read.shape().columns().stream()
              .filter(i -> catalog.same(i.name(), column.name()))
              .findFirst();
      if (item.isEmpty()) {
        problems.add(spec.read(), "\"read\" gives no column " + column.name());
      } else {
        columns.add(given(column, item.get()));
      }
    }
    for (Item item : read.shape().columns()) {
      if (column(v1, item.name()).isEmpty()) {
        problems.add(
            spec.read(),
            "\"read\" gives a column " + item.name() + ", and " + v1.name() + " has none");
      }
    }
    return columns;
  }

  /** What is wrong with it was said by {@link #targets}. */
  private Resolved resolvedRead() {
    try {
      String sql = names.resolve(spec.read());
      QueryShape shape = catalog.shapes().get(TargetNames.overV1(catalog, sql, v1.name()));
      return new Resolved(sql, shape == null || shape.failure() != null ? null : shape);
    } catch (IllegalArgumentException e) {
      return new Resolved("", null);
    }
  }

  private ColumnMapping given(Column column, Item item) {
    if (!column.collation().isEmpty()) {
      problems.add(
          spec.read(),
          "column "
              + column.name()
              + " has the collation "
              + column.collation()
              + "; what \"read\" gives would be compared without it");
    }
    String type = Dialect.fold(column.type());
    boolean exact =
        catalog.dialect() == Dialect.SQLITE
            && !item.type().equals("NUMERIC")
            && Affinity.of(item.type()) == Affinity.of(column.type());
    if (!exact
        && catalog.dialect() == Dialect.SQLITE
        && Affinity.of(type) == Affinity.NUMERIC
        && (type.contains("date") || type.contains("time"))) {
      problems.add(
          spec.read(),
          "column "
              + column.name()
              + " is declared as "
              + column.type()
              + ", which SQLite takes for a number; \"read\" must give it from a column of that"
              + " type");
    }
    return new ColumnMapping(column.name(), column.type(), new Given(exact));
  }

  /** A collation of v2's would go on to what "read" gives. */
  void refuseCollations(List<Table> found) {
    Set<String> words = Set.copyOf(SqlWords.of(spec.read().text()));
    for (Table table : found) {
      for (Column column : table.columns()) {
        if (!column.collation().isEmpty() && words.contains(Dialect.fold(column.name()))) {
          problems.add(
              spec.read(),
              "\"read\" may use "
                  + table.name()
                  + "."
                  + column.name()
                  + ", which has the collation "
                  + column.collation()
                  + "; v1's columns are compared without it");
        }
      }
    }
  }
}
