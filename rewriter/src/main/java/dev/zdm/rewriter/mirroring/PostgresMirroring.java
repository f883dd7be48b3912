package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.copy.CarriedKeys;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.CopySteps;
import dev.zdm.rewriter.copy.KeySql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockTimeoutSql;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.V2Insert;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
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
public final class PostgresMirroring implements KeyedMirroring {
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
  public String form() {
    if (asks()) {
      return "recorded: v1's statement records its keys, v2's rows are written once a program was asked for their values";
    }
    return fuses()
        ? "fused: one statement writes v1 and derives v2's rows from what it returned"
        : "two-step: v1's statement leaves its keys, the next one derives their v2 rows";
  }

  @Override
  public List<MappedTable> tables() {
    return tables;
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
  public boolean asks() {
    return !removesOnly() && new ProvidedSql(DIALECT, table).isAsked();
  }

  @Override
  public boolean keepsRows() {
    return fuses();
  }

  @Override
  public List<Integer> keyParameters() {
    return InsertedKeys.of(written);
  }

  @Override
  public Keyed keyed(List<String> columns) {
    return KeyedWrite.of(written, columns);
  }

  @Override
  public Text text(Half half, Answer answer, CopyLimits limits) {
    return switch (half) {
      case COPY -> fuses() ? fused(answer, limits) : twoStep(answer, limits);
      case KEYS -> new Text(keys(answer, limits), 0);
      case LEDGER -> new Text(ledger(answer), 0);
      case DEFERRED -> new Text(deferred(answer), 0);
    };
  }

  private boolean fuses() {
    return written.operation() != Operation.DELETE
        && written.operation() != Operation.OTHER
        && !written.changesKey()
        && !table.v1AfterTriggers()
        && table.targets().isEmpty();
  }

  private Text fused(Answer answer, CopyLimits limits) {
    return limits.boundLocks()
        ? lent(answer, new LockTimeoutSql(limits.lockMillis()))
        : new Text(fused(answer, "", "", ""), 0);
  }

  // What v2 checks when the statement ends would wait under the application's own value, were that
  // given back inside; v1's checks at that time then fail early too, and W1 is run once more.
  private Text lent(Answer answer, LockTimeoutSql timeout) {
    boolean inside = !table.v2AfterChecks();
    String give = LockTimeoutSql.GIVE_BACK;
    String sql = fused(answer, give, timeout.lendAgain(), inside ? give : "");
    String after = inside ? "" : "; " + LockTimeoutSql.giveBack();
    return new Text(timeout.lend() + "; " + sql + after, 1);
  }

  private String fused(Answer answer, String beforeV1, String beforeV2, String afterV2) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    V2Insert insert = new V2Insert(DIALECT, table);
    String copy = insert.select(w::column) + " FROM zdm_w" + insert.orUpdate();
    boolean counts = answer instanceof Answer.Count;
    String columns = counts ? "" : answer(w, answer); // before the text of W1, for it adds to that
    FusedSql fused = new FusedSql(w.sql(), copy, insert.writesAll(), beforeV1, beforeV2, afterV2);
    return counts ? fused.count() : fused.rows(columns);
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
                LedgerSql.REASON,
                touched(w));
    String columns = answer(w, answer);
    return "WITH " + w.sql() + ", zdm_l AS (" + note + ") SELECT " + columns + " FROM zdm_w";
  }

  private String deferred(Answer answer) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    String note = BulkCopySql.of(mapping, table).note(touched(w));
    String columns = answer(w, answer);
    return "WITH " + w.sql() + ", zdm_l AS (" + note + ") SELECT " + columns + " FROM zdm_w";
  }

  private Text twoStep(Answer answer, CopyLimits limits) {
    if (!removesOnly() || !CarriedKeys.fitArray(table) || table.targets().isPresent()) {
      return new Text(keys(answer, limits) + "; " + copyOfKeys(limits), 0);
    }
    String keys = keys(answer, limits, CarriedKeys.asArray(table));
    String delete = RowCopySql.of(mapping, table).deleteOfArray();
    return new Text(keys + "; " + LockTimeoutSql.bounded(limits, delete), 0);
  }

  private String keys(Answer answer, CopyLimits limits) {
    return keys(answer, limits, CarriedKeys.asJson());
  }

  private String keys(Answer answer, CopyLimits limits, CarriedKeys carried) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    String source = carried.source(touched(w));
    String set = carried.set(limits);
    if (answer instanceof Answer.Count && !written.changesKey()) {
      return "WITH %s SELECT %s FROM %s WHERE %s IS NOT NULL"
          .formatted(w.sql(), carried.count(), source, set);
    }
    String columns = answer(w, answer);
    // The answer depends on zdm_k's row, so the keys are set even where W1 touched nothing: the
    // next statement would else take those of an earlier write of the transaction.
    return "WITH %s, zdm_k AS MATERIALIZED (SELECT %s AS done FROM %s)"
            .formatted(w.sql(), set, source)
        + " SELECT a.* FROM zdm_k CROSS JOIN LATERAL"
        + " (SELECT %s FROM zdm_w WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a".formatted(columns);
  }

  /** Whether the keys that W1 touched are gone from v1, and no others are there. */
  private boolean removesOnly() {
    return written.operation() == Operation.DELETE && !table.v1AfterTriggers();
  }

  @Override
  public String copyOfKeys(CopyLimits limits) {
    List<String> parts =
        fuses()
            ? List.of(RowCopySql.of(mapping, table).upsertOfWrite())
            : CopySteps.of(mapping, table).copyOfWrite(removesOnly());
    return LockTimeoutSql.bounded(limits, String.join("; ", parts));
  }

  @Override
  public List<Owed> owed() {
    return List.of(new Owed(table, "zdm.keys", false));
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
