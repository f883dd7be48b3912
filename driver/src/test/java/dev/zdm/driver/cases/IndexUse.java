package dev.zdm.driver.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.rewriter.Explanation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Whether v2's text is answered by an index of v2's. */
final class IndexUse {
  private IndexUse() {}

  static void assertUsed(Engine engine, Connection behind, Step step, Explanation plan)
      throws SQLException {
    if (engine == Engine.POSTGRESQL) {
      Sql.run(behind, "SET enable_seqscan = off", "SET enable_bitmapscan = off");
    }
    String explain = engine == Engine.POSTGRESQL ? "EXPLAIN (COSTS OFF) " : "EXPLAIN QUERY PLAN ";
    try (PreparedStatement p = behind.prepareStatement(explain + plan.v2Sql())) {
      if (!step.binds().isEmpty()) {
        List<String> values = step.binds().get(0).values();
        new Binds(
                plan.parameters().isEmpty()
                    ? values
                    : plan.parameters().stream().map(n -> values.get(n - 1)).toList())
            .to(p);
      }
      try (ResultSet rows = p.executeQuery()) {
        assertThat(String.join("\n", Sql.rows(rows)))
            .containsPattern("(?i)(index|search).*\\b" + step.index() + "\\b");
      }
    }
  }
}
