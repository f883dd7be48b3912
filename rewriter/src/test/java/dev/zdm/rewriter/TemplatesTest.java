package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.teststatements.RandomReads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A plan made by the shape of another read is the plan that a parse would give")
class TemplatesTest {
  private static final long SEED = Long.getLong("test.seed", 20_261_121);
  private static final int READS = Integer.getInteger("test.templates", 500);
  private static final int VARIANTS = 8;

  /** Reads with literals wherever the grammar, or an application, may put one. */
  private static final List<String> ODD =
      List.of(
          "SELECT id, total FROM orders ORDER BY 1, 2 DESC LIMIT 10 OFFSET 5",
          "SELECT customer, count(*) FROM orders GROUP BY 1 HAVING count(*) > 3",
          "SELECT 'a', 1, -1, +2, 1.5, 'x' || 'y', id FROM orders WHERE id = -5",
          "SELECT id FROM orders WHERE id = - 5 AND total > - 1.5",
          "SELECT id FROM orders WHERE 7 = id AND customer = 'x'",
          "SELECT id FROM orders WHERE id IN (1)",
          "SELECT id FROM orders WHERE id IN (1, 2, 3) AND customer IN ('a', 'b')",
          "SELECT id FROM orders WHERE total = ? AND id IN (?, ?, ?) AND customer = ?",
          "SELECT id FROM orders WHERE id IN (1, ?, 2) OR id NOT IN (1, 2)",
          "SELECT id FROM orders WHERE id IN (-1, 2, - 3)",
          "SELECT id FROM orders WHERE id IN ('1', 2, 3, 4)",
          "SELECT id FROM orders WHERE (id, customer) IN ((1, 'a'), (2, 'b'))",
          "SELECT c FROM pairs WHERE a = 1 AND b = 'x' AND c IN (1, 2)",
          "SELECT c FROM pairs WHERE a IN (1) AND b = 'x'",
          "SELECT o.id FROM orders o JOIN items i ON i.order_id = 4 WHERE o.id = 4 AND i.order_id IN (4, 5)",
          "SELECT o.id FROM orders AS 'o' WHERE o.id = 1",
          "SELECT o.id FROM orders 'o' WHERE o.id = 1",
          "SELECT id AS 'label', total AS \"t\" FROM orders WHERE id = 1",
          "SELECT id 'label' FROM orders WHERE id = 1",
          "SELECT * FROM 'orders' WHERE id = 1",
          "SELECT 'orders'.id FROM orders WHERE id = 1",
          "SELECT * FROM 'main'.orders WHERE id = 1",
          "SELECT * FROM main.'orders' o WHERE o.id = 1",
          "SELECT * FROM customers WHERE name = 'orders'",
          "SELECT * FROM customers, 'items' WHERE name = 'orders'",
          "SELECT id FROM orders WHERE customer IN ('orders', 'x', 'items')",
          "SELECT CAST(id AS varchar(10)), CAST(total AS numeric(10, 2)) FROM orders WHERE id = 1",
          "SELECT CAST('5' AS integer), id FROM orders WHERE id = CAST('7' AS bigint)",
          "SELECT id::varchar(5) FROM orders WHERE id = '7'::bigint",
          "SELECT id FROM orders WHERE placed > DATE '2024-01-01' AND placed < DATE'2024-02-01'",
          "SELECT id FROM orders WHERE placed > TIMESTAMP '2024-01-01' AND placed < {d '2024-02-01'}",
          "SELECT CAST(placed AS timestamp(3) with time zone) FROM orders WHERE id = 1",
          "SELECT placed + INTERVAL '1 day', placed - INTERVAL '2' DAY FROM orders WHERE id = 1",
          "SELECT '{\"a\": 1}'::json -> 'a' ->> 1, id FROM orders WHERE id = 3",
          "SELECT '{\"a\": 1}'::jsonb @> '{\"a\": 1}', '{1,2}'::int[] FROM orders",
          "SELECT (ARRAY[1, 2, 3])[1], ARRAY['a', 'b'] FROM orders WHERE id = ANY(ARRAY[1, 2])",
          "SELECT id FROM orders WHERE id = ANY('{1,2,3}'::int[])",
          "SELECT 'orders'::regclass, id FROM orders WHERE id = 3",
          "SELECT id FROM orders WHERE customer LIKE 'a!%' ESCAPE '!' AND customer GLOB 'x*'",
          "SELECT id FROM orders WHERE customer = E'x' OR customer = $$y$$ OR customer = U&'z'",
          "SELECT id FROM orders WHERE customer = X'61' AND customer = 'a' 'b'",
          "SELECT id FROM orders WHERE customer = q'a' OR customer = $$a$$'b' OR customer = 'a'E'b'",
          "SELECT sum(total) OVER (ORDER BY id ROWS 1 PRECEDING) FROM orders WHERE id = 2",
          "SELECT sum(total) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING) FROM orders",
          "SELECT id FROM orders ORDER BY id FETCH FIRST 5 ROWS ONLY",
          "SELECT id FROM orders WHERE id = 1 LIMIT 5, 10",
          "SELECT v.n, o.id FROM orders o JOIN (VALUES (1, 'a'), (2, 'b'), (3, 'c')) AS v(n, s) ON v.n = o.id WHERE o.id = 9",
          "SELECT id FROM orders WHERE id IN (VALUES (1), (2))",
          "SELECT id FROM orders WHERE id IN (VALUES (1))",
          "SELECT (SELECT max(line) FROM items WHERE qty > 1 AND sku IN ('a', 'b')), 5 FROM orders",
          "SELECT (SELECT 'x' /* y */ FROM items LIMIT 1 ) , id + 1 FROM orders WHERE id = 8",
          "SELECT EXISTS (SELECT 1 FROM items WHERE line = 3), coalesce(total, 0) FROM orders",
          "SELECT orders FROM orders WHERE id = 5",
          "SELECT id, customer FROM orders WHERE total > 5 GROUP BY id",
          "SELECT (SELECT count(o.id) FROM items WHERE line = 1) FROM orders o WHERE id = 4",
          "SELECT id FROM orders WHERE id OPERATOR(pg_catalog.=) 4 AND customer = 'x'",
          "SELECT id FROM orders WHERE id = 4 FOR UPDATE",
          "SELECT id FROM orders WHERE id = 4 UNION SELECT order_id FROM items WHERE order_id = 5",
          "WITH x AS (SELECT id FROM orders WHERE id = 5) SELECT * FROM x WHERE id IN (1, 2)",
          "WITH x(n) AS (VALUES (1), (2)) SELECT o.id FROM orders o, x WHERE o.id = 5",
          "(SELECT id FROM orders WHERE id = 5) LIMIT 3",
          "TABLE orders LIMIT 5",
          "VALUES ((SELECT max(id) FROM orders WHERE id < 5), 1)",
          "SELECT id FROM orders WHERE id = 5; SELECT id FROM items WHERE line = 5",
          "; SELECT id FROM orders WHERE id = 5",
          "SELECT id FROM orders WHERE id = 5;",
          "SELECT id FROM orders WHERE id = :a AND customer = @b AND total = $c AND placed = ?2",
          "SELECT id FROM orders WHERE id = 5 AND customer = '",
          "SELECT id FROM orders WHERE id = 5 AND customer = 'x",
          "SELECT touch_orders(1) FROM orders WHERE id = 5",
          "SELECT id, CASE WHEN total > 5 THEN 'a' ELSE 'b' END FROM orders WHERE id BETWEEN 1 AND 2",
          "SELECT tags FROM tags WHERE tags = 'it''s' AND id <> 3",
          "SELECT \"Value\" FROM \"Odd Name\" WHERE \"Key\" = 3",
          "SELECT id FROM orders WHERE id >= 4 AND id <> 5 AND customer || 'x' != 'y'",
          "SELECT id, '{\"a\": 1}'::json ->> 'a' FROM orders WHERE id = 4",
          "SELECT id FROM orders o WHERE o.id = 4 AND - - o.id = 4",
          "SELECT count ( * ) FROM orders WHERE id = 4",
          "SELECT id FROM orders WHERE provider IN ('a', 'b') AND placed = '2024-01-01' AND customer = ?",
          "SELECT id FROM orders o WHERE o.customer = 'x' AND o.provider = ? AND o.placed IN (?, ?)",
          "SELECT qty FROM items WHERE sku IN ('a', 'b', 'c') AND line = 4 AND qty IN (?, ?) AND order_id = ?",
          "SELECT a, c FROM pairs WHERE c = 'x' AND b = 2",
          "SELECT d FROM pairs WHERE c = 'x' AND d IN ('a', 'b') AND a = 1 AND b = -2",
          "SELECT word FROM sample WHERE id = 1 AND word IS 'x' AND word IS NOT 'y'");

