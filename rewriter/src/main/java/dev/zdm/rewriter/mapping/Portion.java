package dev.zdm.rewriter.mapping;

import java.util.List;

/**
 * One v1 row is one v2 row; which rows of v2's table are this table's. Other rows there are other
 * tables', or v2's own, and are neither seen nor removed.
 *
 * @param constants what v2 holds beside the image of v1's key to tell this table's rows from
 *     others'; part of v2's key
 * @param where what is true of the v2 rows that v1 has, over v2's columns, each written as <code>
 *     {name}</code>; empty where there are no others
 * @param gone what a row is given when v1's is deleted; empty where it is removed
 * @param defaults what a new row of v2's has in each column that {@code where} names or {@code
 *     gone} sets. Of those that nothing else fills, every write gives a row these values, so that
 *     one that was gone is back
 */
public record Portion(List<Fixed> constants, String where, List<Fixed> gone, List<Fixed> defaults)
    implements Layout {

  /** All rows of v2's table, which are removed when v1's are. */
  public static final Portion ALL = new Portion(List.of(), "", List.of(), List.of());

  public Portion {
    constants = List.copyOf(constants);
    gone = List.copyOf(gone);
    defaults = List.copyOf(defaults);
  }

  /**
   * A column of v2 and a value that does not depend on the row.
   *
   * @param sqlType its type as a cast spells it; empty on SQLite where it has none
   * @param sql the value, an SQL expression
   */
  public record Fixed(String v2, String sqlType, String sql) {}

  /** Whether all rows of v2's table are this table's. */
  public boolean isAll() {
    return constants.isEmpty() && where.isEmpty() && gone.isEmpty();
  }
}
