package dev.zdm.rewriter.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What v1's table does by itself to the rows that are written to it. Where v2 answers, v1's table
 * is not asked, and zdm has to do the same.
 *
 * @param columns its columns, in order
 * @param referenced whether a foreign key leads to it
 * @param obstacles why v2 cannot answer for the table, each a sentence without its point; empty if
 *     it can
 * @param v2Keys v2's unique keys besides the image of the key, by v2's names
 */
public record V1Shape(
    List<Column> columns,
    boolean referenced,
    List<String> obstacles,
    List<List<MappedTable.UniqueColumn>> v2Keys) {
  /** Of a table of which nothing is known. */
  public static final V1Shape UNKNOWN = new V1Shape(List.of(), false, List.of(), List.of());

  public V1Shape {
    columns = List.copyOf(columns);
    obstacles = List.copyOf(obstacles);
    v2Keys = List.copyOf(v2Keys);
  }

  /**
   * A column.
   *
   * @param name its name
   * @param defaultValue the SQL of what a row gets that does not name it; null for NULL
   * @param generated whether v1 computes it from the others
   * @param required whether v1 refuses NULL, and v2 does not
   * @param numbered on SQLite, the SQL of the last number that v1 has given, where it is an INTEGER
   *     PRIMARY KEY, which numbers itself where it is null; null for any other
   */
  public record Column(
      String name,
      @Nullable String defaultValue,
      boolean generated,
      boolean required,
      @Nullable String numbered) {}

  /**
   * The named column.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Column column(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw new IllegalArgumentException("no column " + name + " is known");
  }
}
