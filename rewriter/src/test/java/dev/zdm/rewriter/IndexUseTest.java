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
}
