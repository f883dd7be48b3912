package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.AddedSpec;
import dev.zdm.driver.mapping.MappingSpec.ColumnSpec;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.PortionSpec;
import dev.zdm.driver.mapping.MappingSpec.ProvidedSpec;
import dev.zdm.driver.mapping.MappingSpec.RowsSpec;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.driver.mapping.MappingSpec.TargetSpec;
import dev.zdm.driver.mapping.SpecNodes.Entry;
import dev.zdm.driver.mapping.SpecNodes.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns YAML nodes into a {@link MappingSpec} and collects all that is wrong with them. */
final class SpecReader {
  static final Keys TOP = new Keys(Set.of("migration", "tables"));
  static final Keys TABLE =
      new Keys(
          Set.of(
              "to",
              "key",
              "route-by",
              "columns",
              "added",
              "constants",
              "reads",
              "deletes",
              "read"));
  static final Keys TARGET = new Keys(Set.of("table", "by", "rows", "shared"));
  private static final Set<String> OF_ONE_ROW =
      Set.of("columns", "added", "constants", "reads", "deletes");
  static final Keys COLUMN = new Keys(Set.of("to", "up", "down", "dropped", "unread"));
  static final Keys ADDED = new Keys(Set.of("up", "provider", "from"));
  static final Keys READS = new Keys(Set.of("where"));
  static final Keys DELETES = new Keys(Set.of("soft"));
  private static final String DEFAULT_MIGRATION = "default";

  private final SpecNodes nodes;

  SpecReader(String source, Placeholders placeholders, List<String> problems) {
    this.nodes = new SpecNodes(source, placeholders, problems);
  }

  /** What the document says; to be used only if no problem was found. */
  MappingSpec read(@Nullable Node root) {
    if (root == null || SpecNodes.isNull(root)) {
      nodes.empty();
      return new MappingSpec(nodes.source(), DEFAULT_MIGRATION, List.of());
    }
    Map<String, Entry> top = nodes.known(root, "the mapping file", TOP);
    Entry migration = top.get("migration");
    Entry tables = top.get("tables");
    List<TableSpec> specs = new ArrayList<>();
    if (tables != null) {
      nodes.entries(tables.value(), "\"tables\"").values().forEach(e -> specs.add(table(e)));
    }
    if (specs.isEmpty() && nodes.isClean()) {
      nodes.problem(root, "the mapping names no table; it needs \"tables:\" with at least one");
    }
    String name = migration == null ? DEFAULT_MIGRATION : nodes.text(migration, "migration").text();
    return new MappingSpec(nodes.source(), name, specs);
  }

  private TableSpec table(Entry entry) {
    String what = "table " + entry.key().text();
    Map<String, Entry> keys = nodes.known(entry.value(), what, TABLE);
    Entry to = keys.get("to");
    Located target = entry.key();
    if (to == null) {
      nodes.problem(entry.value(), what + " needs \"to:\", the name of its v2 table");
    } else if (!(to.value() instanceof SequenceNode)) {
      target = nodes.text(to, "to");
    }
    List<ProvidedSpec> provided = new ArrayList<>();
    List<AddedSpec> added = added(keys.get("added"), provided);
    return new TableSpec(
        entry.key(),
        target,
        nodes.names(keys.get("key"), "key"),
        nodes.names(keys.get("route-by"), "route-by"),
        columns(keys.get("columns")),
        added,
        provided,
        portion(keys),
        to == null ? null : rows(what, to, keys));
  }

  /** How the rows go to several tables; null where they go to one. */
  private @Nullable RowsSpec rows(String what, Entry to, Map<String, Entry> keys) {
    Entry read = keys.get("read");
    if (!(to.value() instanceof SequenceNode tables)) {
      if (read != null) {
        nodes.problem(read.key(), what + ": \"read\" is said of a list of tables in \"to\"");
      }
      return null;
    }
    List<TargetSpec> targets = new ArrayList<>();
    tables.getValue().forEach(node -> targets.add(target(what, node)));
    keys.forEach(
        (name, entry) -> {
          if (OF_ONE_ROW.contains(name)) {
            nodes.problem(
                entry.key(),
                what + ": \"" + name + "\" is said of a mapping to one table, not of \"rows\"");
          }
        });
    if (read == null) {
      nodes.problem(to.value(), what + " needs \"read:\", the query that gives v1's rows back");
      return new RowsSpec(targets, to.key());
    }
    return new RowsSpec(targets, nodes.text(read, "read"));
  }

  private TargetSpec target(String table, Node node) {
    String what = "a table in \"to\" of " + table;
    Map<String, Entry> keys = nodes.known(node, what, TARGET);
    for (String needed : List.of("table", "by", "rows")) {
      if (node instanceof MappingNode && !keys.containsKey(needed)) {
        nodes.problem(node, what + " needs \"" + needed + ":\"");
      }
    }
    return new TargetSpec(
        text(node, keys, "table"),
        nodes.names(keys.get("by"), "by"),
        text(node, keys, "rows"),
        nodes.flag(keys.get("shared"), what));
  }

  /** The text behind the key; an empty one where it is missing, which was reported. */
  private Located text(Node node, Map<String, Entry> keys, String key) {
    Entry entry = keys.get(key);
    return entry == null ? SpecNodes.at(node, "") : nodes.text(entry, key);
  }

