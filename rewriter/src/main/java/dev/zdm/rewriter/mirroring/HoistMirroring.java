package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.CopySteps;
import dev.zdm.rewriter.copy.KeySql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockTimeoutSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a statement is mirrored whose WITH, or which behind a WITH, writes mapped tables. It cannot
 * be embedded whole, so its parts stay where they are, and its main statement becomes one more of
 * them; the keys that all of them return go to a second step. Immutable.
 */
public final class HoistMirroring implements Mirroring {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  private final Mapping mapping;
  private final String parts;
  private final String main;
  private final boolean returning;
  private final Map<MappedTable, String> keys = new LinkedHashMap<>();

  /**
   * @param parts the WITH with the hoisted writes in place, and the main statement as its last part
   * @param main the SELECT that answers as the main statement would
   * @param returning whether that gives rows; else it gives a count
   */
  public HoistMirroring(
      Mapping mapping, String parts, String main, boolean returning, List<HoistedWrite> writes) {
    this.mapping = mapping;
    this.parts = parts;
    this.main = main;
    this.returning = returning;
    for (HoistedWrite write : writes) {
      keys.merge(write.table(), write.keys(), (a, b) -> a + " UNION " + b);
    }
  }

  @Override
  public String form() {
    return "two-step, hoisted: each write in the WITH leaves its keys, the next statement derives"
        + " their v2 rows";
  }

  @Override
  public List<MappedTable> tables() {
    return List.copyOf(keys.keySet());
  }

  @Override
  public boolean returning() {
    return returning;
  }

  @Override
  public Text text(Half half, Answer answer, CopyLimits limits) {
    boolean rows = !(answer instanceof Answer.Count);
    if (rows != returning || answer instanceof Answer.Columns) {
      throw new IllegalArgumentException(
          "generated keys of a statement whose WITH writes; name them in RETURNING instead");
    }
    return switch (half) {
      case COPY -> new Text(keys() + "; " + copyOfKeys(limits), 0);
      case KEYS -> new Text(keys(), 0);
      case LEDGER -> new Text(parts + ", " + notes() + " " + main, 0);
      case DEFERRED -> throw new IllegalStateException("this write cannot wait for COMMIT");
    };
  }

  private String keys() {
    List<String> settings = new ArrayList<>();
    keys.forEach(
        (table, select) ->
            settings.add(
                "set_config('%s', (%s), true)"
                    .formatted(
                        setting(settings.size()), new KeySql(DIALECT, table).array(select))));
    return "%s, zdm_k AS MATERIALIZED (SELECT %s AS done)"
            .formatted(parts, String.join(" || ", settings))
        + " SELECT a.* FROM zdm_k CROSS JOIN LATERAL (SELECT m.* FROM (%s) AS m".formatted(main)
        + " WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a";
  }

  private static String setting(int number) {
    return "zdm.with" + number;
  }

  @Override
  public String copyOfKeys(CopyLimits limits) {
    List<String> copies = new ArrayList<>();
    for (Owed owed : owed()) {
      copies.add(
          "SELECT set_config('zdm.keys', current_setting('%s'), true)".formatted(owed.setting()));
      copies.addAll(CopySteps.of(mapping, owed.table()).copyOfWrite(false));
    }
    return LockTimeoutSql.bounded(limits, String.join("; ", copies));
  }

  @Override
  public List<Owed> owed() {
    List<Owed> owed = new ArrayList<>();
    tables().forEach(table -> owed.add(new Owed(table, setting(owed.size()), false)));
    return List.copyOf(owed);
  }

  private String notes() {
    List<String> notes = new ArrayList<>();
    keys.forEach(
        (table, select) ->
            notes.add(
                "zdm_l%d AS (INSERT INTO %s (table_name, row_key, reason) SELECT %s, %s, %s FROM (%s) AS k)"
                    .formatted(
                        notes.size() + 1,
                        mapping.ledger().sql(DIALECT),
                        DIALECT.literal(table.v1().toString()),
                        new KeySql(DIALECT, table).json("k"),
                        LedgerSql.REASON,
                        select)));
    return notes.stream().collect(Collectors.joining(", "));
  }
}
