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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A read that compares a column of another type")
class IndexConditionsTest {
  static final MappedTable JOBS =
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

  static final MappedTable PARTS =
      new MappedTable(
          new TableName("public", "parts"),
          new TableName("public", "parts_v2"),
          List.of(
              new ColumnMapping("n", "smallint", new Held("n", "bigint", false)),
              new ColumnMapping("job", "integer", new Held("job", "bigint", false))),
          List.of(),
          List.of("n"),
          List.of("n"),
          List.of(),
          false,
          false);

  static Plan.Read read(String text) {
    Mapping mapping =
        new Mapping(
            "m",
            Dialect.POSTGRESQL,
            18,
            List.of(JOBS, PARTS),
            Map.of(),
            new TableName("public", "l"));
    return (Plan.Read) new Planner(mapping, 0).plan(text);
  }

  /** Reads that v2's own column must not change. */
  static final List<String> NARROW =
      List.of(
          "SELECT *, p.n FROM jobs j JOIN (SELECT 1 AS n) p ON j.id > 97",
          "SELECT * FROM jobs a JOIN jobs b USING (id) WHERE a.id > 97",
          "SELECT (SELECT j.code FROM (SELECT j.*) AS x) AS c FROM jobs j WHERE j.id > 97",
          "SELECT count(j.*) AS n FROM jobs j WHERE j.id > 7",
          "SELECT a.id FROM jobs a NATURAL JOIN jobs b WHERE a.id > 7",
          "SELECT id + 1 AS id FROM jobs ORDER BY id",
          "SELECT DISTINCT id FROM jobs ORDER BY id",
          "SELECT id FROM jobs GROUP BY id HAVING id > 7 ORDER BY id",
          "SELECT id FROM jobs j(code, id) WHERE id > '7' ORDER BY j.id",
          "SELECT j.row_to_json FROM jobs j WHERE j.id > 97",
          "SELECT * FROM jobs j JOIN parts p ON p.job = 3 WHERE j.* IS NOT NULL ORDER BY p.n, j.code",
          "SELECT j.id, x.code FROM generate_series(1, 2) j(id), LATERAL (SELECT j.id, jobs.code FROM"
              + " jobs ORDER BY id DESC, jobs.code LIMIT 1) x ORDER BY 1",
          "SELECT count(*) AS n FROM jobs WHERE id = '7'::oid OR id <> 'jobs'::regclass",
          "SELECT count(*) AS n FROM jobs WHERE id = '7'",
          "SELECT count(*) AS n FROM jobs WHERE id = ANY(ARRAY[3, 4])",
          "SELECT id FROM jobs WHERE id + 0 > 7 AND id <@ int4range(1, 90)",
          "SELECT count(*) AS n FROM jobs j GROUP BY j.id HAVING j.id > 97"
              + " AND count(*) > (SELECT count(*) FROM parts p WHERE p.n + 1000 = j.id)");

  /** Reads that take v2's own column for what its v1 column was compared by, and its index. */
  static final List<String> WIDE =
      List.of(
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
          "SELECT p.n FROM parts p WHERE p.job IN (-1, 3, 4) ORDER BY p.n | parts_job_index",
          "SELECT*FROM jobs WHERE id > 97 AND EXISTS (SELECT*FROM parts p WHERE p.job = 3)"
              + " | tasks_pkey",
          "SELECT DISTINCT ON (j.id)\"j\".*FROM jobs j WHERE j.id > 97 | tasks_pkey",
          "SELECT id FROM (SELECT id, code FROM jobs WHERE id <= 3) AS x ORDER BY id | tasks_pkey",
          "SELECT * FROM jobs WHERE id > 97 | tasks_pkey",
          "SELECT j.*, id + 1 AS next, j.* FROM jobs j WHERE j.id > 97 ORDER BY j.id | tasks_pkey",
          "SELECT * FROM jobs j JOIN parts ON parts.job = j.id WHERE j.id = 3 ORDER BY"
              + " n | parts_job_index",
          "SELECT x.* FROM (SELECT * FROM jobs WHERE id > 97) x JOIN (SELECT 1 AS one) y ON true | tasks_pkey",
          "SELECT j.*, y.* FROM jobs j JOIN (SELECT 98 AS one) y ON j.id = y.one | tasks_pkey");

  @Test
  @DisplayName("has the text that was approved")
  void approved() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String wide : WIDE) {
      String text = wide.split(" \\| ")[0];
      texts.put(text, read(text).v2Sql());
    }
    NARROW.forEach(text -> texts.put("as it is: " + text, read(text).v2Sql()));
    ApprovedTexts.hold(
        "reads-wide.sql", "Reads of wider columns on v2. IndexUseTest runs them all.", texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM jobs WHERE code = '7' OR code = '8'",
        "SELECT * FROM jobs WHERE NOT code = '7'",
        "SELECT * FROM jobs WHERE code = CAST('7' AS varchar)",
        "SELECT * FROM jobs WHERE price = 7",
        "SELECT * FROM (SELECT * FROM jobs WHERE code = '7') AS x",
        "SELECT * FROM jobs WHERE code > '7'",
        "SELECT j.id FROM jobs AS j(code, id) WHERE j.id = '7' AND j.code = 8",
        "SELECT * FROM jobs j(code, id) WHERE id = '7'",
      })
  @DisplayName("is left as it is where its WHERE does not imply an equality, or not of such values")
  void unchanged(String text) {
    String derived = DerivedTable.sql(Dialect.POSTGRESQL, JOBS);
    assertThat(read(text).v2Sql()).contains(derived).doesNotContain(" IN (");
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
