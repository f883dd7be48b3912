package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import dev.zdm.rewriter.mirroring.WrittenStatement;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.SQLException;
import java.util.List;

/** A fresh PostgreSQL database with one mapped table, and the application's writes to it. */
final class PostgresWrites implements AutoCloseable {
  final String url = TestPostgres.newDatabase();
  final Sql sql;
  final MappedTable table;
  final Mapping mapping;
  final RowCopySql copier;
  CopyLimits limits = new CopyLimits(50, 10_000);

  PostgresWrites(MappedTable table, String... ddl) throws SQLException {
    this.table = table;
    this.mapping = WriteTables.mapping(Dialect.POSTGRESQL, 18, table);
    this.copier = RowCopySql.of(mapping, table);
    this.sql = new Sql(url);
    sql.all(LedgerSql.of(mapping).create());
    sql.all(ddl);
  }

  Mirroring of(String w1, boolean changesKey, String... returning) {
    return PostgresMirroring.of(mapping, written(w1, changesKey, returning));
  }

  WrittenStatement written(String w1, boolean changesKey, String... returning) {
    return written(table, w1, changesKey, returning);
  }

  WrittenStatement written(MappedTable table, String w1, boolean changesKey, String... returning) {
    String body = w1.replaceFirst("(?s)^WITH .*?\\) (?=INSERT|UPDATE|DELETE)", "");
    Operation operation = Operation.valueOf(body.substring(0, 6));
    String target = w1.contains(" AS x") ? "x" : table.v1().name();
    int end = returning.length == 0 ? -1 : w1.replaceFirst("(?s)\\s*--.*$", "").length();
    return new WrittenStatement(w1, table, operation, target, changesKey, List.of(returning), end);
  }

  /** Runs a mirrored write that keeps its key; gives the number of rows. */
  String write(String w1, Object... parameters) throws SQLException {
    return count(of(w1, false), parameters);
  }

  /** Runs a mirrored write that changes keys; gives the number of rows. */
  String rekey(String w1, Object... parameters) throws SQLException {
    return count(of(w1, true), parameters);
  }

  private String count(Mirroring mirroring, Object... parameters) throws SQLException {
    Mirroring.Text text = mirroring.text(Mirroring.Half.COPY, new Mirroring.Answer.Count(), limits);
    return sql.answer(text.sql(), text.before(), parameters).get(0);
  }

  /** The string where v2's half has no limits; its answer comes first. */
  static String text(Mirroring mirroring, Mirroring.Half half, Mirroring.Answer answer) {
    return mirroring.text(half, answer, CopyLimits.NONE).sql();
  }

  List<String> differences() throws SQLException {
    return sql.run(copier.differences());
  }

  List<String> v2() throws SQLException {
    return sql.run("SELECT * FROM " + table.v2().sql(Dialect.POSTGRESQL) + " ORDER BY 1");
  }

  List<String> ledger() throws SQLException {
    return sql.run("SELECT table_name, row_key FROM zdm_ledger ORDER BY created_at, row_key");
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }
}
