package dev.zdm.rewriter;

import java.util.List;
import java.util.stream.Collectors;

/** A TRUNCATE of v1, and the same of v2 behind it. Immutable. */
final class TruncateMirroring implements Mirroring {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  private final Mapping mapping;
  private final String sql;
  private final List<MappedTable> tables;

  /**
   * @param tables the mapped tables that it empties, one at least
   */
  TruncateMirroring(Mapping mapping, String sql, List<MappedTable> tables) {
    this.mapping = mapping;
    this.sql = sql;
    this.tables = List.copyOf(tables);
  }

  @Override
  public List<MappedTable> tables() {
    return tables;
  }

  @Override
  public boolean followsFromKeys() {
    return false;
  }

  @Override
  public boolean returning() {
    return false;
  }

  @Override
  public boolean changesKey() {
    return false;
  }

  @Override
  public String text(Half half, Answer answer) {
    String second =
        switch (half) {
          case COPY ->
              tables.stream()
                  .map(table -> table.v2().sql(DIALECT))
                  .collect(Collectors.joining(", ", "TRUNCATE TABLE ", ""));
          case LEDGER -> taint();
        };
    // A line of its own for what follows: the text may end in a line comment.
    return sql + "\n; " + second + "; " + answer(answer);
  }

  /** Which rows were there, nobody knows any more. */
  private String taint() {
    return tables.stream()
        .map(
            table ->
                "(%s, NULL, %s)"
                    .formatted(
                        DIALECT.literal(table.v1().toString()),
                        DIALECT.literal("v2 refused a TRUNCATE")))
        .collect(
            Collectors.joining(
                ", ",
                "INSERT INTO "
                    + mapping.ledger().sql(DIALECT)
                    + " (table_name, row_key, reason) VALUES ",
                ""));
  }

  private String answer(Answer answer) {
    if (answer instanceof Answer.Columns asked) {
      MappedTable table = tables.get(0);
      return asked.v1Columns().stream()
          .map(table::column)
          .map(c -> "CAST(NULL AS " + c.sqlType() + ") AS " + DIALECT.quote(c.v1()))
          .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
    }
    if (answer instanceof Answer.Returning) {
      throw new IllegalArgumentException("TRUNCATE has no RETURNING list: " + sql);
    }
    return "SELECT CAST(0 AS bigint)";
  }
}
