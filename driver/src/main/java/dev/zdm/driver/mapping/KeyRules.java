package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.Portion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses a table's key and holds it to what makes a row findable on both sides. */
final class KeyRules {
  private final Catalog catalog;
  private final Problems problems;
  private final ColumnNames names;

  KeyRules(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
    this.names = new ColumnNames(catalog, problems);
  }

  /** The key's columns as the catalog spells them; whatever breaks a rule becomes a problem. */
  List<String> key(
      TableSpec spec, Table v1, Table v2, List<ColumnMapping> columns, Portion portion) {
    List<String> key = key(spec, v1);
    index(spec, v1)
        .ifPresent(
            index -> {
              List<ColumnMapping> images =
                  columns.stream().filter(c -> key.contains(c.v1())).toList();
              checkV2(place(spec), v2, index, images, portion);
            });
    return key;
  }

  /** The same of a table that has no row of its own on v2. */
  List<String> key(TableSpec spec, Table v1) {
    Optional<UniqueIndex> index = index(spec, v1);
    if (index.isEmpty()) {
      if (spec.key().isEmpty()) {
        problems.add(
            spec.v1(),
            v1.name()
                + " has no primary key and no full unique index on NOT NULL columns; without"
                + " one its rows cannot be mirrored");
      } else if (names.find(spec.key(), v1).size() == spec.key().size()) {
        problems.add(
            spec.key().get(0),
            v1.name()
                + " has no full unique index on exactly ("
                + String.join(", ", names.find(spec.key(), v1))
                + ")");
      }
      return List.of();
    }
    List<String> key = spec.key().isEmpty() ? index.get().columns() : names.find(spec.key(), v1);
    checkV1(place(spec), v1, key);
    return key;
  }

  private static Located place(TableSpec spec) {
    return spec.key().isEmpty() ? spec.v1() : spec.key().get(0);
  }

  private Optional<UniqueIndex> index(TableSpec spec, Table v1) {
    if (spec.key().isEmpty()) {
      return chosen(v1);
    }
    Set<String> given =
        spec.key().stream()
            .flatMap(name -> names.named(v1, name.text()).stream())
            .map(Column::name)
            .collect(Collectors.toSet());
    return given.size() < spec.key().size() ? Optional.empty() : on(v1, given);
  }

  /** The primary key, else the first other one that would do. */
  private static Optional<UniqueIndex> chosen(Table v1) {
    return v1.uniqueIndexes().stream()
        .filter(UniqueIndex::primary)
        .findFirst()
        .or(
            () ->
                v1.uniqueIndexes().stream()
                    .filter(UniqueIndex::full)
                    .filter(i -> i.columns().stream().allMatch(c -> column(v1, c).notNull()))
                    .findFirst());
  }

  private void checkV1(Located where, Table v1, List<String> key) {
    for (String name : key) {
      Column column = column(v1, name);
      if (!column.notNull()) {
        problems.add(
            where, "key column " + v1.name() + "." + name + " may be NULL; declare it NOT NULL");
      }
      if (catalog.dialect() == Dialect.SQLITE) {
        checkSqlite(where, v1, column);
      } else if (column.generated()) {
        problems.add(
            where,
            "key column "
                + v1.name()
                + "."
                + name
                + " is generated; a change of what it is computed from would change the key"
                + " unseen");
      }
    }
  }

  private void checkSqlite(Located where, Table v1, Column column) {
    if (Dialect.fold(column.type()).contains("blob")) {
      problems.add(
          where,
          "key column "
              + v1.name()
              + "."
              + column.name()
              + " is a BLOB; keys of bytes are"
              + " not supported on SQLite");
    }
    if (column.name().contains("\"")) {
      problems.add(
          where,
          "key column "
              + v1.name()
              + "."
              + column.name()
              + " has a double quote in its name;"
              + " that is not supported on SQLite");
    }
  }

  private void checkV2(
      Located where, Table v2, UniqueIndex v1Index, List<ColumnMapping> key, Portion portion) {
    for (ColumnMapping column : key) {
      if (!column.held()) {
        problems.add(
            where,
            "key column "
                + column.v1()
                + " must be held by one column of v2, by another name or a wider type if need be;"
                + " a key that is computed or dropped is not supported by this version");
        return;
      }
    }
    List<String> whole = new ArrayList<>(key.stream().map(ColumnMapping::v2).toList());
    portion.constants().forEach(constant -> whole.add(constant.v2()));
    Set<String> image = Set.copyOf(whole);
    String columns = String.join(", ", whole);
    if (key.size() < v1Index.columns().size()) {
      return; // the missing column has been reported
    }
    key.stream()
        .filter(c -> c.source() instanceof Held held && held.generated())
        .forEach(
            c ->
                problems.add(
                    where, v2.name() + "." + c.v2() + " is generated; it cannot take a key"));
    Optional<UniqueIndex> index = on(v2, image);
    if (index.isEmpty()) {
      problems.add(
          where,
          v2.name()
              + " has no full unique index on ("
              + columns
              + "), the image of the key"
              + (portion.constants().isEmpty() ? ";" : " and the constants;")
              + " create one without WHERE");
    } else if (!collations(index.get()).equals(renamed(collations(v1Index), key, portion))) {
      problems.add(
          where, "the key (" + columns + ") is unique under different collations in v1 and v2");
    }
  }

  private static Optional<UniqueIndex> on(Table table, Set<String> columns) {
    return table.uniqueIndexes().stream()
        .filter(UniqueIndex::full)
        .filter(i -> Set.copyOf(i.columns()).equals(columns))
        .findFirst();
  }

  private static Map<String, String> collations(UniqueIndex index) {
    Map<String, String> collations = new HashMap<>();
    for (int i = 0; i < index.columns().size(); i++) {
      String collation = Dialect.fold(index.collations().get(i));
      collations.put(index.columns().get(i), collation.equals("binary") ? "" : collation);
    }
    return collations;
  }

  private static Map<String, String> renamed(
      Map<String, String> collations, List<ColumnMapping> key, Portion portion) {
    Map<String, String> renamed = new HashMap<>();
    portion.constants().forEach(constant -> renamed.put(constant.v2(), ""));
    key.forEach(c -> renamed.put(c.v2(), collations.getOrDefault(c.v1(), "")));
    return renamed;
  }

  private static Column column(Table table, String name) {
    return table.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }
}
