package dev.zdm.rewriter;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a write on PostgreSQL is mirrored: in one statement (fused) where RETURNING says all, else in
 * two, the second with a snapshot of its own (two-step). Immutable.
 *
 * <p>v2's half is always derived from the rows that v1's half returned, and always an upsert: it
 * shares W1's snapshot and cannot see a row that a copier committed meanwhile, but ON CONFLICT can.
 */
public final class PostgresMirroring implements Mirroring {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /** The first major version whose RETURNING knows OLD and NEW. */
  private static final int OLD_AND_NEW = 18;

  private final Mapping mapping;
  private final WrittenStatement written;
  private final MappedTable table;
  private final List<MappedTable> tables;

  private PostgresMirroring(Mapping mapping, WrittenStatement written) {
    this.mapping = mapping;
    this.written = written;
    this.table = written.table();
    this.tables = List.of(table);
  }

  /**
   * The mirroring of {@code written} under {@code mapping}.
   *
   * @throws IllegalArgumentException if the key changes and the server is older than 18
   */
  public static Mirroring of(Mapping mapping, WrittenStatement written) {
    if (written.changesKey() && mapping.serverVersion() < OLD_AND_NEW) {
      throw new IllegalArgumentException(
          "a write that changes a key needs PostgreSQL 18: before it, the old key is not returned");
    }
    return new PostgresMirroring(mapping, written);
  }

  @Override
  public List<MappedTable> tables() {
    return tables;
  }

  @Override
  public boolean followsFromKeys() {
    return true;
  }

  @Override
  public boolean returning() {
    return written.returningEnd() >= 0;
  }

  @Override
  public boolean changesKey() {
    return written.changesKey();
  }

  @Override
  public String text(Half half, Answer answer) {
    return switch (half) {
      case COPY -> fuses() ? fused(answer) : twoStep(answer);
      case LEDGER -> ledger(answer);
    };
  }

  private boolean fuses() {
    return written.operation() != Plan.Operation.DELETE
        && written.operation() != Plan.Operation.OTHER
        && !written.changesKey()
        && !table.v1AfterTriggers();
  }

  private String fused(Answer answer) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    V2Insert insert = new V2Insert(DIALECT, table);
    String copy = insert.select(w::column) + " FROM zdm_w" + insert.orUpdate();
    String columns = answer(w, answer);
    return "WITH " + w.sql() + ", zdm_m AS (" + copy + ") SELECT " + columns + " FROM zdm_w";
  }

  private String ledger(Answer answer) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    KeySql keys = new KeySql(DIALECT, table);
    String note =
        "INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM (%s) AS k"
            .formatted(
                mapping.ledger().sql(DIALECT),
                DIALECT.literal(table.v1().toString()),
                keys.json("k"),
                DIALECT.literal("v2 refused the write"),
                touched(w));
    String columns = answer(w, answer);
    return "WITH " + w.sql() + ", zdm_l AS (" + note + ") SELECT " + columns + " FROM zdm_w";
  }

  private String twoStep(Answer answer) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    String array = new KeySql(DIALECT, table).jsonArray("k");
    String touched = touched(w);
    String columns = answer(w, answer);
    // The answer depends on zdm_k's row, so the keys are set even where W1 touched nothing: the
    // next statement would else take those of an earlier write of the transaction.
    String first =
        "WITH %s, zdm_k AS MATERIALIZED (SELECT set_config('zdm.keys', %s, true) AS done FROM (%s) AS k)"
                .formatted(w.sql(), array, touched)
            + " SELECT a.* FROM zdm_k CROSS JOIN LATERAL"
            + " (SELECT %s FROM zdm_w WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a"
                .formatted(columns);
    RowCopySql copier = RowCopySql.of(mapping, table);
    return written.operation() == Plan.Operation.DELETE && !table.v1AfterTriggers()
        ? String.join("; ", first, copier.deleteOfWrite())
        : String.join("; ", first, copier.deleteAbsentOfWrite(), copier.upsert(KeySql.SETTING));
  }

  /** The keys that W1 touched, under v1's names. */
  private String touched(EmbeddedWrite w) {
    if (!written.changesKey()) {
      return keys(table.key().stream().map(w::column).toList(), "");
    }
    List<String> before = table.key().stream().map(w::before).toList();
    List<String> after = table.key().stream().map(w::after).toList();
    return keys(before, " WHERE " + before.get(0) + " IS NOT NULL")
        + " UNION "
        + keys(after, " WHERE " + after.get(0) + " IS NOT NULL");
  }

  private String keys(List<String> columns, String condition) {
    return "SELECT " + labelled(columns, table.key()) + " FROM zdm_w" + condition;
  }

  private String answer(EmbeddedWrite w, Answer answer) {
    if (answer instanceof Answer.Columns columns) {
      return labelled(
          columns.v1Columns().stream().map(c -> known(w, c)).toList(), columns.v1Columns());
    }
    if (answer instanceof Answer.Returning) {
      if (!returning()) {
        throw new IllegalArgumentException("the statement has no RETURNING list: " + written.sql());
      }
      return labelled(w.returned(), written.returning());
    }
    return "count(*)";
  }

  private String known(EmbeddedWrite w, String v1Column) {
    return w.column(table.column(v1Column).v1());
  }

  private static String labelled(List<String> columns, List<String> labels) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i) + " AS " + DIALECT.quote(labels.get(i)))
        .collect(Collectors.joining(", "));
  }
}
