package dev.zdm.rewriter.copy;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * On SQLite, the texts that make v2's rows of what {@link TracingSql} noted of one table what v1's
 * are. Those of one key have its columns as parameters; those of all keys that were noted have
 * none. Immutable.
 *
 * @param upsertOne writes v2's row, over what is there, if v1 has one
 * @param deleteAbsentOne removes v2's row if v1 has none
 * @param sidesOne one row: how many rows v1 has of the key, and v2; takes its columns twice
 * @param jsonOne one row: the key as the JSON that {@link RowCopySql} takes
 * @param upsertAll {@code upsertOne} for all keys
 * @param deleteAbsentAll {@code deleteAbsentOne} for all keys
 * @param sidesAll {@code sidesOne} for all keys
 * @param jsonAll {@code jsonOne} for all keys, each once
 * @param overwrites whether the upsert of a row that v2 has writes it again, and so counts it
 */
public record TracedCopySql(
    String upsertOne,
    String deleteAbsentOne,
    String sidesOne,
    String jsonOne,
    String upsertAll,
    String deleteAbsentAll,
    String sidesAll,
    String jsonAll,
    boolean overwrites)
    implements TracedCopy {

  /**
   * The texts for one table.
   *
   * @param noted a SELECT of the keys, under v1's names
   */
  static TracedCopySql of(Mapping mapping, MappedTable table, String noted) {
    RowCopySql copy = RowCopySql.of(mapping, table);
    KeySql keys = new KeySql(Dialect.SQLITE, table);
    String v1One = bound(table, "s", MappedTable.ColumnMapping::v1);
    String v2One = bound(table, "t", MappedTable.ColumnMapping::v2) + keys.portion().own("t");
    String v1All = keys.v1In("s", noted);
    String v2All = keys.v2In("t", noted);
    return new TracedCopySql(
        copy.upsertOf(v1One),
        copy.deleteAbsentOf(v2One),
        sides(table, v1One, v2One + keys.portion().live("t")),
        "SELECT json_array(json_object(%s))"
            .formatted(keys.list(column -> Dialect.SQLITE.literal(column.v1()) + ", ?")),
        copy.upsertOf(v1All),
        copy.deleteAbsentOf(v2All),
        sides(table, v1All, v2All + keys.portion().live("t")),
        json(table, noted),
        new V2Insert(Dialect.SQLITE, table).writesAll());
  }

  /**
   * The texts for one table where v1's rows are derived from v2's.
   *
   * @param noted a SELECT of the keys, under v1's names
   */
  static TracedCopySql turned(Mapping mapping, MappedTable table, String noted) {
    ReverseCopySql copy = ReverseCopySql.of(mapping, table);
    KeySql keys = new KeySql(Dialect.SQLITE, table);
    String sourceOne = bound(table, "s", MappedTable.ColumnMapping::v1);
    String targetOne = bound(table, "t", MappedTable.ColumnMapping::v1);
    String sourceAll = keys.v1In("s", noted);
    String targetAll = keys.v1In("t", noted);
    return new TracedCopySql(
        copy.upsertOf(sourceOne),
        copy.deleteAbsentOf(targetOne),
        copy.sides(sourceOne, targetOne),
        "SELECT json_array(json_object(%s))"
            .formatted(keys.list(column -> Dialect.SQLITE.literal(column.v1()) + ", ?")),
        copy.upsertOf(sourceAll),
        copy.deleteAbsentOf(targetAll),
        copy.sides(sourceAll, targetAll),
        json(table, noted),
        copy.writesAll());
  }

  /** One row: the keys that {@code noted} gives, as JSON. */
  static String json(MappedTable table, String noted) {
    return "SELECT json_group_array(%s) FROM (SELECT DISTINCT * FROM (%s)) AS d"
        .formatted(new KeySql(Dialect.SQLITE, table).json("d"), noted);
  }

  private static String sides(MappedTable table, String v1Condition, String v2Condition) {
    return "SELECT (SELECT count(*) FROM %s AS s WHERE %s), (SELECT count(*) FROM %s AS t WHERE %s)"
        .formatted(
            table.v1().sql(Dialect.SQLITE),
            v1Condition,
            table.v2().sql(Dialect.SQLITE),
            v2Condition);
  }

  private static String bound(
      MappedTable table, String alias, Function<MappedTable.ColumnMapping, String> name) {
    return table.keyColumns().stream()
        .map(column -> alias + "." + Dialect.SQLITE.quote(name.apply(column)) + " = ?")
        .collect(Collectors.joining(" AND "));
  }
}