  private PortionSpec portion(Map<String, Entry> keys) {
    List<AddedSpec> constants = new ArrayList<>();
    for (Entry constant : nodes.optional(keys.get("constants"), "\"constants\"")) {
      constants.add(new AddedSpec(constant.key(), nodes.text(constant, constant.key().text())));
    }
    Located where = only(keys.get("reads"), READS);
    Located soft = only(keys.get("deletes"), DELETES);
    return new PortionSpec(constants, where, soft);
  }

  /** The text behind the one key that such an entry has. */
  private @Nullable Located only(@Nullable Entry entry, Keys one) {
    if (entry == null) {
      return null;
    }
    String what = "\"" + entry.key().text() + "\"";
    String key = one.valid().iterator().next();
    Entry value = nodes.known(entry.value(), what, one).get(key);
    if (value == null) {
      nodes.problem(entry.value(), what + " needs \"" + key + ":\"");
      return null;
    }
    return nodes.text(value, key);
  }

  private List<ColumnSpec> columns(@Nullable Entry columns) {
    List<ColumnSpec> specs = new ArrayList<>();
    for (Entry column : nodes.optional(columns, "\"columns\"")) {
      new ColumnReader(column).read(specs);
    }
    return specs;
  }

  /** Reads one column's entry, of which each form has its own keys. */
  private final class ColumnReader {
    private final Entry column;
    private final String what;
    private final Map<String, Entry> keys;

    ColumnReader(Entry column) {
      this.column = column;
      this.what = "column " + column.key().text();
      this.keys = nodes.known(column.value(), what, COLUMN);
    }

    void read(List<ColumnSpec> specs) {
      if (keys.containsKey("dropped") || keys.containsKey("unread")) {
        dropped(specs);
      } else if (keys.containsKey("down")) {
        Located down = nodes.text(keys.get("down"), "down");
        specs.add(new MappingSpec.RestoredSpec(column.key(), down, ups()));
      } else if (keys.containsKey("up")) {
        nodes.problem(
            column.value(),
            what + " has \"up:\" and needs \"down:\" too, the way back to v1's value");
      } else if (to().size() == 1) {
        specs.add(new MappingSpec.RenamedSpec(column.key(), to().get(0)));
      } else {
        nodes.problem(
            column.value(),
            to().isEmpty()
                ? what + " needs \"to:\", its name in v2; or \"down:\", or \"dropped: true\""
                : what + " goes to several columns, and needs \"up:\" and \"down:\"");
      }
    }

    private void dropped(List<ColumnSpec> specs) {
      if (!flag("dropped")) {
        nodes.problem(
            column.value(), what + ": \"unread\" is said of a column with \"dropped: true\"");
      }
      for (String other : List.of("to", "up", "down")) {
        if (keys.containsKey(other)) {
          nodes.problem(
              keys.get(other).key(), what + " is dropped, and has \"" + other + ":\" too");
        }
      }
      specs.add(new MappingSpec.DroppedSpec(column.key(), flag("unread")));
    }

    private boolean flag(String name) {
      return nodes.flag(keys.get(name), what);
    }

    private List<Located> to() {
      Entry to = keys.get("to");
      if (to == null) {
        return List.of();
      }
      return to.value() instanceof SequenceNode
          ? nodes.names(to, "to")
          : List.of(nodes.text(to, "to"));
    }

    /** What fills the columns of {@code to}: one expression, or one for each of them. */
    private List<AddedSpec> ups() {
      Entry up = keys.get("up");
      List<Located> to = to();
      if (up == null) {
        return List.of();
      }
      if (!(up.value() instanceof MappingNode)) {
        if (to.size() == 1) {
          return List.of(new AddedSpec(to.get(0), nodes.text(up, "up")));
        }
        nodes.problem(
            up.value(), what + ": \"up:\" is one expression, and \"to:\" does not name one column");
        return List.of();
      }
      List<AddedSpec> ups = new ArrayList<>();
      Map<String, Entry> given = nodes.entries(up.value(), what + ": \"up\"");
      for (Located target : to) {
        Entry expression = given.remove(target.text());
        if (expression == null) {
          nodes.problem(up.value(), what + ": \"up\" has nothing for " + target.text());
        } else {
          ups.add(new AddedSpec(target, nodes.text(expression, "up")));
        }
      }
      given
          .values()
          .forEach(e -> nodes.problem(e.key(), what + ": \"to\" does not name " + e.key().text()));
      return ups;
    }
  }

  /** Those that SQL fills; those that a program fills are added to {@code provided}. */
  private List<AddedSpec> added(@Nullable Entry added, List<ProvidedSpec> provided) {
    List<AddedSpec> specs = new ArrayList<>();
    for (Entry column : nodes.optional(added, "\"added\"")) {
      String what = "added column " + column.key().text();
      Map<String, Entry> keys = nodes.known(column.value(), what, ADDED);
      Entry up = keys.get("up");
      Entry provider = keys.get("provider");
      Entry from = keys.get("from");
      if ((up == null) == (provider == null)) {
        nodes.problem(
            column.value(),
            what
                + " needs \"up:\", an expression over v1's columns, or \"provider:\", the class that"
                + " gives its value; and not both");
      } else if ((provider == null) != (from == null)) {
        nodes.problem(
            column.value(),
            what + ": \"provider\" and \"from\", the v1 columns that it is given, go together");
      } else if (provider != null) {
        provided.add(
            new ProvidedSpec(
                column.key(), nodes.text(provider, "provider"), nodes.names(from, "from")));
      } else if (up != null) {
        specs.add(new AddedSpec(column.key(), nodes.text(up, "up")));
      }
    }
    return specs;
  }
}
