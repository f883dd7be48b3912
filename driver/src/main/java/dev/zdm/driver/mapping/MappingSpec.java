package dev.zdm.driver.mapping;

import java.util.List;

/**
 * What a mapping file says, not yet held against a catalog. Immutable.
 *
 * @param source where it was read from, for messages
 * @param migration the migration's name
 * @param tables one entry a v1 table, in the file's order
 */
public record MappingSpec(String source, String migration, List<TableSpec> tables) {

  public MappingSpec {
    tables = List.copyOf(tables);
  }

  /**
   * A text and where it stands.
   *
   * @param line from 1
   * @param column from 1
   */
  public record Located(String text, int line, int column) {}

  /**
   * One v1 table.
   *
   * @param key the key's columns; empty for the primary key
   * @param routeBy the routing key's columns; empty for the key
   * @param columns the renamed columns; the others keep their names
   * @param added the columns that only v2 has
   */
  public record TableSpec(
      Located v1,
      Located to,
      List<Located> key,
      List<Located> routeBy,
      List<ColumnSpec> columns,
      List<AddedSpec> added) {

    public TableSpec {
      key = List.copyOf(key);
      routeBy = List.copyOf(routeBy);
      columns = List.copyOf(columns);
      added = List.copyOf(added);
    }
  }

  /** A v1 column and its name in v2. */
  public record ColumnSpec(Located v1, Located to) {}

  /** A column of v2 and the expression over v1's columns that fills it. */
  public record AddedSpec(Located v2, Located up) {}
}
