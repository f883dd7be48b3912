package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.MappingSpec.TableSpec;
import dev.zdm.driver.mapping.WriteGraph.Edge;
import dev.zdm.driver.mapping.WriteGraph.Node;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses ways between the tables of a mapping that mirroring cannot follow. */
final class WritePathRules {
  private final Catalog catalog;
  private final Map<TableSpec, MappedTable> tables;
  private final Problems problems;
  private final WriteGraph graph;
  private final Set<Node> v1 = new HashSet<>();

  WritePathRules(Catalog catalog, Map<TableSpec, MappedTable> tables, Problems problems) {
    this.catalog = catalog;
    this.tables = tables;
    this.problems = problems;
    this.graph = new WriteGraph(catalog, List.copyOf(tables.values()));
    tables.values().forEach(t -> v1.add(graph.node(t.v1())));
  }

  void check() {
    tables.forEach(
        (spec, table) -> {
          for (TableName v2 : table.v2Tables()) {
            refuseSync(spec, table, v2);
            refuseForeignKeyToV1(spec, v2);
          }
          new V2Cascades(catalog, List.copyOf(tables.values()))
              .of(table)
              .forEach(problem -> problems.add(spec.to(), problem));
        });
  }

  /** Trap 6: a trigger that mirrors too would apply each write twice. */
  private void refuseSync(TableSpec spec, MappedTable table, TableName name) {
    Set<Node> v2 = Set.of(graph.node(name));
    Map<Node, Edge> toV2 = graph.edges().toward(v2);
    for (Edge step : graph.edges().stepsTo(graph.node(table.v1()), v2, toV2)) {
      if (!step.cascade()) {
        refuseSync(spec, table.v1() + " " + WriteEdges.way(step, toV2));
      }
    }
    Map<Node, Edge> toV1 = graph.edges().toward(v1);
    for (Edge step : graph.edges().stepsTo(graph.node(name), v1, toV1)) {
      refuseSync(spec, name + " " + WriteEdges.way(step, toV1));
    }
  }

  private void refuseSync(TableSpec spec, String way) {
    problems.add(
        spec.v1(), way + "; only one may keep v1 and v2 in step, and that is zdm: drop it");
  }

  /** v2 must never be the reason why a delete on v1 fails. */
  private void refuseForeignKeyToV1(TableSpec spec, TableName v2) {
    for (ForeignKey key : catalog.foreignKeys()) {
      if (graph.node(key.child()).equals(graph.node(v2)) && v1.contains(graph.node(key.parent()))) {
        problems.add(
            spec.to(),
            v2
                + ": "
                + key.name()
                + " refers to "
                + key.parent()
                + ", a v1 table; let it"
                + " refer to that table's v2");
      }
    }
  }
}
