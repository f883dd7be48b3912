package dev.zdm.rewriter.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is being migrated, resolved: every name exists, every rule that makes it safe holds.
 * Immutable.
 *
 * @param migration the migration's name
 * @param dialect the SQL of the database that holds v1
 * @param serverVersion PostgreSQL's major version; 0 on SQLite
 * @param tables the mapped tables, no v1 table twice; each after those that v2's foreign keys make
 *     it refer to, as far as they form no circle
 * @param reaching names of unmapped tables, views and functions through which a statement can write
 *     a mapped table, folded, each with the way it takes ("its foreign key cascades into
 *     public.orders")
 * @param ledger zdm's ledger table
 * @param ways on PostgreSQL, the tables a write of which reaches more rows of mapped tables than it
 *     names
 * @param shapes what each v1 table does by itself
 * @param views names of views that read mapped tables, folded, each with the v1 tables that it
 *     reads, through other views too
 */
public record Mapping(
    String migration,
    Dialect dialect,
    int serverVersion,
    List<MappedTable> tables,
    Map<String, String> reaching,
    TableName ledger,
    List<TableWays> ways,
    Map<TableName, V1Shape> shapes,
    Map<String, Set<TableName>> views) {

  public Mapping {
    tables = List.copyOf(tables);
    reaching = Map.copyOf(reaching);
    ways = List.copyOf(ways);
    shapes = Map.copyOf(shapes);
    views = Map.copyOf(views);
  }

  /** A mapping of whose v1 tables nothing more is known. */
  public Mapping(
      String migration,
      Dialect dialect,
      int serverVersion,
      List<MappedTable> tables,
      Map<String, String> reaching,
      TableName ledger,
      List<TableWays> ways) {
    this(migration, dialect, serverVersion, tables, reaching, ledger, ways, Map.of(), Map.of());
  }

  /** A mapping whose tables' writes reach no other rows. */
  public Mapping(
      String migration,
      Dialect dialect,
      int serverVersion,
      List<MappedTable> tables,
      Map<String, String> reaching,
      TableName ledger) {
    this(migration, dialect, serverVersion, tables, reaching, ledger, List.of());
  }

  /** What the table does by itself to its rows. */
  public V1Shape shape(MappedTable table) {
    return shapes.getOrDefault(table.v1(), V1Shape.UNKNOWN);
  }
}
