package dev.zdm.conformance.corpora;

import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.Column;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Table;
import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every table that has a primary key, as v2, with its keys and foreign keys; and the mapping. */
final class NewSchema {
  private final Catalog catalog;
  private final Variant variant;
  private final List<Table> tables = new ArrayList<>();
  private final Map<Column, Retyping.Type> types = new IdentityHashMap<>();

  NewSchema(Catalog catalog, Variant variant) {
    this.catalog = catalog;
    this.variant = variant;
    catalog.tables().stream()
        .filter(t -> t.uniqueIndexes().stream().anyMatch(UniqueIndex::primary))
        .forEach(this::add);
    retype();
  }

  /** Where a column must keep its type, one after it gets another instead. */
  private void retype() {
    Retyping retyping = new Retyping(catalog);
    int every = variant.retypesEvery();
    int due = every - 1;
    for (Table table : tables) {
      for (Column column : every == 0 ? List.<Column>of() : table.columns()) {
        Optional<Retyping.Type> type = retyping.of(table, column);
        if (++due >= every && type.isPresent()) {
          types.put(column, type.get());
          due -= every;
        }
      }
    }
  }

  /** How many of v1's columns have another type on v2, in percent. */
  int retyped() {
    long columns = tables.stream().mapToLong(t -> t.columns().size()).sum();
    return (int) (100 * types.size() / columns);
  }

  /** Parents before their children: the backfill copies them in this order. */
  private void add(Table table) {
    for (ForeignKey key : catalog.foreignKeys()) {
      if (key.child().equals(table.name()) && !key.parent().equals(table.name())) {
        catalog.table(key.parent().name()).filter(t -> !tables.contains(t)).ifPresent(this::add);
      }
    }
    if (!tables.contains(table)) {
      tables.add(table);
    }
  }

  /** The names of v1's tables that are mapped. */
  List<String> mapped() {
    return tables.stream().map(t -> t.name().name()).toList();
  }

  /** What creates v2. */
  String ddl() {
    List<String> all = new ArrayList<>();
    tables.forEach(t -> all.add(create(t)));
    if (catalog.dialect() == Dialect.POSTGRESQL) {
      for (Table table : tables) {
        foreignKeys(table)
            .forEach(k -> all.add("ALTER TABLE %s ADD %s".formatted(v2(table.name().name()), k)));
      }
    }
    return String.join(";\n", all) + ";\n";
  }

  /** The mapping file. */
  String yaml() {
    StringBuilder yaml = new StringBuilder("migration: corpus\ntables:\n");
    for (Table table : tables) {
      String name = table.name().name();
      yaml.append("  %s:\n    to: %s\n".formatted(quoted(name), v2(name)));
      if (variant != Variant.TWINS) {
        yaml.append("    columns:\n");
        table.columns().forEach(c -> yaml.append(entry(c, variant.renamed(table).get(c.name()))));
      }
    }
    return yaml.toString();
  }

  private String entry(Column column, String to) {
    Retyping.Type type = types.get(column);
    String computed =
        type == null || type.up().isEmpty()
            ? ""
            : ", up: \"%s\", down: \"%s\""
                .formatted(
                    type.up().replace("{}", "{" + column.name() + "}"),
                    type.down().replace("{}", "{" + to + "}"));
    return "      %s: { to: %s%s }\n".formatted(quoted(column.name()), quoted(to), computed);
  }

  private String create(Table table) {
    Map<String, String> names = variant.renamed(table);
    List<String> parts = new ArrayList<>();
    for (Column column : variant.ordered(table)) {
      parts.add(
          "%s %s%s"
              .formatted(
                  quoted(names.get(column.name())),
                  types.containsKey(column) ? types.get(column).name() : column.type(),
                  column.notNull() ? " NOT NULL" : ""));
    }
    for (UniqueIndex index : table.uniqueIndexes()) {
      if (index.full()) {
        String kind = index.primary() ? "PRIMARY KEY" : "UNIQUE";
        parts.add("%s (%s)".formatted(kind, list(index.columns(), names)));
      }
    }
    if (catalog.dialect() == Dialect.SQLITE) {
      parts.addAll(foreignKeys(table));
    }
    return "CREATE TABLE %s (\n  %s\n)"
        .formatted(v2(table.name().name()), String.join(",\n  ", parts));
  }

  private List<String> foreignKeys(Table child) {
    List<String> keys = new ArrayList<>();
    for (ForeignKey key : catalog.foreignKeys()) {
      if (key.child().equals(child.name())) {
        Table parent =
            tables.stream().filter(t -> t.name().equals(key.parent())).findFirst().orElseThrow();
        keys.add(
            "FOREIGN KEY (%s) REFERENCES %s (%s)%s%s"
                .formatted(
                    list(key.childColumns(), variant.renamed(child)),
                    v2(parent.name().name()),
                    list(key.parentColumns(), variant.renamed(parent)),
                    action(" ON DELETE", key.onDelete()),
                    action(" ON UPDATE", key.onUpdate())));
      }
    }
    return keys;
  }

  private static String action(String event, Action action) {
    return action == Action.NO_ACTION ? "" : event + " " + action.name().replace('_', ' ');
  }

  private static String list(List<String> columns, Map<String, String> names) {
    return columns.stream().map(c -> quoted(names.get(c))).collect(Collectors.joining(", "));
  }

  private static String v2(String name) {
    return quoted(name + "_v2");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
