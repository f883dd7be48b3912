package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.Explanation.Kind;
import dev.zdm.rewriter.Explanation.Route;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An explanation says of a statement")
class ExplanationTest {
  private static final Mapping POSTGRES = Shop.mapping(Dialect.POSTGRESQL);
  private static final CopyLimits LIMITS = new CopyLimits(50, 100);
  private static final TableName ORDERS = new TableName("public", "orders");
  private static final TableName ITEMS = new TableName("public", "items");

  private static Explanation explained(String sql) {
    return Explanation.of(POSTGRES, sql, LIMITS);
  }

  private static void isPlain(Explanation explanation) {
    assertThat(explanation.position()).isEqualTo(-1);
    assertThat(explanation.routing()).isEmpty();
    assertThat(explanation.form()).isNull();
    assertThat(explanation.v2Sql()).isNull();
    assertThat(explanation.parameters()).isEmpty();
    assertThat(explanation.parts()).isEmpty();
  }

  @Test
  @DisplayName("Where a read's keys come from, and v2's text")
  void read() {
    Explanation read =
        explained(
            "SELECT sku FROM items i JOIN orders o ON true WHERE order_id IN (?, 5) AND o.id = 6"
                + " AND i.order_id IN (?, 5)");
    assertThat(read.kind()).isEqualTo(Kind.READ);
    assertThat(read.tables()).containsExactly(ITEMS, ORDERS);
    assertThat(read.reason()).isNull();
    assertThat(read.form()).isNull();
    assertThat(read.position()).isEqualTo(-1);
    assertThat(read.routing())
        .containsExactly(
            new Route(ITEMS, List.of("order_id"), List.of("?2", "5")),
            new Route(ORDERS, List.of("id"), List.of("6")));
    assertThat(read.v2Sql())
        .contains(DerivedTable.sql(Dialect.POSTGRESQL, Shop.table(POSTGRES, "items")) + " i JOIN ");
    assertThat(read.taints()).isEmpty();
  }

  @Test
  @DisplayName("A composite key's parts, and that there is none")
  void composite() {
    Explanation read = explained("SELECT c FROM pairs, tags WHERE pairs.b = ? AND pairs.a = 3");
    assertThat(read.routing().get(0).keys()).containsExactly("3, ?1");
    assertThat(read.routing().get(1).keys()).isEmpty();
  }

  @Test
  @DisplayName("Which parameter stands where, if v2 has them in other places")
  void parameters() {
    Explanation read =
        Explanation.of(
            Workshop.mapping(Dialect.POSTGRESQL), "SELECT note FROM jobs WHERE id = ?", LIMITS);
    assertThat(read.parameters()).containsExactly(1, 1);
  }

  @Test
  @DisplayName("Why it runs on v1")
  void onV1() {
    Explanation locking = explained("SELECT id FROM orders FOR UPDATE");
    assertThat(locking.kind()).isEqualTo(Kind.ON_V1);
    assertThat(locking.tables()).containsExactly(ORDERS);
    assertThat(locking.reason()).isNotEmpty();
    assertThat(locking.taints()).isEmpty();
    isPlain(locking);
  }

  @Test
  @DisplayName("Why and where it is refused, and what a policy would taint")
  void refused() {
    Explanation refused = explained("DELETE FROM orders WHERE CURRENT OF c");
    assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
    assertThat(refused.reason()).contains("CURRENT OF");
    assertThat(refused.position()).isEqualTo(25);
    assertThat(refused.taints()).containsExactly(ORDERS);
    assertThat(explained("DROP TABLE orders").taints()).isEmpty();
    assertThat(explained("CALL touch_orders()").taints()).hasSameSizeAs(POSTGRES.tables());
  }

  @Test
  @DisplayName("By which text a write is mirrored")
  void write() {
    for (String sql : List.of("DELETE FROM orders", "DELETE FROM orders RETURNING id")) {
      Plan.Write plan = (Plan.Write) new Planner(POSTGRES, 0).plan(sql);
      Answer answer = sql.contains("RET") ? new Answer.Returning() : new Answer.Count();
      Explanation write = explained(sql);
      assertThat(write.kind()).isEqualTo(Kind.WRITE);
      assertThat(write.tables()).containsExactly(ORDERS);
      assertThat(write.form()).isEqualTo(plan.mirroring().form()).startsWith("two-step");
      assertThat(write.v2Sql()).isEqualTo(plan.mirroring().text(Half.COPY, answer, LIMITS).sql());
      assertThat(write.reason()).isNull();
      assertThat(write.taints()).isEmpty();
    }
  }

  @Test
  @DisplayName("That SQLite's writes are traced")
  void traced() {
    Mapping sqlite = Shop.mapping(Dialect.SQLITE);
    Explanation write = Explanation.of(sqlite, "DELETE FROM orders", LIMITS);
    assertThat(write.kind()).isEqualTo(Kind.WRITE);
    assertThat(write.form()).contains("TEMP triggers");
    assertThat(write.v2Sql()).isNull();
    assertThat(write.tables()).containsExactly(new TableName("main", "orders"));
  }

  @Test
  @DisplayName("What each of several is")
  void several() {
    Explanation several = explained("DELETE FROM items; SELECT id FROM orders; SELECT 1");
    assertThat(several.kind()).isEqualTo(Kind.SEVERAL);
    assertThat(several.tables()).containsExactly(ITEMS, ORDERS);
    assertThat(several.parts().stream().map(Explanation::kind))
        .containsExactly(Kind.WRITE, Kind.READ, Kind.PASS_THROUGH);
    assertThat(several.form()).isNull();
  }

  @Test
  @DisplayName("That it is none of zdm's concern")
  void others() {
    Explanation begin = explained("BEGIN");
    assertThat(begin.kind()).isEqualTo(Kind.TRANSACTION_CONTROL);
    assertThat(begin.tables()).isEmpty();
    isPlain(begin);
    Explanation other = explained("SELECT 1");
    assertThat(other.kind()).isEqualTo(Kind.PASS_THROUGH);
    assertThat(other.reason()).isNull();
    isPlain(other);
  }
}
