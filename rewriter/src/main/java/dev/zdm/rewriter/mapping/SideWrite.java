package dev.zdm.rewriter.mapping;

import java.util.List;

/** What happens to rows of mapped tables because another table, or another row, is written. */
public sealed interface SideWrite {

  /** The columns whose UPDATE brings it about; empty if any UPDATE may. */
  List<String> columns();

  /**
   * Nobody can tell which rows.
   *
   * @param way continues the sentence "a write of the table ..."
   */
  record Unseen(List<String> columns, String way) implements SideWrite {
    public Unseen {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A foreign key carries a deleted row, or a changed key, on into a mapped child, whose v2 table
   * does not do the same by itself.
   *
   * @param columns the parent's columns that matter if it is updated; empty if any UPDATE may
   * @param child the mapped child
   * @param childColumns its columns that refer, by v1's names
   * @param parentColumns the parent's columns that they refer to, one by one
   * @param rekeys whether the child's own key is changed by it
   * @param refersOnV2 whether the child's v2 table refers to the parent's, so that a parent's old
   *     row must outlive the children that refer to it
   * @param next what follows from it for the child's own children
   */
  record Cascade(
      List<String> columns,
      MappedTable child,
      List<String> childColumns,
      List<String> parentColumns,
      boolean rekeys,
      boolean refersOnV2,
      List<Cascade> next)
      implements SideWrite {
    public Cascade {
      columns = List.copyOf(columns);
      childColumns = List.copyOf(childColumns);
      parentColumns = List.copyOf(parentColumns);
      next = List.copyOf(next);
    }
  }
}
