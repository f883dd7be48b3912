package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

@Tag("database")
@DisplayName("A read that compares a column of another type, on PostgreSQL")
class IndexUseTest {
  private static Sql sql;

  @BeforeAll
  static void open() throws SQLException {
    sql = new Sql(TestPostgres.newDatabase());
    sql.run("CREATE TABLE tasks (tag text, cents bigint, number bigint PRIMARY KEY)");
    sql.run("CREATE INDEX tags ON tasks (tag)");
    sql.run("INSERT INTO tasks SELECT '#' || i, i, i FROM generate_series(1, 100) AS i");
    String v1 = DerivedTable.sql(Dialect.POSTGRESQL, IndexConditionsTest.JOBS);
    sql.run("CREATE TABLE jobs AS SELECT * FROM " + v1 + " AS t");
    sql.run("CREATE TABLE parts_v2 (n bigint PRIMARY KEY, job bigint)");
    sql.run("CREATE INDEX parts_job_index ON parts_v2 (job)");
    sql.run("INSERT INTO parts_v2 SELECT i, i % 40 FROM generate_series(1, 100) AS i");
    v1 = DerivedTable.sql(Dialect.POSTGRESQL, IndexConditionsTest.PARTS);
    sql.run("CREATE TABLE parts AS SELECT * FROM " + v1 + " AS t");
    sql.run("ANALYZE");
    sql.run("SET enable_seqscan = off");
  }

  @AfterAll
  static void close() throws SQLException {
    sql.connection.close();
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
    String v2 = IndexConditionsTest.read(text).v2Sql();
    assertThat(String.join("\n", sql.run("EXPLAIN (COSTS OFF) " + v2)))
        .containsPattern("Index.* " + index);
    assertThat(sql.run(v2)).isNotEmpty().isEqualTo(sql.run(text));
  }

  @ParameterizedTest
  @FieldSource("dev.zdm.rewriter.IndexConditionsTest#WIDE")
  @DisplayName("joins, seeks and sorts by an index where it holds wider integers on v2")
  void wide(String textAndIndex) throws SQLException {
    String text = textAndIndex.split(" \\| ")[0];
    String index = textAndIndex.split(" \\| ")[1];
    indexed(text, index);
    String v2 = IndexConditionsTest.read(text).v2Sql();
    assertThat(String.join("\n", sql.run("EXPLAIN (COSTS OFF) " + v2)))
        .doesNotContain("Seq Scan", "::integer =", "::integer <", "::integer >");
  }

  @ParameterizedTest
  @FieldSource("dev.zdm.rewriter.IndexConditionsTest#NARROW")
  @DisplayName("is left as it is where v2's own column might be shown, or is not the one meant")
  void narrow(String text) throws SQLException {
    assertThat(IndexConditionsTest.read(text).v2Sql()).doesNotContain("zdm:");
    assertThat(sql.run(IndexConditionsTest.read(text).v2Sql())).isEqualTo(sql.run(text));
  }
}
