package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.TracedCopy;
import dev.zdm.rewriter.copy.TracedCopySql;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A SQLite database with mapped tables whose writes are traced and copied. */
final class SqliteWrites implements AutoCloseable {
  final Sql sql;
  final Mapping mapping;
  final TracingSql tracing;

  SqliteWrites(Path directory, List<MappedTable> tables, String... ddl) throws SQLException {
    mapping = WriteTables.mapping(Dialect.SQLITE, 0, tables.toArray(MappedTable[]::new));
    tracing = TracingSql.of(mapping);
    sql = new Sql("jdbc:sqlite:" + directory.resolve("app.db"));
    sql.all("PRAGMA foreign_keys = ON");
    sql.all(ddl);
    for (int round = 0; round < 2; round++) {
      sql.all(LedgerSql.of(mapping).create());
      sql.all(tracing.create());
    }
  }

  RowCopySql copier(int table) {
    return RowCopySql.of(mapping, mapping.tables().get(table));
  }

  /**
   * Runs a statement as it is, and copies what it touched in the same transaction. Gives the
   * touched keys of each table.
   */
  List<String> write(String w1, Object... parameters) throws SQLException {
    sql.connection.setAutoCommit(false);
    sql.run(w1, parameters);
    List<String> touched = new ArrayList<>();
    for (TracedCopy traced : tracing.copies()) {
      TracedCopySql copy = (TracedCopySql) traced;
      touched.addAll(sql.run(copy.jsonAll()));
      sql.run(copy.deleteAbsentAll());
      sql.run(copy.upsertAll());
    }
    sql.run(tracing.settle(), 1);
    sql.connection.commit();
    sql.connection.setAutoCommit(true);
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
