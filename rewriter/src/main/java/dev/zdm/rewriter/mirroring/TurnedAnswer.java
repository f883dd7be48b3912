package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import java.util.stream.Collectors;

/**
 * What the application gets of a write of v2, on PostgreSQL.
 *
 * @param written the write
 */
record TurnedAnswer(TurnedStatement written) {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /**
   * A SELECT of it.
   *
   * @param rows the relation that has the written rows in v1's shape
   * @param condition under which there are any
   */
  String select(Answer answer, String rows, String condition) {
    String shaped =
        "(SELECT %s FROM %s) AS %s"
            .formatted(
                DerivedTable.columns(written.table()).stream()
                    .map(DIALECT::quote)
                    .collect(Collectors.joining(", ")),
                rows,
                written.target());
    return " SELECT %s FROM %s WHERE %s".formatted(items(answer), shaped, condition);
  }

  private String items(Answer answer) {
    MappedTable table = written.table();
    if (answer instanceof Answer.Columns columns) {
      return columns.v1Columns().stream()
          .map(c -> written.target() + "." + DIALECT.quote(table.column(c).v1()))
          .collect(Collectors.joining(", "));
    }
    if (answer instanceof Answer.Returning) {
      if (written.returning().isEmpty()) {
        throw new IllegalArgumentException("the statement has no RETURNING list");
      }
      return written.returning();
    }
    return "count(*)";
  }
}
