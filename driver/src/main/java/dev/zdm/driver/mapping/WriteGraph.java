package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Rule;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.driver.mapping.Catalog.View;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.WriteEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tables, views and functions write which others without the statement's saying so. It may
 * know of a way that is never taken; it does not overlook one that the catalog shows.
 */
final class WriteGraph {
  private static final String OWN = "zdm_";
  private static final Set<WriteEvent> ANY = Set.of(WriteEvent.values());

  private final Catalog catalog;
  private final List<MappedTable> mapped;
  private final CascadeTwins twins;
  private final Map<String, Set<Node>> byName = new HashMap<>();
  private final WriteEdges edges = new WriteEdges();

  WriteGraph(Catalog catalog, List<MappedTable> mapped) {
    this.catalog = catalog;
    this.mapped = mapped;
    this.twins = new CascadeTwins(catalog, mapped);
    nodes();
    connect();
  }

  /** A table, view or function; functions of one name are one node, without a schema. */
  record Node(boolean function, String schema, String name) {
    @Override
    public String toString() {
      return function ? name + "()" : schema + "." + name;
    }
  }

  /** {@code how} continues the sentence "a write of {@code from} ...", if it is one of these. */
  record Edge(Node from, Node to, boolean cascade, Set<WriteEvent> events, String how) {}

  Node node(TableName table) {
    return catalog.dialect() == Dialect.SQLITE
        ? new Node(false, Dialect.fold(table.schema()), Dialect.fold(table.name()))
        : new Node(false, table.schema(), table.name());
  }

  /** Who writes whom. */
  WriteEdges edges() {
    return edges;
  }

  /** The names through which a statement can write a mapped table, folded, each with its way. */
  Map<String, String> reaching() {
    Set<Node> targets = new HashSet<>();
    Set<String> known = new HashSet<>();
    for (MappedTable table : mapped) {
      targets.add(node(table.v1()));
      known.add(Dialect.fold(table.v1().name()));
      table.v2Tables().forEach(v2 -> known.add(Dialect.fold(v2.name())));
    }
    Map<Node, Edge> next = edges.toward(targets);
    Map<String, String> reaching = new LinkedHashMap<>();
    next.forEach(
        (node, edge) -> {
          String name = Dialect.fold(node.name());
          if (!known.contains(name) && !name.startsWith(OWN)) {
            reaching.putIfAbsent(name, WriteEdges.way(edge, next));
          }
        });
    return reaching;
  }

  private void nodes() {
    catalog.tables().forEach(t -> add(node(t.name())));
    catalog.views().forEach(v -> add(node(v.name())));
    catalog.triggers().forEach(t -> add(node(t.table())));
    catalog.rules().forEach(r -> add(node(r.table())));
    for (ForeignKey key : catalog.foreignKeys()) {
      add(node(key.child()));
      add(node(key.parent()));
    }
    catalog.functions().forEach(f -> add(function(f.name())));
  }

  private static Node function(String name) {
    return new Node(true, "", name);
  }

  private void add(Node node) {
    byName.computeIfAbsent(Dialect.fold(node.name()), n -> new LinkedHashSet<>()).add(node);
  }

  private void connect() {
    for (ForeignKey key : catalog.foreignKeys()) {
      if (key.writesChild() && !twins.covers(key)) {
        cascade(key);
      }
    }
    catalog.triggers().forEach(this::trigger);
    catalog.views().forEach(this::view);
    for (Rule rule : catalog.rules()) {
      List<String> words = SqlWords.of(rule.definition());
      List<String> action = words.subList(Math.max(0, words.indexOf("do")), words.size());
      writes(node(rule.table()), action, "writes %s (rule " + rule.name() + ")");
    }
    for (Catalog.Function function : catalog.functions()) {
      function(function);
    }
    twins();
  }

  private void cascade(ForeignKey key) {
    Set<WriteEvent> events = EnumSet.noneOf(WriteEvent.class);
    if (key.onDelete().writes()) {
      events.add(WriteEvent.DELETE);
    }
    if (key.onUpdate().writes()) {
      events.add(WriteEvent.UPDATE);
    }
    String how = "cascades into %s (" + key.name() + ")";
    edge(node(key.parent()), node(key.child()), true, events, how);
  }

