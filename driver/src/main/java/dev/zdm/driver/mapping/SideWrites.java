package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Action;
import dev.zdm.driver.mapping.Catalog.ForeignKey;
import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.WriteGraph.Edge;
import dev.zdm.driver.mapping.WriteGraph.Node;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.SideWrite;
import dev.zdm.rewriter.mapping.SideWrite.Cascade;
import dev.zdm.rewriter.mapping.SideWrite.Unseen;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.WriteEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds, on PostgreSQL, what a write of each table does to mapped tables besides what it says: the
 * cascades whose rows can be found again, and the ways on which they cannot.
 */
final class SideWrites {
  private final Catalog catalog;
  private final WriteGraph graph;
  private final CascadeTwins twins;
  private final Map<Node, MappedTable> mapped = new HashMap<>();
  private final Set<Node> v2 = new HashSet<>();
  private final Map<Node, Edge> toward;

  SideWrites(Catalog catalog, List<MappedTable> tables) {
    this.catalog = catalog;
    this.graph = new WriteGraph(catalog, tables);
    this.twins = new CascadeTwins(catalog, tables);
    for (MappedTable table : tables) {
      mapped.put(graph.node(table.v1()), table);
      table.v2Tables().forEach(name -> v2.add(graph.node(name)));
    }
    this.toward = graph.edges().toward(mapped.keySet());
  }

  /** The tables a write of which has such consequences. */
  List<TableWays> find() {
    List<TableWays> found = new ArrayList<>();
    for (Node node : graph.written()) {
      if (!v2.contains(node)) {
        TableWays ways = ways(node);
        if (!ways.sideWrites().isEmpty() || !ways.truncatedWith().isEmpty()) {
          found.add(ways);
        }
      }
    }
    return found;
  }

  private TableWays ways(Node node) {
    Map<WriteEvent, List<SideWrite>> all = new EnumMap<>(WriteEvent.class);
    for (WriteEvent event : WriteEvent.values()) {
      List<SideWrite> writes = new ArrayList<>(unseen(node, event));
      for (ForeignKey key : catalog.foreignKeys()) {
        if (graph.node(key.parent()).equals(node) && action(key, event).writes()) {
          SideWrite write = follow(key, event, List.of(node), mapped.containsKey(node));
          if (write != null) {
            writes.add(write);
          }
        }
      }
      if (!writes.isEmpty()) {
        all.put(event, List.copyOf(writes));
      }
    }
    return new TableWays(table(node), all, emptied(node));
  }

  /** What triggers and rules on the table do, of which no statement says the rows. */
  private List<Unseen> unseen(Node node, WriteEvent event) {
    Stream<Node> fired =
        event == WriteEvent.TRUNCATE
            ? Stream.concat(Stream.of(node), graph.emptiedWith(node).stream())
            : Stream.of(node);
    Stream<String> elsewhere =
        fired
            .flatMap(n -> graph.edges().stepsTo(n, mapped.keySet(), toward).stream())
            .filter(step -> !step.cascade() && step.events().contains(event))
            .map(step -> WriteEdges.way(step, toward));
    return Stream.concat(elsewhere, rekeyed(node, event))
        .map(way -> new Unseen(List.of(), way))
        .toList();
  }

  private Stream<String> rekeyed(Node node, WriteEvent event) {
    MappedTable table = mapped.get(node);
    return table == null || event != WriteEvent.UPDATE
        ? Stream.empty()
        : new RekeyingTriggers(catalog)
            .of(table).stream()
                .map(trigger -> "may give a row another key (trigger " + trigger + ")");
  }

  private static Action action(ForeignKey key, WriteEvent event) {
    return switch (event) {
      case DELETE -> key.onDelete();
      case UPDATE -> key.onUpdate();
      case INSERT, TRUNCATE -> Action.NO_ACTION;
    };
  }

  /**
   * What the foreign key carries on; null if nothing that v2 does not do by itself.
   *
   * @param path the tables that led here, the key's parent last
   * @param derived whether zdm derives the parent's row on v2, where a new key makes a new row
   */
  private @Nullable SideWrite follow(
      ForeignKey key, WriteEvent event, List<Node> path, boolean derived) {
    Node child = graph.node(key.child());
    List<String> columns =
        event == WriteEvent.UPDATE && !changesBefore(path.get(path.size() - 1))
            ? key.parentColumns()
            : List.of();
    boolean twin =
        twins.covers(key) && !(derived && event == WriteEvent.UPDATE && twins.refersToKey(key));
    String way = "cascades into " + child + " (" + key.name() + ")";
    if (path.contains(child)) {
      return twin ? null : new Unseen(columns, way + ", which refers to itself");
    }
    MappedTable table = mapped.get(child);
    List<SideWrite> next = next(key, event, path, table != null && !twin);
    if (next.isEmpty() && (twin || table == null)) {
      return null;
    }
    for (SideWrite write : next) {
      if (write instanceof Unseen unseen) {
        return new Unseen(columns, way + ", which " + unseen.way());
      }
    }
    if (twin || table == null) {
      return new Unseen(columns, way + ", which cascades on");
    }
    String obstacle = obstacle(key, event, table, path);
    return obstacle != null
        ? new Unseen(columns, way + obstacle)
        : new Cascade(
            columns,
            table,
            key.childColumns(),
            key.parentColumns(),
            rekeys(key, event, table),
            refersOnV2(key, table),
            next.stream().map(Cascade.class::cast).toList());
  }