  private static Stream<String> ofShop(Dialect dialect) {
    Stream<String> cases =
        PlannerTest.everyCase().filter(c -> c.dialect() == dialect).map(PlanCase::sql);
    return Stream.concat(cases, ODD.stream().flatMap(odd -> Collections.nCopies(5, odd).stream()));
  }

  private static Stream<String> ofTwins(Dialect dialect) {
    RandomReads random = TwinTables.reads(dialect, SEED);
    return Stream.generate(() -> random.next().sql()).limit(READS);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  @DisplayName("In all its parts, for any literals, lists, blanks and comments")
  void samePlan(Dialect dialect) {
    Counted shop = new Counted(Shop.mapping(dialect));
    Counted twins = new Counted(TwinTables.mapping(dialect, TwinTables.Shape.RENAMED));
    Counted changed = new Counted(TwinTables.mapping(dialect, TwinTables.Shape.CHANGED));
    RandomLiterals literals = new RandomLiterals(dialect, SEED);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < VARIANTS; i++) {
      boolean first = i == 0;
      for (String read : ofShop(dialect).toList()) {
        String sql = first ? read : literals.changed(read);
        shop.compare(sql, wrong);
        changed.compare(sql, wrong);
      }
      for (String read : ofTwins(dialect).toList()) {
        String sql = first ? read : literals.changed(read);
        twins.compare(sql, wrong);
        changed.compare(sql, wrong);
      }
    }
    System.out.printf("%s, -Dtest.seed=%d: %s, %s, %s%n", dialect, SEED, shop, twins, changed);
    assertThat(wrong.stream().limit(10)).as("seed %d: %d wrong", SEED, wrong.size()).isEmpty();
    assertThat(shop.share()).as("percent made by templates").isGreaterThan(40);
    assertThat(twins.share()).as("percent made by templates").isGreaterThan(40);
    assertThat(changed.share()).as("percent made by templates").isGreaterThan(40);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Of the odd reads, with other literals")
  void odd(Dialect dialect) {
    Counted shop = new Counted(Shop.mapping(dialect));
    RandomLiterals literals = new RandomLiterals(dialect, SEED);
    List<String> wrong = new ArrayList<>();
    for (String read : ODD) {
      shop.compare(read, wrong);
      shop.compare(literals.changed(read), wrong);
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
  }

  private static Plan.Read read(Planner planner, String sql) {
    return (Plan.Read) planner.plan(sql);
  }

  @Test
  @DisplayName(
      "trap 33: A list of another length gives its own keys, and parameters their own numbers")
  void lists() {
    Planner planner = new Planner(Shop.mapping(Dialect.POSTGRESQL), 10);
    String form = "SELECT o.id, %s FROM orders o JOIN items i ON true WHERE o.id IN (%s)%s";
    String key = " AND i.order_id = ?";
    read(planner, form.formatted("'x'", "1, 2", key));
    Plan.Read other = read(planner, form.formatted("'it''s'", "30,4 , 5", key));
    assertThat(PlanText.routes(other)).isEqualTo("orders '30'/'4'/'5', items ?1");
    assertThat(other.v2Sql()).startsWith("SELECT o.id, 'it''s' FROM (").contains("30,4 , 5");
    assertThat(planner.counts().templates()).isEqualTo(1);

    read(planner, form.formatted("?", "?, ?", key));
    Plan.Read more = read(planner, form.formatted("?", "?, ?, ?, ?", key));
    assertThat(PlanText.routes(more)).isEqualTo("orders ?2/?3/?4/?5, items ?6");
    assertThat(planner.counts().templates()).isEqualTo(2);
  }

  @Test
  @DisplayName("A literal that may be a name is read each time")
  void names() {
    Planner planner = new Planner(Shop.mapping(Dialect.SQLITE), 10);
    for (String name : List.of("'o'", "'x'")) {
      Plan.Read read = read(planner, "SELECT o.id FROM orders AS " + name + " WHERE o.id = 1");
      assertThat(PlanText.routes(read))
          .isEqualTo(name.equals("'o'") ? "orders '1'" : "orders none");
    }
    planner.plan("SELECT id FROM orders WHERE customer = 'ann' AND id = 1");
    planner.plan("SELECT id FROM orders WHERE customer = 'items' AND id = 1");
    assertThat(planner.counts().templates()).isZero();
    planner.plan("SELECT id FROM orders WHERE customer = 'items' AND id = 2");
    assertThat(planner.counts().templates()).isEqualTo(1);
  }

  @Test
  @DisplayName("trap 28: A comment that is another each time does not cost a parse")
  void comments() {
    Planner planner = new Planner(Shop.mapping(Dialect.POSTGRESQL), 10);
    read(planner, "SELECT id FROM orders WHERE id = 1 /*trace='00-a'*/");
    String sql = "/*+ hint */ SELECT id FROM orders WHERE id = 1";
    assertThat(read(planner, sql).v2Sql()).startsWith("/*+ hint */ SELECT id FROM (SELECT");
    sql = "SELECT id FROM orders WHERE id = 1 /*trace='00-another'*/";
    assertThat(read(planner, sql).v2Sql()).endsWith("WHERE id = 1 /*trace='00-another'*/");
    assertThat(planner.counts().templates()).isEqualTo(1);
  }

  /** A planner that learns, beside one that parses each time. */
  private static final class Counted {
    private final Planner learning;
    private final Planner parsing;

    Counted(Mapping mapping) {
      learning = new Planner(mapping, 1_000_000);
      parsing = new Planner(mapping, 0);
    }

    void compare(String sql, List<String> wrong) {
      Plan plan = learning.plan(sql);
      Plan parsed = parsing.plan(sql);
      boolean write = parsed instanceof Plan.Write;
      boolean same = write ? PlanText.of(plan).equals(PlanText.of(parsed)) : plan.equals(parsed);
      if (!same) {
        wrong.add("\n" + sql + "\n  template: " + plan + "\n  parsed:   " + parsed);
      }
    }

    long share() {
      PlanCounts counts = learning.counts();
      return 100 * counts.templates() / (counts.templates() + counts.misses());
    }

    @Override
    public String toString() {
      return learning.counts().toString();
    }
  }
}
