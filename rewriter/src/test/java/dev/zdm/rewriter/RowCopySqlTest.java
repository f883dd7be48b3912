package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.testdatabases.TestPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("oldest-postgresql")
@Tag("database")
@DisplayName("The row copier's texts")
class RowCopySqlTest {
  private static final String[] DDL = {
    "CREATE TABLE w (\"A b\" varchar(20) NOT NULL, n bigint NOT NULL, v text, PRIMARY KEY (\"A b\","
        + " n))",
    "CREATE TABLE w_v2 (a varchar(20) NOT NULL, n bigint NOT NULL, vv text, more text, PRIMARY KEY"
        + " (a, n))"
  };

  @TempDir Path directory;

  private Sql open(Dialect dialect) throws SQLException {
    Sql sql =
        new Sql(
            dialect == Dialect.SQLITE
                ? "jdbc:sqlite:" + directory.resolve("copy.db")
                : TestPostgres.newDatabase());
    sql.all(DDL);
    sql.all(LedgerSql.of(mapping(dialect)).create());
    sql.all(LedgerSql.of(mapping(dialect)).create());
    return sql;
  }

  private static Mapping mapping(Dialect dialect) {
    MappedTable spaced =
        new MappedTable(
            WriteTables.name(dialect, "w"),
            WriteTables.name(dialect, "w_v2"),
            List.of(
                new MappedTable.ColumnMapping("A b", "a", "character varying(20)"),
                new MappedTable.ColumnMapping("n", "n", "bigint"),
                new MappedTable.ColumnMapping("v", "vv", "text")),
            List.of(new MappedTable.ComputedColumn("more", "text", "{v} || '{v}'")),
            List.of("A b", "n"),
            List.of("n"),
            List.of(),
            false,
            false);
    return WriteTables.mapping(dialect, 18, spaced);
  }

  private static RowCopySql copier(Dialect dialect) {
    Mapping mapping = mapping(dialect);
    return RowCopySql.of(mapping, mapping.tables().get(0));
  }

