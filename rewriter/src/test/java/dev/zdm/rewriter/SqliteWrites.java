package dev.zdm.rewriter;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A SQLite database with mapped tables whose writes are traced and copied. */
final class SqliteWrites implements AutoCloseable {
  final Sql sql;
  final Mapping mapping;

  SqliteWrites(Path directory, List<MappedTable> tables, String... ddl) throws SQLException {
    mapping = WriteTables.mapping(Dialect.SQLITE, 0, tables.toArray(MappedTable[]::new));
    sql = new Sql("jdbc:sqlite:" + directory.resolve("app.db"));
    sql.all("PRAGMA foreign_keys = ON");
    sql.all(ddl);
    for (int round = 0; round < 2; round++) {
      sql.all(LedgerSql.of(mapping).create());
      for (int i = 0; i < tables.size(); i++) {
        sql.all(copier(i).tracing(i));
      }
    }
  }

  RowCopySql copier(int table) {
    return RowCopySql.of(mapping, mapping.tables().get(table));
  }

  /** Runs a statement as it is, copies what it touched in the same transaction, and compares. */
  List<String> write(String w1, Object... parameters) throws SQLException {
    sql.connection.setAutoCommit(false);
    sql.run(w1, parameters);
    List<String> touched = new ArrayList<>();
    for (int i = 0; i < mapping.tables().size(); i++) {
      touched.addAll(copy(i));
    }
    sql.connection.commit();
    sql.connection.setAutoCommit(true);
    return touched;
  }

  /** Gives the touched keys of one table and their number, after they were copied. */
  private List<String> copy(int table) throws SQLException {
    RowCopySql copier = copier(table);
    List<String> touched = sql.run(copier.touched(table));
    String counted = touched.get(0).substring(0, touched.get(0).lastIndexOf('|'));
    String keys = counted.substring(0, counted.lastIndexOf('|'));
    sql.run(copier.deleteAbsent(), keys);
    sql.run(copier.upsert(), keys);
    sql.run(copier.forget(table));
    return touched;
  }

  List<String> differences() throws SQLException {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < mapping.tables().size(); i++) {
      all.addAll(sql.run(copier(i).differences()));
    }
    return all;
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
