package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.ImageSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An application's write of one mapped table on PostgreSQL, as it is where v2 answers.
 *
 * @param table the table that it writes
 * @param operation its verb
 * @param target how its expressions call the written row, as SQL
 * @param image a SELECT, on v2, of the rows that it leaves behind in v1's shape; for a DELETE of
 *     those that it takes away; of an updated row also its old key, as {@link ImageSql#OLD_KEY} and
 *     a number
 * @param assigned the v1 columns that an UPDATE assigns
 * @param conflict what an INSERT does where a row is in its way; null if it fails
 * @param returning its RETURNING list; empty if it has none
 * @param parameters which parameter of the application's text, from 1, each placeholder stands for;
 *     empty where they are the same
 * @param asked the same of the image alone
 */
public record TurnedStatement(
    MappedTable table,
    Operation operation,
    String target,
    String image,
    List<String> assigned,
    @Nullable Conflict conflict,
    String returning,
    List<Integer> parameters,
    List<Integer> asked) {

  public TurnedStatement {
    asked = List.copyOf(asked);
    assigned = List.copyOf(assigned);
    parameters = List.copyOf(parameters);
  }

  /**
   * ON CONFLICT.
   *
   * @param columns the v1 columns of the unique key; empty for any
   * @param set what DO UPDATE assigns to which v1 columns; empty for DO NOTHING
   * @param where the condition of DO UPDATE; empty for none
   */
  public record Conflict(List<String> columns, Map<String, String> set, String where) {
    public Conflict {
      columns = List.copyOf(columns);
    }
  }

  /** The same with its parameters said. */
  public TurnedStatement withParameters(List<Integer> said) {
    return new TurnedStatement(
        table, operation, target, image, assigned, conflict, returning, said, asked);
  }

  boolean changesKey() {
    return assigned.stream().anyMatch(table.key()::contains);
  }
}