  private static void fill(Sql sql, int rows) throws SQLException {
    sql.run(
        "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < "
            + rows
            + ") INSERT INTO w SELECT 'k' || (i % 3), 9007199254740992 + i, 'v' || i FROM g");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 73: chunks walk a composite key in order, to the end, and copy every row once")
  void chunks(Dialect dialect) throws SQLException {
    RowCopySql copier = copier(dialect);
    try (Sql sql = open(dialect)) {
      fill(sql, 25);
      List<Integer> sizes = new ArrayList<>();
      String chunk = sql.run(copier.firstChunk(), 10).get(0);
      while (!chunk.endsWith("|0|null")) {
        String[] parts = chunk.split("\\|");
        sizes.add(Integer.parseInt(parts[1]));
        sql.run(copier.insertAbsent(), parts[0]);
        assertThat(copier.chunkKeyParameters()).isEqualTo(2);
        assertThat(parts[0]).endsWith(parts[2] + "]");
        chunk = sql.run(copier.nextChunk(), parts[2], parts[2], 10).get(0);
      }
      assertThat(sizes).containsExactly(10, 10, 5);
      assertThat(chunk).isEqualTo("[]|0|null");
      assertThat(sql.run(copier.differences())).isEmpty();
      assertThat(sql.run(copier.counts())).containsExactly("25|25");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the next chunk is one range of the key's index")
  void index(Dialect dialect) throws SQLException {
    RowCopySql copier = copier(dialect);
    String last = "{\"A b\":\"k1\",\"n\":9007199254740995}";
    try (Sql sql = open(dialect)) {
      fill(sql, 3000);
      sql.run("ANALYZE");
      String explain = dialect == Dialect.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
      String plan = String.join("\n", sql.run(explain + copier.nextChunk(), last, last, 10));
      String range =
          dialect == Dialect.SQLITE
              ? "SEARCH s USING COVERING INDEX sqlite_autoindex_w_1 ((A b,n)>(?,?))"
              : "Index Cond: (ROW(\"A b\", n) > ROW(";
      assertThat(plan).contains(range);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("trap 74: differences finds each kind and each column, nulls too")
  void differences(Dialect dialect) throws SQLException {
    RowCopySql copier = copier(dialect);
    try (Sql sql = open(dialect)) {
      sql.all(
          "INSERT INTO w VALUES ('a', 1, 'x'), ('b', 1, NULL), ('c', 1, 'x'), ('d', 1, 'x'),"
              + " ('e', 1, 'x')",
          "INSERT INTO w_v2 VALUES ('a', 1, 'x', 'x{v}'), ('b', 1, 'x', NULL), ('c', 1, NULL,"
              + " NULL), ('d', 1, 'x', 'other'), ('z', 1, 'x', NULL)");
      assertThat(sql.run(copier.differences()))
          .containsExactlyInAnyOrder(
              "{\"A b\":\"b\",\"n\":1}|different|vv",
              "{\"A b\":\"c\",\"n\":1}|different|vv",
              "{\"A b\":\"d\",\"n\":1}|different|more",
              "{\"A b\":\"e\",\"n\":1}|missing|null",
              "{\"A b\":\"z\",\"n\":1}|extra|null");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a key may be copied any number of times, be named twice, or not exist")
  void idempotent(Dialect dialect) throws SQLException {
    RowCopySql copier = copier(dialect);
    String keys = "[{\"A b\":\"a\",\"n\":1},{\"A b\":\"a\",\"n\":1},{\"A b\":\"gone\",\"n\":1}]";
    try (Sql sql = open(dialect)) {
      sql.all(
          "INSERT INTO w VALUES ('a', 1, 'x'), ('b', 1, 'x')",
          "INSERT INTO w_v2 VALUES ('a', 1, 'old', NULL), ('gone', 1, 'x', NULL)");
      sql.run(copier.insertAbsent(), keys);
      assertThat(sql.run("SELECT vv FROM w_v2 WHERE a = 'a'")).containsExactly("old");
      for (int i = 0; i < 2; i++) {
        sql.run(copier.deleteAbsent(), keys);
        sql.run(copier.upsert(), keys);
        assertThat(sql.run("SELECT a, vv, more FROM w_v2")).containsExactly("a|x|x{v}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the ledger takes one row per key, counts them, and gives them back by id")
  void ledger(Dialect dialect) throws SQLException {
    LedgerSql ledger = LedgerSql.of(mapping(dialect));
    String table = WriteTables.name(dialect, "w").toString();
    try (Sql sql = open(dialect)) {
      String keys = "[{\"A b\":\"ö'\\\"\",\"n\":9007199254740993},{\"A b\":\"a\",\"n\":1}]";
      sql.run(copier(dialect).ledgerAdd(), keys, "why");
      sql.run(copier(dialect).ledgerAdd(), "[{\"A b\":\"a\",\"n\":1}]", "again");
      assertThat(sql.run(ledger.counts())).containsExactly(table + "|3|0");
      List<String> entries = sql.run(ledger.entries(), table, Long.MIN_VALUE, 9);
      assertThat(entries.stream().map(e -> e.substring(e.indexOf('|') + 1)))
          .containsExactlyInAnyOrder(
              "{\"A b\":\"ö'\\\"\",\"n\":9007199254740993}|why",
              "{\"A b\":\"a\",\"n\":1}|why",
              "{\"A b\":\"a\",\"n\":1}|again");
      assertThat(sql.run(ledger.entries(), table, Long.MIN_VALUE, 2))
          .isEqualTo(entries.subList(0, 2));
      String ids = entries.get(0).split("\\|")[0] + "," + entries.get(2).split("\\|")[0];
      sql.run(ledger.delete(), "[" + ids + "]");
      assertThat(sql.run(ledger.entries(), table, Long.MIN_VALUE, 9))
          .containsExactly(entries.get(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a table that is all key is copied too")
  void allKey(Dialect dialect) throws SQLException {
    Mapping mapping =
        WriteTables.mapping(
            dialect, 18, WriteTables.table(dialect, "l", List.of("a", "b"), "a int", "b int"));
    RowCopySql copier = RowCopySql.of(mapping, mapping.tables().get(0));
    try (Sql sql = open(dialect)) {
      sql.all(
          "CREATE TABLE l (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b))",
          "CREATE TABLE l_v2 (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b))",
          "INSERT INTO l VALUES (1, 2), (3, 4)",
          "INSERT INTO l_v2 VALUES (1, 2)");
      sql.run(copier.upsert(), "[{\"a\":1,\"b\":2},{\"a\":3,\"b\":4}]");
      assertThat(sql.run(copier.differences())).isEmpty();
    }
  }

  @Test
  @DisplayName("SQLite locks nothing by row, PostgreSQL traces nothing by trigger")
  void onlyWhereItMeansSomething() {
    assertThat(copier(Dialect.SQLITE).lockV1()).isEmpty();
    assertThat(copier(Dialect.SQLITE).lockV2()).isEmpty();
    Mapping postgres = mapping(Dialect.POSTGRESQL);
    assertThatThrownBy(() -> TracingSql.of(postgres)).isInstanceOf(IllegalStateException.class);
  }
}