  /** A cascade that v2 repeats by itself is a way all the same if the child's own ways lead on. */
  private void twins() {
    Set<Node> targets = new HashSet<>();
    mapped.forEach(t -> targets.add(node(t.v1())));
    Set<ForeignKey> left = new LinkedHashSet<>(catalog.foreignKeys());
    left.removeIf(key -> !key.writesChild() || !twins.covers(key));
    boolean changed = true;
    while (changed) {
      Map<Node, Edge> next = edges.toward(targets);
      Set<ForeignKey> leading = new LinkedHashSet<>(left);
      leading.removeIf(key -> edges.stepsTo(node(key.child()), targets, next).isEmpty());
      leading.forEach(this::cascade);
      changed = left.removeAll(leading);
    }
  }

  private void trigger(Trigger trigger) {
    Node table = node(trigger.table());
    List<String> words = SqlWords.of(trigger.definition());
    String function = trigger.function();
    if (function == null) {
      List<String> body = words.subList(Math.max(0, words.indexOf("begin")), words.size());
      writes(table, body, "writes %s (trigger " + trigger.name() + ")");
      return;
    }
    String runs = "runs %s (trigger " + trigger.name() + ")";
    edge(table, function(function), false, trigger.events(), runs);
    // A trigger's arguments may name the table that its function writes.
    for (Catalog.Function body : catalog.functions()) {
      if (body.name().equals(function) && WriteMentions.dynamic(SqlWords.of(body.source()))) {
        String writes = "writes %s (trigger " + trigger.name() + ")";
        mentions(table, Set.copyOf(words), trigger.events(), writes);
      }
    }
  }

  private void view(View view) {
    // On SQLite a view is written through its INSTEAD OF triggers alone.
    if (catalog.dialect() == Dialect.POSTGRESQL) {
      view.tables().forEach(t -> edge(node(view.name()), node(t), false, "is a view over %s"));
      view.functions().forEach(f -> edge(node(view.name()), function(f), false, "calls %s"));
    }
  }

  private void function(Catalog.Function function) {
    Node node = function(function.name());
    List<String> words = SqlWords.of(function.source());
    if (function.isVolatile()) {
      writes(node, words, "writes %s");
    }
    for (String word : words) {
      for (Node called : byName.getOrDefault(word, Set.of())) {
        if (called.function()) {
          edge(node, called, false, "calls %s");
        } else if (isView(called)) {
          edge(node, called, false, "uses %s");
        }
      }
    }
  }

  private boolean isView(Node node) {
    return catalog.views().stream()
        .anyMatch(v -> !v.functions().isEmpty() && node(v.name()).equals(node));
  }

  private void writes(Node node, List<String> words, String how) {
    Set<String> names = WriteMentions.of(words);
    mentions(node, names, ANY, how);
    if (words.contains("truncate") && words.contains("cascade")) {
      for (Node named : List.copyOf(tables(names))) {
        emptiedWith(named).forEach(target -> edge(node, target, false, how));
      }
    }
  }

  private void mentions(Node node, Set<String> words, Set<WriteEvent> events, String how) {
    tables(words).forEach(target -> edge(node, target, false, events, how));
  }

  private Set<Node> tables(Set<String> names) {
    Set<Node> tables = new LinkedHashSet<>();
    for (String name : names) {
      byName.getOrDefault(name, Set.of()).stream().filter(n -> !n.function()).forEach(tables::add);
    }
    return tables;
  }

  /** The tables that TRUNCATE ... CASCADE of one empties too: whatever refers to it. */
  Set<Node> emptiedWith(Node table) {
    Set<Node> emptied = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(table));
    while (!open.isEmpty()) {
      Node parent = open.remove();
      for (ForeignKey key : catalog.foreignKeys()) {
        if (node(key.parent()).equals(parent) && emptied.add(node(key.child()))) {
          open.add(node(key.child()));
        }
      }
    }
    return emptied;
  }

  private void edge(Node source, Node target, boolean cascade, String how) {
    edge(source, target, cascade, ANY, how);
  }

  private void edge(Node source, Node target, boolean cascade, Set<WriteEvent> events, String how) {
    if (!source.equals(target) || cascade) {
      Edge edge =
          new Edge(
              source, target, cascade, Set.copyOf(events), how.replace("%s", target.toString()));
      edges.add(edge);
    }
  }

  /** All tables, views and what else may be written by name. */
  Set<Node> written() {
    Set<Node> written = new LinkedHashSet<>();
    byName.values().forEach(written::addAll);
    written.removeIf(Node::function);
    return written;
  }
}