  /** What the change of the child's rows leads to. */
  private List<SideWrite> next(ForeignKey key, WriteEvent event, List<Node> path, boolean derived) {
    Node child = graph.node(key.child());
    boolean deletes = event == WriteEvent.DELETE && key.onDelete() == Action.CASCADE;
    WriteEvent then = deletes ? WriteEvent.DELETE : WriteEvent.UPDATE;
    List<Node> longer = new ArrayList<>(path);
    longer.add(child);
    List<SideWrite> next = new ArrayList<>(unseen(child, then));
    for (ForeignKey other : catalog.foreignKeys()) {
      boolean touched =
          deletes
              || changesBefore(child)
              || other.parentColumns().stream().anyMatch(key.childColumns()::contains);
      if (graph.node(other.parent()).equals(child) && action(other, then).writes() && touched) {
        SideWrite write = follow(other, then, longer, derived);
        if (write != null) {
          next.add(write);
        }
      }
    }
    return next;
  }

  /** A BEFORE trigger may assign columns that the statement does not. */
  private boolean changesBefore(Node node) {
    return catalog.triggers().stream()
        .anyMatch(
            t ->
                graph.node(t.table()).equals(node)
                    && t.timing() == Timing.BEFORE
                    && t.events().contains(WriteEvent.UPDATE));
  }

  private static boolean rekeys(ForeignKey key, WriteEvent event, MappedTable child) {
    return event == WriteEvent.UPDATE
        && child.key().stream().anyMatch(key.childColumns()::contains);
  }

  /** Why the child's rows cannot be found on v2 when the cascade is over; null if they can. */
  private @Nullable String obstacle(
      ForeignKey key, WriteEvent event, MappedTable child, List<Node> path) {
    if (!held(child, key.childColumns())
        || !held(mapped.get(path.get(path.size() - 1)), key.parentColumns())) {
      return ", whose columns v2 does not hold as they are";
    }
    boolean inKey = child.key().stream().anyMatch(key.childColumns()::contains);
    if (inKey && action(key, event) == Action.SET_DEFAULT) {
      return ", whose key gets a default";
    }
    if (rekeys(key, event, child) && path.size() > 1) {
      return ", whose key changes with its parent's";
    }
    boolean parentUnmapped = !mapped.containsKey(path.get(0));
    if (path.size() == 1 && parentUnmapped && refersToSameParent(key, child)) {
      return ", and "
          + child.v2()
          + " refers to it with other actions, or what is computed would stay as it was";
    }
    if (path.size() == 1 && parentUnmapped && catalog.table(key.parent().name()).isEmpty()) {
      return ", from another schema";
    }
    return null;
  }

  private static boolean held(@Nullable MappedTable table, List<String> columns) {
    return table == null || columns.stream().allMatch(name -> table.column(name).held());
  }

  private boolean refersToSameParent(ForeignKey key, MappedTable child) {
    return catalog.foreignKeys().stream()
        .anyMatch(k -> k.child().equals(child.v2()) && k.parent().equals(key.parent()));
  }

  private boolean refersOnV2(ForeignKey key, MappedTable child) {
    MappedTable parent = mapped.get(graph.node(key.parent()));
    return parent != null
        && catalog.foreignKeys().stream()
            .anyMatch(k -> k.child().equals(child.v2()) && k.parent().equals(parent.v2()));
  }

  private List<MappedTable> emptied(Node node) {
    List<MappedTable> emptied = new ArrayList<>();
    for (Node child : graph.emptiedWith(node)) {
      MappedTable table = mapped.get(child);
      if (table != null) {
        emptied.add(table);
      }
    }
    return emptied;
  }

  /** The mapped table, or a table that stands for itself. */
  private MappedTable table(Node node) {
    MappedTable table = mapped.get(node);
    if (table != null) {
      return table;
    }
    TableName name = new TableName(node.schema(), node.name());
    List<MappedTable.ColumnMapping> columns =
        catalog.tables().stream()
            .filter(t -> t.name().equals(name))
            .flatMap(t -> t.columns().stream())
            .map(c -> new MappedTable.ColumnMapping(c.name(), c.name(), c.type()))
            .toList();
    return new MappedTable(
        name, name, columns, List.of(), List.of(), List.of(), List.of(), false, false);
  }
}
