package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.copy.CarriedKeys;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.testdatabases.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
@DisplayName("On PostgreSQL the row copier's texts of given keys")
class RowCopyPlansTest {
  private static final MappedTable SINGLE =
      WriteTables.table(Dialect.POSTGRESQL, "p", List.of("id"), "id bigint", "v text");
  private static final MappedTable COMPOSITE =
      WriteTables.table(
          Dialect.POSTGRESQL, "q", List.of("tenant", "n"), "tenant integer", "n bigint", "v text");

  private static Map<String, String> texts(RowCopySql copier, MappedTable table) {
    Map<String, String> texts = new TreeMap<>();
    texts.put("lock v1", copier.lockV1().orElseThrow());
    texts.put("lock v2", copier.lockV2().orElseThrow());
    texts.put("upsert", copier.upsert());
    texts.put("locking upsert", copier.upsertLocking());
    texts.put("upsert of a write", copier.upsertOfWrite());
    texts.put("insert absent", copier.insertAbsent());
    texts.put("delete absent", copier.deleteAbsent());
    texts.put("delete absent of a write", copier.deleteAbsentOfWrite());
    texts.put("delete of a write", copier.deleteOfWrite());
    if (CarriedKeys.fitArray(table)) {
      texts.put("delete of an array", copier.deleteOfArray());
    }
    return texts;
  }

  @Test
  @DisplayName("look each key up in the index and never read a table of 10,000 rows whole")
  void plans() throws SQLException {
    try (Sql sql = new Sql(TestPostgres.newDatabase())) {
      sql.all(
          "CREATE TABLE p (id bigint PRIMARY KEY, v text)",
          "CREATE TABLE p_v2 (id bigint PRIMARY KEY, v text)",
          "CREATE TABLE q (tenant int, n bigint, v text, PRIMARY KEY (tenant, n))",
          "CREATE TABLE q_v2 (tenant int, n bigint, v text, PRIMARY KEY (tenant, n))",
          "INSERT INTO p SELECT i, 'v' || i FROM generate_series(1, 10000) AS i",
          "INSERT INTO p_v2 TABLE p",
          "INSERT INTO q SELECT i % 2, i, 'v' || i FROM generate_series(1, 10000) AS i",
          "INSERT INTO q_v2 TABLE q",
          "ANALYZE",
          "SELECT set_config('zdm.keys', '[]', false)",
          "SELECT set_config('zdm.gone', CAST(array_agg(id) AS text), false) FROM p WHERE id < 5000");
      for (MappedTable table : List.of(SINGLE, COMPOSITE)) {
        Mapping mapping = WriteTables.mapping(Dialect.POSTGRESQL, 18, table);
        sql.all(LedgerSql.of(mapping).create());
        for (Map.Entry<String, String> text :
            texts(RowCopySql.of(mapping, table), table).entrySet()) {
          Object[] keys = text.getValue().contains("?") ? new Object[] {"[]"} : new Object[0];
          List<String> plan = sql.run("EXPLAIN " + text.getValue(), keys);
          assertThat(String.join("\n", plan))
              .as(table.v1() + ", " + text.getKey())
              .contains("Index")
              .doesNotContain("Seq Scan");
        }
      }
    }
  }
}
