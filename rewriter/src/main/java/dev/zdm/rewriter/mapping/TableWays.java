package dev.zdm.rewriter.mapping;

import java.util.List;
import java.util.Map;

/**
 * The ways by which a write of one table, mapped or not, reaches rows of mapped tables besides
 * those that it names. PostgreSQL only: SQLite's triggers see every row. Immutable.
 *
 * @param table the table; one that is not mapped stands for itself on both sides
 * @param sideWrites by what happens to it, what follows; nothing is left out
 * @param truncatedWith the mapped tables that TRUNCATE ... CASCADE of it empties too
 */
public record TableWays(
    MappedTable table,
    Map<WriteEvent, List<SideWrite>> sideWrites,
    List<MappedTable> truncatedWith) {

  public TableWays {
    sideWrites = Map.copyOf(sideWrites);
    truncatedWith = List.copyOf(truncatedWith);
  }

  /** What follows from the event; empty if nothing does. */
  public List<SideWrite> on(WriteEvent event) {
    return sideWrites.getOrDefault(event, List.of());
  }
}
