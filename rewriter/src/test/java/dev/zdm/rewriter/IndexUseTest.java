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
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM jobs WHERE id > 97 AND price > 0 | tasks_pkey",
        "SELECT id FROM jobs WHERE (id = 7 OR jobs.id BETWEEN 3 AND 5) AND NOT (id < 4) | tasks_pkey",
        "SELECT code FROM jobs ORDER BY id DESC LIMIT 3 | tasks_pkey",
        "SELECT j.id, code AS c FROM jobs j ORDER BY j.id LIMIT 3 | tasks_pkey",
        "SELECT a.code, b.id FROM jobs a JOIN parts p ON p.job = a.id JOIN jobs b ON b.id = p.n"
            + " WHERE a.code = '7' | parts_job_index",
        "SELECT a.code, p.n FROM jobs a LEFT JOIN parts p ON (p.job = a.id) WHERE a.id = 7"
            + " ORDER BY p.n | parts_job_index",
        "SELECT count(*) AS n, min(p.n) FROM parts p WHERE p.job IN (7, 9) | parts_job_index",
        "SELECT id FROM jobs WHERE code = '7' AND EXISTS (SELECT 1 FROM parts p WHERE p.job ="
            + " jobs.id) | parts_job_index",
        "SELECT p.n FROM parts p WHERE p.job = ANY(ARRAY[3, 4]) ORDER BY p.n | parts_job_index",
        "SELECT id FROM (SELECT id, code FROM jobs WHERE id <= 3) AS x ORDER BY id | tasks_pkey",
      })
  @DisplayName("joins, seeks and sorts by an index where it holds wider integers on v2")
  void wide(String text, String index) throws SQLException {
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
