package dev.zdm.migrator;

import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * On SQLite a renamed table takes its indexes, triggers and number along, and whatever refers to it
 * follows. An index keeps its name, which is the whole file's: the archive goes without, and the
 * shell is made from the texts of before. Foreign keys must not be enforced meanwhile. Immutable.
 */
final class SqliteShells implements Shells {
  private static final Dialect DIALECT = Dialect.SQLITE;

  private final GuardSql guards;

  SqliteShells(GuardSql guards) {
    this.guards = guards;
  }

  /** The texts that make a table, and the last number that it gave, if it counts. */
  private record Shape(String table, List<List<String>> indexes, boolean counts) {}

  private static Shape shape(Connection connection, TableName table) throws SQLException {
    String sql =
        Session.row(
                connection,
                "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?",
                List.of(table.name()))
            .get(0);
    return new Shape(
        sql,
        Session.rows(
            connection,
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ?"
                + " AND sql IS NOT NULL ORDER BY name",
            List.of(table.name())),
        sql.toUpperCase(Locale.ROOT).contains("AUTOINCREMENT"));
  }

  @Override
  public void archive(Connection connection, List<Archived> tables, Script script)
      throws SQLException {
    List<Shape> shapes = new ArrayList<>();
    for (Archived table : tables) {
      Shape shape = shape(connection, table.v1());
      shapes.add(shape);
      script.run(guards.drop(table.v1()));
      shape.indexes().forEach(index -> script.run("DROP INDEX main." + quote(index.get(0))));
      script.run(renaming(table.v1(), table.archive()));
    }
    script.run(shells(shapes, tables));
    for (Archived table : tables) {
      script.run(guards.close(table.archive(), "it is an archive", "Write v2"));
    }

    for (int i = 0; i < tables.size(); i++) {
      if (shapes.get(i).counts()) { // the shell has given numbers out meanwhile
        script.undo(
            "UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM sqlite_sequence WHERE name IN (%1$s, %2$s)) WHERE name = %2$s"
                .formatted(
                    DIALECT.literal(tables.get(i).v1().name()),
                    DIALECT.literal(tables.get(i).archive().name())));
      }
      script.undo("DROP TABLE main." + quote(tables.get(i).v1().name()));
    }
    for (int i = 0; i < tables.size(); i++) {
      Archived table = tables.get(i);
      script.undo(guards.drop(table.archive()));
      script.undo(renaming(table.archive(), table.v1()));
      shapes.get(i).indexes().forEach(index -> script.undo(index.get(1)));
      script.undo(guards.close(table.v1(), "the migration is complete", "Write v2"));
    }
  }

  private List<String> shells(List<Shape> shapes, List<Archived> tables) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Archived table = tables.get(i);
      statements.add(shapes.get(i).table());
      shapes.get(i).indexes().forEach(index -> statements.add(index.get(1)));
      if (shapes.get(i).counts()) {
        statements.add(
            "INSERT INTO sqlite_sequence (name, seq) SELECT %s, seq FROM sqlite_sequence WHERE name = %s"
                .formatted(
                    DIALECT.literal(table.v1().name()), DIALECT.literal(table.archive().name())));
      }
      statements.addAll(guards.close(table.v1(), "its rows are in v2", "Write v2"));
    }
    return statements;
  }

  @Override
  public void rename(
      Connection connection, List<Archived> tables, List<TableName> v2, Script script)
      throws SQLException {
    List<Shape> shapes = new ArrayList<>();
    for (Archived table : tables) {
      shapes.add(shape(connection, table.v1()));
    }
    tables.forEach(table -> script.run("DROP TABLE main." + quote(table.v1().name())));
    for (int i = 0; i < tables.size(); i++) {
      script.run(renaming(v2.get(i), tables.get(i).v1()));
      script.undo(renaming(tables.get(i).v1(), v2.get(i)));
    }
    script.undo(shells(shapes, tables));
  }

  @Override
  public List<String> drop(List<TableName> archives) {
    return archives.stream().map(archive -> "DROP TABLE main." + quote(archive.name())).toList();
  }

  private static String renaming(TableName from, TableName to) {
    return "ALTER TABLE main.%s RENAME TO %s".formatted(quote(from.name()), quote(to.name()));
  }

  private static String quote(String name) {
    return DIALECT.quote(name);
  }
}
