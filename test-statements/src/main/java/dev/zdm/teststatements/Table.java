package dev.zdm.teststatements;

import dev.zdm.teststatements.Fate.Computed;
import dev.zdm.teststatements.Fate.Dropped;
import dev.zdm.teststatements.Fate.Kept;
import dev.zdm.teststatements.Fate.V2Column;
import dev.zdm.teststatements.RandomReads.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of v1.
 *
 * @param v2 what it becomes; empty where it is not mapped
 * @param rows its first rows, each as literals by comma
 */
public record Table(
    String name, List<Column> columns, List<String> key, Optional<V2Table> v2, List<String> rows) {

  /**
   * A table of v2.
   *
   * @param schema its schema; empty for that of v1
   * @param plain columns that the mapping does not fill, as name and definition
   * @param added columns that only v2 has, and that v1's fill
   * @param constraints that v1 does not have, so that v2 may refuse what v1 takes
   * @param order the seed of the order of its columns
   */
  public record V2Table(
      String schema,
      String name,
      List<String> plain,
      List<V2Column> added,
      List<String> constraints,
      long order) {}

  Column column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  boolean inKey(Column column) {
    return key.contains(column.name());
  }

  List<Column> keyColumns() {
    return key.stream().map(this::column).toList();
  }

  Source source(String alias) {
    return new Source(alias, columns.stream().map(Column::col).toList());
  }

  /** Whether a read may look at all of its columns. */
  boolean readable() {
    return columns.stream().allMatch(Table::readable);
  }

  static boolean readable(Column column) {
    return !(column.fate() instanceof Dropped dropped && dropped.unread());
  }

  /** What fills v2's columns: each with its type, and with its value by v1's columns in braces. */
  public List<V2Column> filled() {
    List<V2Column> filled = new ArrayList<>();
    for (Column column : columns) {
      if (column.fate() instanceof Kept kept) {
        filled.add(new V2Column(kept.v2(), kept.type(), "{" + column.name() + "}"));
      } else if (column.fate() instanceof Computed computed) {
        filled.addAll(computed.v2());
      }
    }
    v2.ifPresent(table -> filled.addAll(table.added()));
    return filled;
  }
}
