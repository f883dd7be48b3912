package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.MappedTable.ComputedColumn;
import dev.zdm.rewriter.mapping.MappedTable.Held;
import dev.zdm.rewriter.mapping.MappedTable.Restored;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A read that compares a column of another type")
class IndexConditionsTest {
  private static final MappedTable JOBS =
      new MappedTable(
          new TableName("public", "jobs"),
          new TableName("public", "tasks"),
          List.of(
              new ColumnMapping("id", "integer", new Held("number", "bigint", false)),
              new ColumnMapping("code", "text", new Restored("substr({tag}, 2)")),
              new ColumnMapping("price", "numeric", new Restored("{cents} / 100.0"))),
          List.of(
              new ComputedColumn("tag", "text", "'#' || {code}"),
              new ComputedColumn("cents", "bigint", "{price} * 100")),
          List.of("id"),
          List.of("id"),
          List.of(),
          false,
          false);

  private static Sql sql;

  @BeforeAll
  static void open() throws SQLException {
    sql = new Sql(TestPostgres.newDatabase());
    sql.run("CREATE TABLE tasks (tag text, cents bigint, number bigint PRIMARY KEY)");
    sql.run("CREATE INDEX tags ON tasks (tag)");
    sql.run("INSERT INTO tasks SELECT '#' || i, i, i FROM generate_series(1, 100) AS i");
    String v1 = DerivedTable.sql(Dialect.POSTGRESQL, JOBS);
    sql.run("CREATE TABLE jobs AS SELECT * FROM " + v1 + " AS t");
    sql.run("SET enable_seqscan = off");
  }

  @AfterAll
  static void close() throws SQLException {
    sql.connection.close();
  }

  private static Plan.Read read(String text) {
    Mapping mapping =
        new Mapping(
            "m", Dialect.POSTGRESQL, 18, List.of(JOBS), Map.of(), new TableName("public", "l"));
    return (Plan.Read) new Planner(mapping, 0).plan(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM jobs WHERE id = 7 | tasks_pkey",
        "SELECT * FROM jobs WHERE 7 = jobs.id AND price > 0 | tasks_pkey",
        "SELECT code FROM jobs j WHERE (j.id IN (7, 9)) AND j.price > 0 | tasks_pkey",
        "SELECT id FROM jobs WHERE code = '7' | tags",
        "SELECT a.id FROM jobs a LEFT JOIN jobs b ON a.id = b.id + 1 WHERE b.code = '7' | tags",
      })
  @DisplayName("looks v2's rows up in an index, and finds the same")
  void indexed(String text, String index) throws SQLException {
    String v2 = read(text).v2Sql();
    assertThat(String.join("\n", sql.run("EXPLAIN (COSTS OFF) " + v2)))
        .containsPattern("Index.* " + index);
    assertThat(sql.run(v2)).isNotEmpty().isEqualTo(sql.run(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM jobs WHERE id = 7 OR id = 8",
        "SELECT * FROM jobs WHERE NOT id = 7",
        "SELECT * FROM jobs WHERE id = CAST('7' AS integer)",
        "SELECT * FROM jobs WHERE id = 99999999999999999999",
        "SELECT * FROM jobs WHERE price = 7",
        "SELECT * FROM (SELECT * FROM jobs WHERE id = 7) AS x",
        "SELECT * FROM jobs WHERE id > 7",
        "SELECT j.id FROM jobs AS j(code, id) WHERE j.id = '7' AND j.code = 8",
        "SELECT * FROM jobs j(code, id) WHERE id = '7'",
      })
  @DisplayName("is left as it is where its WHERE does not imply an equality, or not of such values")
  void unchanged(String text) {
    String derived = DerivedTable.sql(Dialect.POSTGRESQL, JOBS);
    assertThat(read(text).v2Sql()).contains(derived).doesNotContain("\"number\" IN");
    assertThat(read(text).parameters()).isEmpty();
  }

  @Test
  @DisplayName("names a parameter once for each time that it stands in v2's text")
  void parameters() {
    Plan.Read read =
        read("SELECT ?, code FROM jobs WHERE price = ? AND code = ? AND id IN (?, 5, ?) LIMIT ?");
    assertThat(read.v2Sql())
        .contains(
            " WHERE \"number\" IN (?, '5', ?) AND \"tag\" IN (CAST(('#' || CAST(? AS text)) AS text))) AS jobs");
    assertThat(read.parameters()).containsExactly(1, 4, 5, 3, 2, 3, 4, 5, 6);
  }
}
