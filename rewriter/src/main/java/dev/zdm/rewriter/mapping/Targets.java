package dev.zdm.rewriter.mapping;

import java.util.List;

/**
 * One v1 row is any number of rows in several v2 tables. They are derived by queries, and v1's row
 * is read back by another.
 *
 * @param all the v2 tables, each after those that it looks up or refers to
 * @param read a query of v1's columns, by their names, over v2's tables
 */
public record Targets(List<Target> all, String read) implements Layout {
  /** What stands in a target's query for the relation that has v1's rows. */
  public static final String SOURCE = "{source}";

  public Targets {
    all = List.copyOf(all);
  }

  /**
   * A v2 table that holds some of what v1's rows say.
   *
   * @param table the table
   * @param by the columns that hold v1's key, in its order; of a shared table, those of its key
   * @param columns what {@code rows} gives
   * @param key the columns by which a row is found, of a full unique index; {@code rows} gives them
   * @param rows a query of the table's rows, over {@link #SOURCE}, which may be any relation with
   *     v1's columns, and over the shared tables before it
   * @param shared whether its rows are no v1 row's own: they are added where they are missing, and
   *     never changed or removed
   */
  public record Target(
      TableName table,
      List<String> by,
      List<String> columns,
      List<String> key,
      String rows,
      boolean shared) {

    public Target {
      by = List.copyOf(by);
      columns = List.copyOf(columns);
      key = List.copyOf(key);
    }
  }

  /** The tables whose rows are v1 rows' own. */
  public List<Target> own() {
    return all.stream().filter(target -> !target.shared()).toList();
  }
}
