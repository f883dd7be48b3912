package dev.zdm.driver.mapping;

import dev.zdm.rewriter.mapping.TableName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a database says of a query.
 *
 * @param columns what it gives
 * @param reads the tables that it reads
 * @param captured whether it reads others where a WITH around it has tables of the same names
 * @param failure why it is none; null where it is one, and else the rest says nothing
 */
record QueryShape(
    List<Item> columns, Set<TableName> reads, boolean captured, @Nullable String failure) {

  QueryShape {
    columns = List.copyOf(columns);
    reads = Set.copyOf(reads);
  }

  /**
   * A column of the query.
   *
   * @param type as the driver calls it; on SQLite the declared type of the table's column that it
   *     is, or {@code NUMERIC} where it is none
   */
  record Item(String name, String type) {}

  static QueryShape none(String failure) {
    return new QueryShape(List.of(), Set.of(), false, failure);
  }
}
