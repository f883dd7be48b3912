package dev.zdm.rewriter;

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
final class HoistMirroring implements Mirroring {
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
  HoistMirroring(
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
  public List<MappedTable> tables() {
    return List.copyOf(keys.keySet());
  }

  @Override
  public boolean followsFromKeys() {
    return false;
  }

  @Override
  public boolean returning() {
    return returning;
  }

  @Override
  public boolean changesKey() {
    return false;
  }

  @Override
  public String text(Half half, Answer answer) {
    boolean rows = !(answer instanceof Answer.Count);
    if (rows != returning || answer instanceof Answer.Columns) {
      throw new IllegalArgumentException(
          "generated keys of a statement whose WITH writes; name them in RETURNING instead");
    }
    return switch (half) {
      case COPY -> copy();
      case LEDGER -> parts + ", " + notes() + " " + main;
    };
  }

  private String copy() {
    List<String> settings = new ArrayList<>();
    List<String> copies = new ArrayList<>();
    int number = 1;
    for (Map.Entry<MappedTable, String> entry : keys.entrySet()) {
      RowCopySql copier = RowCopySql.of(mapping, entry.getKey());
      String setting = "zdm.with" + number++;
      String array = new KeySql(DIALECT, entry.getKey()).array(entry.getValue());
      settings.add("set_config('%s', (%s), true)".formatted(setting, array));
      copies.add("SELECT set_config('zdm.keys', current_setting('%s'), true)".formatted(setting));
      copies.add(copier.deleteAbsentOfWrite());
      copies.add(copier.upsert(KeySql.SETTING));
    }
    String first =
        "%s, zdm_k AS MATERIALIZED (SELECT %s AS done)"
                .formatted(parts, String.join(" || ", settings))
            + " SELECT a.* FROM zdm_k CROSS JOIN LATERAL (SELECT m.* FROM (%s) AS m".formatted(main)
            + " WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a";
    return first + "; " + String.join("; ", copies);
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
                        DIALECT.literal("v2 refused the write"),
                        select)));
    return notes.stream().collect(Collectors.joining(", "));
  }
}
