package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.CarriedKeys;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.copy.ImageSql;
import dev.zdm.rewriter.copy.KeySql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockTimeoutSql;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.copy.ReverseCopySql;
import dev.zdm.rewriter.copy.TurnedSql;
import dev.zdm.rewriter.copy.V2Insert;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mirroring.TurnedStatement.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a write on PostgreSQL is sent where v2 answers: one statement asks v2 for the rows that the
 * write leaves behind, as v1 would see them, locks what it is about to change, and writes v2's rows
 * of them. Where v1 follows, the keys go to a second step, which derives v1's rows from v2's.
 * Immutable.
 */
public final class TurnedMirroring implements V2FirstMirroring {
  /** Lets zdm's own writes of v1 pass where others are refused. */
  public static final String V2_ANSWERS = "SELECT set_config('zdm.primary', 'v2', true)";

  /** Takes {@link #V2_ANSWERS} back, for what else the transaction writes is not zdm's. */
  static final String NO_LONGER = "SELECT set_config('zdm.primary', '', true)";

  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  private final Mapping mapping;
  private final TurnedStatement written;
  private final boolean followed;
  private final MappedTable table;
  private final KeySql keys;
  private final TurnedSql turned;

  /**
   * @param followed whether v1 follows
   */
  public TurnedMirroring(Mapping mapping, TurnedStatement written, boolean followed) {
    this.mapping = mapping;
    this.written = written;
    this.followed = followed;
    this.table = written.table();
    this.keys = new KeySql(DIALECT, table);
    this.turned = new TurnedSql(DIALECT, table);
  }

  @Override
  public String form() {
    return followed
        ? "turned: one statement writes v2, the next one derives v1's rows from its keys"
        : "turned: one statement writes v2";
  }

  @Override
  public TurnedStatement written() {
    return written;
  }

  @Override
  public boolean followed() {
    return followed;
  }

  @Override
  public List<Integer> parameters() {
    return written.parameters();
  }

  @Override
  public Text text(Half half, Answer answer, CopyLimits limits) {
    if (!followed) {
      return new Text(parts() + answered(answer, "TRUE"), 0);
    }
    String own =
        switch (half) {
          case COPY -> keyed(answer, limits) + "; " + copyOfKeys(limits);
          case KEYS -> keyed(answer, limits) + "; " + NO_LONGER;
          case LEDGER ->
              parts()
                  + ", zdm_l AS ("
                  + note()
                  + ") "
                  + answered(answer, "TRUE")
                  + "; "
                  + NO_LONGER;
          case DEFERRED ->
              throw new IllegalStateException("a write of v2 is not deferred: " + table.v1());
        };
    return new Text(V2_ANSWERS + "; " + own, 1);
  }

  @Override
  public @Nullable Asked asked() {
    ProvidedSql provided = new ProvidedSql(DIALECT, table);
    boolean made = written.operation() == Operation.INSERT || provided.isMadeOf(written.assigned());
    return provided.isAsked() && made
        ? new Asked(provided.inputsOf("\n" + written.image() + lock() + "\n"), written.asked())
        : null;
  }

  private String keyed(Answer answer, CopyLimits limits) {
    CarriedKeys carried = CarriedKeys.asJson();
    // The answer depends on zdm_k's row, so the keys are set even where nothing was touched.
    return parts()
        + ", zdm_k AS MATERIALIZED (SELECT %s AS done FROM %s)"
            .formatted(carried.set(limits), carried.source(touched()))
        + " SELECT zdm_a.* FROM zdm_k CROSS JOIN LATERAL (%s OFFSET 0) AS zdm_a"
            .formatted(answered(answer, "zdm_k.done IS NOT NULL"));
  }

  /** The keys of the rows that were written, under v1's names. */
  private String touched() {
    String now = "SELECT " + keys.v1("zdm_m") + " FROM zdm_m";
    return written.changesKey() ? now + " UNION SELECT " + oldKey() + " FROM zdm_m" : now;
  }

  private String oldKey() {
    return IntStream.range(0, table.key().size())
        .mapToObj(i -> old("zdm_m", i) + " AS " + DIALECT.quote(table.key().get(i)))
        .collect(Collectors.joining(", "));
  }

  private static String old(String alias, int i) {
    return alias + "." + DIALECT.quote(ImageSql.OLD_KEY + i);
  }

  private String note() {
    return "INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM (%s) AS k"
        .formatted(
            mapping.ledger().sql(DIALECT),
            DIALECT.literal(table.v1().toString()),
            keys.json("k"),
            LedgerSql.REASON,
            touched());
  }

  /** The rows as they are asked for, {@code zdm_w}, and as they were written, {@code zdm_m}. */
  private String parts() {
    return "WITH zdm_w AS MATERIALIZED (\n" + written.image() + lock() + "\n), " + rowsWritten();
  }

  /** As strong as the write itself would lock. */
  private String lock() {
    return switch (written.operation()) {
      case UPDATE ->
          "\nFOR " + (written.changesKey() ? "" : "NO KEY ") + "UPDATE OF " + written.target();
      case DELETE -> "\nFOR UPDATE OF " + written.target();
      case INSERT, OTHER -> "";
    };
  }

  private String write() {
    return switch (written.operation()) {
      case INSERT -> insert();
      case UPDATE -> update();
      case DELETE -> delete();
      case OTHER -> throw new IllegalStateException("no form for this write of " + table.v1());
    };
  }

  private static String image(String v1Column) {
    return "zdm_w." + DIALECT.quote(v1Column);
  }

