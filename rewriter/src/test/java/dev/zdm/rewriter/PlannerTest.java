package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The planner remembers, counts, and leaves alone what is not its own")
class PlannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "begin|BEGIN",
        "BEGIN IMMEDIATE|BEGIN",
        "/* x */ START TRANSACTION READ ONLY|BEGIN",
        "START SLAVE|",
        "Commit|COMMIT",
        "COMMIT AND CHAIN|CHAIN",
        "COMMIT PREPARED 'x'|",
        "END TRANSACTION|COMMIT",
        "abort|ROLLBACK",
        "ROLLBACK|ROLLBACK",
        "ROLLBACK WORK|ROLLBACK",
        "ROLLBACK TO x|SAVEPOINT",
        "ROLLBACK TRANSACTION TO SAVEPOINT x|SAVEPOINT",
        "rollback prepared 'x'|",
        "SAVEPOINT x|SAVEPOINT",
        "RELEASE x|SAVEPOINT",
        "PREPARE TRANSACTION 'x'|COMMIT",
        "PREPARE p AS SELECT 1|",
        "SELECT 1|",
        "BEGINNING|",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE|",
        "COMMIT WORK|COMMIT",
        "COMMIT WORK AND CHAIN|CHAIN",
        "END TRANSACTION AND CHAIN|CHAIN",
        "ABORT AND NO CHAIN|ROLLBACK",
        "ABORT AND CHAIN|CHAIN",
        "ROLLBACK TRANSACTION AND CHAIN|CHAIN",
        "ROLLBACK WORK TO SAVEPOINT x|SAVEPOINT",
        "end|COMMIT",
        "en|",
        "savepoints x|",
        "ENDING|",
        "PREPARE|",
        "START|",
        "COMMIT AND|COMMIT",
        "COMMIT; BEGIN|BEGIN",
        "BEGIN; COMMIT;|COMMIT",
        "BEGIN; SELECT 1|BEGIN",
        "SELECT 1; ROLLBACK|ROLLBACK",
        "SELECT ';'; SELECT 'x;'|",
        "BEGIN; -- COMMIT|BEGIN",
        "; COMMIT|COMMIT",
        "SELECT 'COMMIT;x'|"
      })
  @DisplayName("The verb of a transaction is told by its first words")
  void transactionVerbs(String sql, Verb verb) {
    for (Dialect dialect : Dialect.values()) {
      assertThat(Planner.transactionVerb(dialect, sql)).isEqualTo(verb);
      Plan plan = new Planner(Shop.mapping(dialect), 10).plan(sql);
      assertThat(plan instanceof Plan.TransactionControl).isEqualTo(verb != null);
    }
  }

  @Test
  @DisplayName("A comment may stand before the verb; a string is none")
  void transactionVerbBehindComment() {
    assertThat(Planner.transactionVerb(Dialect.SQLITE, "-- x\n ROLLBACK")).isEqualTo(Verb.ROLLBACK);
    assertThat(Planner.transactionVerb(Dialect.SQLITE, "-- BEGIN")).isNull();
    assertThat(Planner.transactionVerb(Dialect.POSTGRESQL, "'BEGIN'")).isNull();
  }

  @Test
  @DisplayName("Parameters are counted as the driver counts them")
  void parameters() {
    String sql = "SELECT ?, '?', \"?\" /* ? */ WHERE a = ? AND b ?? c -- ?";
    assertThat(Planner.parameters(Dialect.POSTGRESQL, sql)).isEqualTo(2);
    assertThat(Planner.parameters(Dialect.SQLITE, sql)).isEqualTo(4);
    assertThat(Planner.parameters(Dialect.SQLITE, "?1 ? [?]")).isEqualTo(1);
    assertThat(Planner.parameters(Dialect.POSTGRESQL, "")).isZero();
  }

  @Test
  @DisplayName("Hits, misses, pass-through and refusals are counted")
  void counts() {
    Planner planner = new Planner(Shop.mapping(Dialect.POSTGRESQL), 10);
    planner.plan("SELECT 1");
    planner.plan("SELECT id FROM orders");
    planner.plan("SELECT id FROM orders");
    planner.plan("PREPARE p AS DELETE FROM orders");

    PlanCounts counts = planner.counts();
    assertThat(counts.passThrough()).isEqualTo(1);
    assertThat(counts.misses()).isEqualTo(2);
    assertThat(counts.hits()).isEqualTo(1);
    assertThat(counts.unsupported()).isEqualTo(1);
    assertThat(counts.parseNanos()).isPositive();
  }

  @Test
  @DisplayName("The same text has the same plan object while it is remembered")
  void remembers() {
    Planner planner = new Planner(Shop.mapping(Dialect.SQLITE), 10);
    Plan first = planner.plan("SELECT id FROM orders");
    assertThat(planner.plan("SELECT id FROM orders")).isSameAs(first);
  }

  @Test
  @DisplayName("A planner without a cache plans anew, and alike")
  void withoutCache() {
    Planner planner = new Planner(Shop.mapping(Dialect.SQLITE), 0);
    Plan first = planner.plan("SELECT id FROM orders");
    assertThat(planner.plan("SELECT id FROM orders")).isNotSameAs(first).isEqualTo(first);
    assertThat(planner.counts().hits()).isZero();
  }

  @Test
  @DisplayName("A text that repeats a shape is remembered when it is sent a second time")
  void secondSight() {
    Planner planner = new Planner(Shop.mapping(Dialect.SQLITE), 10);
    planner.plan("SELECT id FROM orders WHERE id = 1");
    Plan once = planner.plan("SELECT id FROM orders WHERE id = 2");
    Plan twice = planner.plan("SELECT id FROM orders WHERE id = 2");
    assertThat(twice).isNotSameAs(once).isEqualTo(once);
    assertThat(planner.plan("SELECT id FROM orders WHERE id = 2")).isSameAs(twice);
    assertThat(planner.counts().templates()).isEqualTo(2);
    assertThat(planner.counts().hits()).isEqualTo(1);
    assertThat(planner.counts().misses()).isEqualTo(1);
  }

  @Test
  @DisplayName("What is planned for an interrupted thread is not remembered")
  void interrupted() {
    Planner planner = new Planner(Shop.mapping(Dialect.SQLITE), 1000);
    for (int i = 0; i < 50; i++) {
      String form = "SELECT id AS l" + i + " FROM orders WHERE id = ";
      Thread.currentThread().interrupt();
      planner.plan(form + 1); // at times the parser is faster than the interruption
      assertThat(Thread.interrupted()).isTrue();
      assertThat(planner.plan(form + 1)).isInstanceOf(Plan.Read.class);
      assertThat(planner.plan(form + 2)).isInstanceOf(Plan.Read.class);
    }
  }

  @Test
  @DisplayName("The cache stays within its weight, however long the texts are")
  void boundedWeight() {
    PlanCache<String> cache = new PlanCache<>(10_000, String::length);
    String padding = "x".repeat(60_000);
    for (int i = 0; i < 500; i++) {
      cache.put(padding + i, padding);
      assertThat(cache.get(padding + i)).isNotNull();
      assertThat(cache.weight()).isLessThan(10_000 * 1024 + 200_000);
    }
    assertThat(cache.size()).isGreaterThan(50);
  }

  @Test
  @DisplayName("The cache keeps what is asked for and stays within its bound")
  void bounded() {
    PlanCache<Plan> cache = new PlanCache<>(10, plan -> 1);
    cache.put("kept", new Plan.PassThrough("kept"));
    for (int i = 0; i < 1000; i++) {
      cache.put("text " + i, new Plan.PassThrough("text " + i));
      assertThat(cache.get("kept")).isNotNull();
      assertThat(cache.size()).isLessThanOrEqualTo(10);
    }
    assertThat(cache.get("text 1")).isNull();
  }

  static Stream<PlanCase> everyCase() {
    return PlanCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyCase")
  @Tag("slow")
  @DisplayName("Planning a text twice gives the same")
  void deterministic(PlanCase given) {
    Mapping mapping = Shop.mapping(given.dialect());
    Plan first = new Planner(mapping, 0).plan(given.sql());
    Plan second = new Planner(mapping, 0).plan(given.sql());
    assertThat(PlanText.of(second)).isEqualTo(PlanText.of(first));
    if (first instanceof Plan.Read) {
      assertThat(second).isEqualTo(first);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyCase")
  @Tag("slow")
  @DisplayName("A read's v2 text names nothing that is mapped, so that it is not rewritten again")
  void rewrittenTwice(PlanCase given) {
    Planner planner = new Planner(Shop.mapping(given.dialect()), 10);
    if (planner.plan(given.sql()) instanceof Plan.Read read) {
      Plan again = planner.plan(read.v2Sql());
      assertThat(again).isNotInstanceOf(Plan.Read.class).isNotInstanceOf(Plan.Write.class);
    }
  }

  private static final List<String> SCRAPS =
      List.of(
          "orders",
          " FROM orders o ",
          "customer",
          "''",
          "\"",
          "?",
          ";",
          "--",
          "/* orders",
          "*/",
          "\n\n\n",
          "public.orders.id",
          "INTO",
          "DELETE FROM orders",
          "$$",
          "\\",
          "[orders]",
          "`");

  private static String scraps(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @Tag("slow")
  @DisplayName("trap 29: random literals and comments that hold names survive to the letter")
  void literalsSurvive(Dialect dialect) {
    Mapping mapping = Shop.mapping(dialect);
    Planner planner = new Planner(mapping, 100);
    String derived = DerivedTable.sql(dialect, Shop.table(mapping, "orders"));
    Random random = new Random(29);
    for (int i = 0; i < 2000; i++) {
      String literal = "'x" + scraps(random) + "x'";
      String line = "-- " + scraps(random).replace("\n", " ") + "\n";
      String block = "/* " + scraps(random).replace("/*", "").replace("*/", "") + " */";
      String form = "SELECT id, %s AS t %s FROM %s o %s WHERE o.customer <> %s AND o.id = ? %s";
      String sql = form.formatted(literal, line, "orders", block, literal, line);

      assertThat(planner.plan(sql)).isInstanceOf(Plan.Read.class);
      Plan.Read read = (Plan.Read) planner.plan(sql);
      assertThat(read.v2Sql())
          .isEqualTo(form.formatted(literal, line, derived, block, literal, line));
      assertThat(PlanText.routes(read)).isEqualTo("orders ?1");
      Plan alone = planner.plan("SELECT " + literal + line + block + " FROM customers");
      assertThat(alone).isInstanceOf(Plan.PassThrough.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @Tag("slow")
  @DisplayName("No text makes the planner fail, however it is broken")
  void neverFails(Dialect dialect) {
    Planner planner = new Planner(Shop.mapping(dialect), 100);
    Random random = new Random(7);
    List<String> texts =
        everyCase().filter(c -> c.sql().length() < 500).map(PlanCase::sql).toList();
    for (int i = 0; i < 5000; i++) {
      String text = texts.get(random.nextInt(texts.size()));
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(6));
      String scrap = random.nextBoolean() ? "" : SCRAPS.get(random.nextInt(SCRAPS.size()));
      String broken = text.substring(0, at) + scrap + text.substring(end);
      assertThat(planner.plan(broken).sql()).isEqualTo(broken);
    }
  }

  @Test
  @DisplayName("trap 27: A plan does not depend on how deep the application's stack is")
  void smallStack() throws InterruptedException {
    String sql = "SELECT id FROM orders WHERE " + "NOT ".repeat(3000) + "id = 1";
    Mapping mapping = Shop.mapping(Dialect.SQLITE);
    Plan[] shallow = new Plan[1];
    Thread thread =
        new Thread(null, () -> shallow[0] = new Planner(mapping, 0).plan(sql), "small", 200_000);
    thread.start();
    thread.join();
    assertThat(shallow[0]).isInstanceOf(Plan.Read.class);
    assertThat(PlanText.of(new Planner(mapping, 0).plan(sql))).isEqualTo(PlanText.of(shallow[0]));
  }
}
