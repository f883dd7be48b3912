package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import java.util.Set;

/**
 * How the keys that W1 touched go from one statement of a string to the next on PostgreSQL: in a
 * setting of the transaction. Immutable.
 *
 * @param setting its name
 * @param element what is carried of a key of the source {@code k}
 * @param text the setting's value, of the array {@code zdm_a.k} of these
 */
public record CarriedKeys(String setting, String element, String text) {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  /** Types whose values an array spells in one way, whatever the session's settings are. */
  private static final Set<String> PLAIN =
      Set.of("smallint", "integer", "bigint", "numeric", "uuid", "text", "character varying");

  /** As the JSON that {@link RowCopySql} takes; for every table. */
  public static CarriedKeys asJson() {
    return new CarriedKeys(
        "zdm.keys",
        "CAST(row_to_json(k.*) AS text)",
        "'[' || array_to_string(zdm_a.k, ',') || ']'");
  }

  /** As an array of values: for a key of one column of a plain type, which JSON costs more. */
  public static CarriedKeys asArray(MappedTable table) {
    return new CarriedKeys("zdm.gone", "k." + column(table), "CAST(zdm_a.k AS text)");
  }

  public static boolean fitArray(MappedTable table) {
    String type = table.keyColumns().get(0).sqlType();
    int length = type.indexOf('(');
    return table.key().size() == 1 && PLAIN.contains(length < 0 ? type : type.substring(0, length));
  }

  /** The array that {@link #asArray} has left. */
  static String array(MappedTable table) {
    return "CAST(current_setting('zdm.gone') AS %s[])"
        .formatted(table.keyColumns().get(0).sqlType());
  }

  private static String column(MappedTable table) {
    return DIALECT.quote(table.key().get(0));
  }

  /**
   * One row, {@code zdm_a}.
   *
   * @param touched a SELECT of the keys, under v1's names
   */
  public String source(String touched) {
    return "(SELECT ARRAY(SELECT %s FROM (%s) AS k) AS k OFFSET 0) AS zdm_a"
        .formatted(element, touched);
  }

  /** The number of keys, of that row. */
  public String count() {
    return "CAST(cardinality(zdm_a.k) AS bigint)";
  }

  /** Sets the setting, of that row; an error if they are too many. Never null. */
  public String set(CopyLimits limits) {
    String carried =
        limits.boundKeys()
            ? "CASE WHEN cardinality(zdm_a.k) <= %d THEN %s ELSE CAST(CAST('zdm: too many keys: ' || cardinality(zdm_a.k) AS boolean) AS text) END"
                .formatted(limits.keys(), text)
            : text;
    return "set_config('%s', %s, true)".formatted(setting, carried);
  }
}
