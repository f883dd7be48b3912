package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import java.util.List;

/**
 * An application's write of one mapped table on PostgreSQL (W1), as far as mirroring must know it.
 *
 * @param sql the text, without a trailing semicolon
 * @param table the table that it writes
 * @param operation its verb
 * @param target how a RETURNING list of {@code sql} must call the written table: its alias, or its
 *     name, as SQL
 * @param changesKey whether it assigns a key column in an UPDATE or ON CONFLICT DO UPDATE
 * @param returning the labels of its own RETURNING list, with {@code *} expanded to v1's columns;
 *     empty if it has none
 * @param returningEnd the offset in {@code sql} right after the last RETURNING item; -1 if none
 */
public record WrittenStatement(
    String sql,
    MappedTable table,
    Operation operation,
    String target,
    boolean changesKey,
    List<String> returning,
    int returningEnd) {

  public WrittenStatement {
    returning = List.copyOf(returning);
    if (returning.isEmpty() != returningEnd < 0) {
      throw new IllegalArgumentException(
          "labels and end of the RETURNING list must come together: " + sql);
    }
  }
}
