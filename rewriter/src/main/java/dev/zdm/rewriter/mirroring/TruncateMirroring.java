package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockTimeoutSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A TRUNCATE of v1, and the same of v2 behind it. Immutable. */
public final class TruncateMirroring implements Mirroring {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  private final Mapping mapping;
  private final String sql;
  private final List<MappedTable> tables;

  /**
   * @param tables the mapped tables that it empties, one at least
   */
  public TruncateMirroring(Mapping mapping, String sql, List<MappedTable> tables) {
    this.mapping = mapping;
    this.sql = sql;
    this.tables = List.copyOf(tables);
  }

  @Override
  public String form() {
    return "both: v1 and v2 are truncated in one string";
  }

  @Override
  public List<MappedTable> tables() {
    return tables;
  }

  @Override
  public boolean returning() {
    return false;
  }

  @Override
  public Text text(Half half, Answer answer, CopyLimits limits) {
    // A line of its own for what follows: the text may end in a line comment.
    String first = sql + "\n; " + answer(answer);
    return switch (half) {
      case COPY -> new Text(first + "; " + copyOfKeys(limits), 0);
      case KEYS -> new Text(first, 0);
      case LEDGER -> new Text(first + "; " + taint(), 0);
      case DEFERRED -> throw new IllegalStateException("this write cannot wait for COMMIT");
    };
  }

  @Override
  public String copyOfKeys(CopyLimits limits) {
    List<String> parts = new ArrayList<>();
    String emptied =
        tables.stream()
            .flatMap(table -> table.ownV2Tables().stream())
            .map(v2 -> v2.sql(DIALECT))
            .collect(Collectors.joining(", "));
    if (!emptied.isEmpty()) {
      parts.add("TRUNCATE TABLE " + emptied);
    }
    List<MappedTable> childrenFirst = new ArrayList<>(mapping.tables());
    Collections.reverse(childrenFirst);
    for (MappedTable table : childrenFirst) {
      if (tables.contains(table) && table.ownV2Tables().isEmpty()) {
        parts.addAll(RowCopySql.of(mapping, table).removeAllOfWrite());
      }
    }
    return LockTimeoutSql.bounded(limits, String.join("; ", parts));
  }

  @Override
  public List<Owed> owed() {
    return tables.stream().map(table -> new Owed(table, null, false)).toList();
  }

  /** Which rows were there, nobody knows any more. */
  private String taint() {
    return tables.stream()
        .map(
            table ->
                "(%s, NULL, %s)"
                    .formatted(DIALECT.literal(table.v1().toString()), LedgerSql.REASON))
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
