package dev.zdm.rewriter;

import java.util.List;

/**
 * One v1 table and the v2 table that takes its place, checked against both catalogs. One v1 row is
 * one v2 row.
 *
 * @param v1 the old table
 * @param v2 the new table
 * @param columns every column of v1, in v1's order, with where it lives in v2
 * @param added the columns that only v2 has and that the mapping derives; v2's other columns keep
 *     their defaults
 * @param key the names of v1's key columns: not null, unique in v1, and unique in v2 by their
 *     images
 * @param routeBy the v1 columns whose values choose the side of a read
 * @param uniqueKeys v1's unique keys besides {@code key}, of a partial index all its columns
 * @param v1AfterTriggers whether v1 has triggers that run after the row is written, so that what
 *     RETURNING says may not be what stays
 * @param v2AfterChecks whether v2 has foreign keys or AFTER triggers, which take their locks when
 *     the statement that wrote it ends (PostgreSQL)
 */
public record MappedTable(
    TableName v1,
    TableName v2,
    List<ColumnMapping> columns,
    List<AddedColumn> added,
    List<String> key,
    List<String> routeBy,
    List<List<UniqueColumn>> uniqueKeys,
    boolean v1AfterTriggers,
    boolean v2AfterChecks) {

  public MappedTable {
    columns = List.copyOf(columns);
    added = List.copyOf(added);
    key = List.copyOf(key);
    routeBy = List.copyOf(routeBy);
    uniqueKeys = List.copyOf(uniqueKeys);
  }

  /**
   * A v1 column and its place in v2.
   *
   * @param v1 the column's name in v1
   * @param v2 its name in v2
   * @param sqlType v1's type as the engine spells it in a cast, such as {@code character
   *     varying(40)}; empty on SQLite where a column has none
   * @param generated whether v2 computes the column itself (GENERATED ALWAYS AS ... STORED), so
   *     that it is read and compared but never written
   */
  public record ColumnMapping(String v1, String v2, String sqlType, boolean generated) {}

  /**
   * A column that only v2 has, derived from v1's row.
   *
   * @param v2 the column's name in v2
   * @param up an SQL expression over v1's columns, each written as <code>{name}</code>; computed
   *     anew whenever the row is written
   */
  public record AddedColumn(String v2, String up) {}

  /**
   * A column of a unique key.
   *
   * @param name the column's name in v1
   * @param collation the collation under which the key calls two texts equal (SQLite); empty where
   *     it is the column's own
   */
  public record UniqueColumn(String name, String collation) {}

  /** The mapping of the named v1 column. */
  public ColumnMapping column(String v1Name) {
    for (ColumnMapping column : columns) {
      if (column.v1().equals(v1Name)) {
        return column;
      }
    }
    throw new IllegalArgumentException("no column " + v1Name + " in " + v1);
  }

  /** The key's columns, in the key's order. */
  public List<ColumnMapping> keyColumns() {
    return key.stream().map(this::column).toList();
  }
}
