package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.WriteGraph.Edge;
import dev.zdm.driver.mapping.WriteGraph.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who writes whom, and by which ways one reaches another. */
final class WriteEdges {
  private final Map<Node, Set<Edge>> from = new LinkedHashMap<>();
  private final Map<Node, Set<Edge>> into = new HashMap<>();

  void add(Edge edge) {
    from.computeIfAbsent(edge.from(), n -> new LinkedHashSet<>()).add(edge);
    into.computeIfAbsent(edge.to(), n -> new LinkedHashSet<>()).add(edge);
  }

  /** For each node that reaches a target, the first step of a shortest way there. */
  Map<Node, Edge> toward(Set<Node> targets) {
    Map<Node, Edge> next = new LinkedHashMap<>();
    Deque<Node> open = new ArrayDeque<>(targets);
    while (!open.isEmpty()) {
      for (Edge edge : into.getOrDefault(open.remove(), Set.of())) {
        Node source = edge.from();
        if (!targets.contains(source) && next.putIfAbsent(source, edge) == null) {
          open.add(source);
        }
      }
    }
    return next;
  }

  /** The first steps from a node that lead to a target. */
  List<Edge> stepsTo(Node source, Set<Node> targets, Map<Node, Edge> next) {
    return from.getOrDefault(source, Set.of()).stream()
        .filter(edge -> targets.contains(edge.to()) || next.containsKey(edge.to()))
        .toList();
  }

  /** The whole way that begins with a step, in words. */
  static String way(Edge first, Map<Node, Edge> next) {
    StringBuilder way = new StringBuilder(first.how());
    Edge step = next.get(first.to());
    while (step != null) {
      way.append(", which ").append(step.how());
      step = next.get(step.to());
    }
    return way.toString();
  }
}