  private String rowsWritten() {
    if (written.operation() != Operation.INSERT || !turned.keepsGone()) {
      return "zdm_m AS (" + write() + ")";
    }
    // A row that v1 has deleted and v2 has kept is not in the way.
    return "zdm_r AS (%s RETURNING %s), zdm_i AS (%s), zdm_m AS (SELECT * FROM zdm_r UNION ALL SELECT * FROM zdm_i)"
        .formatted(turned.revive("zdm_w", leaves()), turned.shaped("zdm_t."), insert());
  }

  private String insert() {
    String insert =
        new V2Insert(DIALECT, table).select(TurnedMirroring::image)
            + " FROM zdm_w WHERE "
            + complete()
            + (turned.keepsGone() ? notRevived() : "")
            + onConflict();
    return insert + " RETURNING " + turned.shaped(v2Row());
  }

  /** Whether a row gives way to one that is in its way. */
  private boolean leaves() {
    return written.conflict() != null && written.conflict().set().isEmpty();
  }

  private String notRevived() {
    return " AND (%s) NOT IN (SELECT %s FROM zdm_r)".formatted(keys.v1("zdm_w"), keys.v1("zdm_r"));
  }

  private String complete() {
    return turned.complete(mapping.shape(table), TurnedMirroring::image);
  }

  /** How an INSERT calls the row of v2 that it writes, or that is in its way. */
  private String v2Row() {
    return DIALECT.quote(table.v2().name()) + ".";
  }

  private String onConflict() {
    Conflict conflict = written.conflict();
    if (conflict == null) {
      return "";
    }
    String columns = conflict.columns().isEmpty() ? "" : turned.conflict(conflict.columns());
    return " ON CONFLICT"
        + columns
        + " DO "
        + (conflict.set().isEmpty() ? "NOTHING" : set(conflict));
  }

  private String set(Conflict conflict) {
    String both =
        "(SELECT %s) AS %s, (SELECT %s) AS excluded"
            .formatted(turned.shaped(v2Row()), written.target(), turned.shaped("excluded."));
    List<String> items = new ArrayList<>();
    // in the order of the text, for the parameters have it too
    conflict.set().forEach((column, sql) -> items.add(sql + " AS " + DIALECT.quote(column)));
    for (String column : DerivedTable.columns(table)) {
      if (!conflict.set().containsKey(column)) {
        items.add(written.target() + "." + DIALECT.quote(column) + " AS " + DIALECT.quote(column));
      }
    }
    UnaryOperator<String> row = c -> "zdm_n." + DIALECT.quote(c);
    Map<String, String> assigned = turned.assigned(conflict.set().keySet(), row);
    String key = row.apply(table.key().get(0));
    String values =
        "SELECT %s FROM (SELECT %s FROM %s) AS zdm_n WHERE %s IS NOT NULL AND %s"
            .formatted(
                String.join(", ", assigned.values()),
                String.join(", ", items),
                both,
                turned.guarded(key, row),
                turned.complete(mapping.shape(table), row));
    String where =
        conflict.where().isEmpty()
            ? "TRUE"
            : "(SELECT (%s) FROM %s)".formatted(conflict.where(), both);
    return "UPDATE SET (%s) = (%s) WHERE %s%s"
        .formatted(quoted(assigned), values, where, turned.live(DIALECT.quote(table.v2().name())));
  }

  private static String quoted(Map<String, String> assigned) {
    return assigned.keySet().stream().map(DIALECT::quote).collect(Collectors.joining(", "));
  }

  private String update() {
    Map<String, String> assigned = turned.assigned(written.assigned(), TurnedMirroring::image);
    if (assigned.isEmpty()) {
      String key = table.keyColumns().get(0).v2();
      assigned = Map.of(key, "zdm_t." + DIALECT.quote(key));
    }
    String set =
        assigned.entrySet().stream()
            .map(e -> DIALECT.quote(e.getKey()) + " = " + e.getValue())
            .collect(Collectors.joining(", "));
    List<String> same = new ArrayList<>();
    same.add(complete());
    for (int i = 0; i < table.key().size(); i++) {
      String old = old("zdm_w", i);
      String value = i == 0 ? turned.guarded(old, TurnedMirroring::image) : old;
      same.add("zdm_t." + DIALECT.quote(table.keyColumns().get(i).v2()) + " = " + value);
    }
    String olds =
        IntStream.range(0, table.key().size())
            .mapToObj(i -> ", " + old("zdm_w", i))
            .collect(Collectors.joining());
    return "UPDATE %s AS zdm_t SET %s FROM zdm_w WHERE %s RETURNING %s%s"
        .formatted(
            table.v2().sql(DIALECT),
            set,
            String.join(" AND ", same) + turned.own("zdm_t"),
            turned.shaped("zdm_t."),
            olds);
  }

  private String delete() {
    String same =
        table.keyColumns().stream()
            .map(c -> "t." + DIALECT.quote(c.v2()) + " = " + image(c.v1()))
            .collect(Collectors.joining(" AND "));
    return turned.remove("zdm_w", same) + " RETURNING zdm_w.*";
  }

  private String answered(Answer answer, String condition) {
    return new TurnedAnswer(written).select(answer, "zdm_m", condition);
  }

  @Override
  public String copyOfKeys(CopyLimits limits) {
    ReverseCopySql copier = ReverseCopySql.of(mapping, table);
    List<String> parts = new ArrayList<>();
    if (written.operation() == Operation.DELETE || written.changesKey()) {
      parts.add(copier.deleteOfWrite());
    }
    if (written.operation() != Operation.DELETE) {
      parts.add(copier.upsertOfWrite());
    }
    return asV2Answers(LockTimeoutSql.bounded(limits, String.join("; ", parts)));
  }

  /** What may write v1, and nothing behind it. */
  static String asV2Answers(String sql) {
    return String.join("; ", V2_ANSWERS, sql, NO_LONGER);
  }
}
