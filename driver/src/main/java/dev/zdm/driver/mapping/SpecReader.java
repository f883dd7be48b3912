package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.AddedSpec;
import dev.zdm.driver.mapping.MappingSpec.ColumnSpec;
import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into a {@link MappingSpec} and collects all that is wrong with them. */
final class SpecReader {
  static final Keys TOP = new Keys(Set.of("migration", "tables"), Set.of());
  static final Keys TABLE =
      new Keys(
          Set.of("to", "key", "route-by", "columns", "added"),
          Set.of("rows", "read", "reads", "deletes", "constants"));
  static final Keys COLUMN = new Keys(Set.of("to", "up", "down", "dropped", "unread"), Set.of());
  static final Keys ADDED = new Keys(Set.of("up"), Set.of());
  private static final String DEFAULT_MIGRATION = "default";

  private final String source;
  private final Placeholders placeholders;
  private final List<String> problems;

  SpecReader(String source, Placeholders placeholders, List<String> problems) {
    this.source = source;
    this.placeholders = placeholders;
    this.problems = problems;
  }

  /** The keys that a mapping node may have, and those that only a later version builds. */
  record Keys(Set<String> valid, Set<String> later) {}

  private record Entry(Located key, Node value) {}

  /** What the document says; to be used only if no problem was found. */
  MappingSpec read(@Nullable Node root) {
    if (root == null || isNull(root)) {
      problems.add(source + ": the mapping file is empty; it needs \"tables:\"");
      return new MappingSpec(source, DEFAULT_MIGRATION, List.of());
    }
    Map<String, Entry> top = known(root, "the mapping file", TOP);
    Entry migration = top.get("migration");
    Entry tables = top.get("tables");
    List<TableSpec> specs = new ArrayList<>();
    if (tables != null) {
      entries(tables.value(), "\"tables\"").values().forEach(e -> specs.add(table(e)));
    }
    if (specs.isEmpty() && problems.isEmpty()) {
      problem(root, "the mapping names no table; it needs \"tables:\" with at least one");
    }
    String name = migration == null ? DEFAULT_MIGRATION : text(migration, "migration").text();
    return new MappingSpec(source, name, specs);
  }

  private TableSpec table(Entry entry) {
    String what = "table " + entry.key().text();
    Map<String, Entry> keys = known(entry.value(), what, TABLE);
    Entry to = keys.get("to");
    Located target = entry.key();
    if (to == null) {
      problem(entry.value(), what + " needs \"to:\", the name of its v2 table");
    } else if (to.value() instanceof SequenceNode) {
      problem(to.value(), what + ": a list of tables in \"to\" is not supported by this version");
    } else {
      target = text(to, "to");
    }
    return new TableSpec(
        entry.key(),
        target,
        names(keys.get("key"), "key"),
        names(keys.get("route-by"), "route-by"),
        columns(keys.get("columns")),
        added(keys.get("added")));
  }

