package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
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

/** Reads the nodes of a mapping file as names, texts and lists, and collects what is wrong. */
final class SpecNodes {
  private final String source;
  private final Placeholders placeholders;
  private final List<String> problems;

  SpecNodes(String source, Placeholders placeholders, List<String> problems) {
    this.source = source;
    this.placeholders = placeholders;
    this.problems = problems;
  }

  String source() {
    return source;
  }

  /** Whether nothing was found wrong. */
  boolean isClean() {
    return problems.isEmpty();
  }

  void empty() {
    problems.add(source + ": the mapping file is empty; it needs \"tables:\"");
  }

  /** The keys that a mapping node may have. */
  record Keys(Set<String> valid) {}

  /** A key and what stands behind it. */
  record Entry(Located key, Node value) {}

  List<Entry> optional(@Nullable Entry entry, String what) {
    return entry == null ? List.of() : List.copyOf(entries(entry.value(), what).values());
  }

  List<Located> names(@Nullable Entry entry, String what) {
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

  /** Whether the entry is there and says so. */
  boolean flag(@Nullable Entry entry, String what) {
    if (entry == null) {
      return false;
    }
    String name = entry.key().text();
    String value = text(entry, name).text();
    if (!value.equals("true") && !value.equals("false")) {
      problem(entry.value(), what + ": \"" + name + "\" is true or false, not " + value);
    }
    return value.equals("true");
  }

  Map<String, Entry> known(Node node, String what, Keys keys) {
    Map<String, Entry> entries = entries(node, what);
    entries.values().forEach(entry -> check(entry.key(), what, keys));
    return entries;
  }

  void check(Located key, String what, Keys keys) {
    if (!keys.valid().contains(key.text())) {
      problem(
          key,
          what
              + ": unknown key \""
              + key.text()
              + "\""
              + NearestName.hint(key.text(), keys.valid()));
    }
  }

  Map<String, Entry> entries(Node node, String what) {
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

  Located key(Node node) {
    return node instanceof ScalarNode scalar ? located(scalar) : notText(node, "a key");
  }

  Located text(Entry entry, String what) {
    Node node = entry.value();
    if (!(node instanceof ScalarNode scalar) || isNull(node)) {
      return notText(node, "\"" + what + "\"");
    }
    Located text = located(scalar);
    return text.text().isBlank() ? notText(node, "\"" + what + "\"") : text;
  }

  Located notText(Node node, String what) {
    problem(node, what + " must be a text; one that begins with { or [ needs quotes around it");
    return at(node, "");
  }

  Located located(ScalarNode scalar) {
    return at(scalar, placeholders.resolve(scalar.getValue(), p -> problem(scalar, p)));
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  static Located at(Node node, String text) {
    return node.getStartMark()
        .map((Mark mark) -> new Located(text, mark.getLine() + 1, mark.getColumn() + 1))
        .orElseGet(() -> new Located(text, 1, 1));
  }

  void problem(Node node, String problem) {
    problem(at(node, ""), problem);
  }

  void problem(Located where, String problem) {
    problems.add(source + ":" + where.line() + ":" + where.column() + ": " + problem);
  }
}
