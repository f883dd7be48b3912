package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mirroring.MirroringForm;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import dev.zdm.rewriter.mirroring.WrittenStatement;
import dev.zdm.rewriter.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What the planner tells of a written statement")
class WrittenStatementTest {

  private static WrittenStatement written(String sql, int serverVersion) {
    List<WrittenStatement> seen = new ArrayList<>();
    Mapping mapping = Shop.mapping(Dialect.POSTGRESQL, serverVersion);
    MirroringForm form =
        (given, written) -> {
          seen.add(written);
          return PostgresMirroring.of(given, written);
        };
    assertThat(new Planner(mapping, 10, Roles.V1_FIRST, form).plan(sql))
        .isInstanceOf(Plan.Write.class);
    return seen.get(0);
  }

  @Test
  @DisplayName("trap 15: the labels of RETURNING are PostgreSQL's, a star is v1's columns")
  void returningLabels() {
    String sql = "UPDATE orders o SET total = 1 RETURNING ID, o.customer, \"Total\" AS \"T\", o.*;";
    WrittenStatement written = written(sql, 18);

    assertThat(written.returning())
        .containsExactly("id", "customer", "T", "id", "customer", "provider", "total", "placed");
    assertThat(written.sql()).isEqualTo(sql.substring(0, sql.length() - 1));
    assertThat(written.returningEnd()).isEqualTo(written.sql().length());
    assertThat(written.target()).isEqualTo("o");
  }

  @Test
  @DisplayName("The list of RETURNING ends before a trailing comment")
  void returningEnd() {
    String sql = "DELETE FROM public.orders RETURNING id -- the end\n";
    WrittenStatement written = written(sql, 18);

    assertThat(written.sql().substring(0, written.returningEnd())).endsWith("RETURNING id");
    assertThat(written.sql()).endsWith("-- the end");
    assertThat(written.target()).isEqualTo("public.orders");
  }

  static Stream<String> keyChanges() {
    return Stream.of(
        "UPDATE orders SET id = 2",
        "UPDATE orders SET customer = 'a', \"id\" = 2 WHERE id = 1",
        "UPDATE orders SET (customer, ID) = ('a', 2)",
        "UPDATE orders SET provider = 'a' || (SELECT max(b) FROM pairs), id = DEFAULT",
        "UPDATE orders SET placed = NULL, total = id IS DISTINCT FROM total, id = 1",
        "UPDATE orders AS o SET total = CASE WHEN id = 1 THEN 1 ELSE 2 END, id = 3 FROM items",
        "INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET id = excluded.id + 1",
        "MERGE INTO orders o USING items ON true WHEN MATCHED AND total > 1 THEN UPDATE SET total"
            + " = CASE WHEN id = 1 THEN 1 END WHEN MATCHED THEN UPDATE SET id = 2");
  }

  @ParameterizedTest
  @MethodSource("keyChanges")
  @DisplayName("trap 16: an assignment of a key column is seen, and refused before PostgreSQL 18")
  void changesKey(String sql) {
    assertThat(written(sql, 18).changesKey()).isTrue();

    Plan before = new Planner(Shop.mapping(Dialect.POSTGRESQL, 17), 10).plan(sql);
    assertThat(PlanText.of(before)).startsWith("unsupported: changing the key");
  }

  static Stream<String> keyKept() {
    return Stream.of(
        "UPDATE orders SET customer = 'a' WHERE id = 1",
        "UPDATE orders SET customer = coalesce(provider, id::text), total = id",
        "UPDATE orders SET (customer, provider) = (SELECT sku, id::text FROM items)",
        "UPDATE orders o SET total = i.qty FROM (SELECT order_id, qty, 1 AS id FROM items) i",
        "INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET total = excluded.id",
        "INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO NOTHING",
        "UPDATE items SET qty = 2 WHERE order_id = 1 AND line = 2 RETURNING order_id, line",
        "MERGE INTO orders o USING items ON line = id WHEN MATCHED THEN UPDATE SET total = id WHEN"
            + " NOT MATCHED THEN INSERT (customer, id) VALUES ('a', 1)");
  }

  @ParameterizedTest
  @MethodSource("keyKept")
  @DisplayName("trap 16: a key column that is only read is not changed")
  void keepsKey(String sql) {
    assertThat(written(sql, 17).changesKey()).isFalse();
  }
}