  private List<ColumnSpec> columns(@Nullable Entry columns) {
    List<ColumnSpec> specs = new ArrayList<>();
    for (Entry column : optional(columns, "\"columns\"")) {
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
      this.keys = known(column.value(), what, COLUMN);
    }

    void read(List<ColumnSpec> specs) {
      if (keys.containsKey("dropped") || keys.containsKey("unread")) {
        dropped(specs);
      } else if (keys.containsKey("down")) {
        Located down = text(keys.get("down"), "down");
        specs.add(new MappingSpec.RestoredSpec(column.key(), down, ups()));
      } else if (keys.containsKey("up")) {
        problem(
            column.value(),
            what + " has \"up:\" and needs \"down:\" too, the way back to v1's value");
      } else if (to().size() == 1) {
        specs.add(new MappingSpec.RenamedSpec(column.key(), to().get(0)));
      } else {
        problem(
            column.value(),
            to().isEmpty()
                ? what + " needs \"to:\", its name in v2; or \"down:\", or \"dropped: true\""
                : what + " goes to several columns, and needs \"up:\" and \"down:\"");
      }
    }

    private void dropped(List<ColumnSpec> specs) {
      if (!flag("dropped")) {
        problem(column.value(), what + ": \"unread\" is said of a column with \"dropped: true\"");
      }
      for (String other : List.of("to", "up", "down")) {
        if (keys.containsKey(other)) {
          problem(keys.get(other).key(), what + " is dropped, and has \"" + other + ":\" too");
        }
      }
      specs.add(new MappingSpec.DroppedSpec(column.key(), flag("unread")));
    }

    private boolean flag(String name) {
      Entry entry = keys.get(name);
      if (entry == null) {
        return false;
      }
      String value = text(entry, name).text();
      if (!value.equals("true") && !value.equals("false")) {
        problem(entry.value(), what + ": \"" + name + "\" is true or false, not " + value);
      }
      return value.equals("true");
    }

    private List<Located> to() {
      Entry to = keys.get("to");
      if (to == null) {
        return List.of();
      }
      return to.value() instanceof SequenceNode ? names(to, "to") : List.of(text(to, "to"));
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
          return List.of(new AddedSpec(to.get(0), text(up, "up")));
        }
        problem(
            up.value(), what + ": \"up:\" is one expression, and \"to:\" does not name one column");
        return List.of();
      }
      List<AddedSpec> ups = new ArrayList<>();
      Map<String, Entry> given = entries(up.value(), what + ": \"up\"");
      for (Located target : to) {
        Entry expression = given.remove(target.text());
        if (expression == null) {
          problem(up.value(), what + ": \"up\" has nothing for " + target.text());
        } else {
          ups.add(new AddedSpec(target, text(expression, "up")));
        }
      }
      given
          .values()
          .forEach(e -> problem(e.key(), what + ": \"to\" does not name " + e.key().text()));
      return ups;
    }
  }

  private List<AddedSpec> added(@Nullable Entry added) {
    List<AddedSpec> specs = new ArrayList<>();
    for (Entry column : optional(added, "\"added\"")) {
      String what = "added column " + column.key().text();
      Entry up = known(column.value(), what, ADDED).get("up");
      if (up == null) {
        problem(column.value(), what + " needs \"up:\", an expression over v1's columns");
      } else {
        specs.add(new AddedSpec(column.key(), text(up, "up")));
      }
    }
    return specs;
  }

  private List<Entry> optional(@Nullable Entry entry, String what) {
    return entry == null ? List.of() : List.copyOf(entries(entry.value(), what).values());
  }

  private List<Located> names(@Nullable Entry entry, String what) {
    if (entry == null) {
      return List.of();
    }
    if (!(entry.value() instanceof SequenceNode sequence)) {
      problem(entry.value(), "\"" + what + "\" must be a list of columns, such as [id]");
      return List.of();
    }
    if (sequence.getValue().isEmpty()) {
      problem(sequence, "\"" + what + "\" is empty; leave it out or name a column");
    }
    List<Located> names = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      names.add(text(new Entry(entry.key(), node), what));
    }
    return names;
  }

  private Map<String, Entry> known(Node node, String what, Keys keys) {
    Map<String, Entry> entries = entries(node, what);
    entries.values().forEach(entry -> check(entry.key(), what, keys));
    return entries;
  }

  private void check(Located key, String what, Keys keys) {
    if (keys.later().contains(key.text())) {
      problem(key, what + ": \"" + key.text() + "\" is not supported by this version");
    } else if (!keys.valid().contains(key.text())) {
      problem(
          key,
          what
              + ": unknown key \""
              + key.text()
              + "\""
              + NearestName.hint(key.text(), keys.valid()));
    }
  }

  private Map<String, Entry> entries(Node node, String what) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problem(node, what + " must be a mapping of names, such as \"name: { ... }\"");
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      Entry entry = new Entry(key(tuple.getKeyNode()), tuple.getValueNode());
      if (entries.putIfAbsent(entry.key().text(), entry) != null) {
        problem(entry.key(), what + ": \"" + entry.key().text() + "\" stands there twice");
      }
    }
    return entries;
  }

  private Located key(Node node) {
    return node instanceof ScalarNode scalar ? located(scalar) : notText(node, "a key");
  }

  private Located text(Entry entry, String what) {
    Node node = entry.value();
    if (!(node instanceof ScalarNode scalar) || isNull(node)) {
      return notText(node, "\"" + what + "\"");
    }
    Located text = located(scalar);
    return text.text().isBlank() ? notText(node, "\"" + what + "\"") : text;
  }

  private Located notText(Node node, String what) {
    problem(node, what + " must be a text; one that begins with { or [ needs quotes around it");
    return at(node, "");
  }

  private Located located(ScalarNode scalar) {
    return at(scalar, placeholders.resolve(scalar.getValue(), p -> problem(scalar, p)));
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static Located at(Node node, String text) {
    return node.getStartMark()
        .map((Mark mark) -> new Located(text, mark.getLine() + 1, mark.getColumn() + 1))
        .orElseGet(() -> new Located(text, 1, 1));
  }

  private void problem(Node node, String problem) {
    problem(at(node, ""), problem);
  }

  private void problem(Located where, String problem) {
    problems.add(source + ":" + where.line() + ":" + where.column() + ": " + problem);
  }
}
