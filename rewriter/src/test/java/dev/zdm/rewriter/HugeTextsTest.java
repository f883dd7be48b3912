package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
@DisplayName("trap 27: a huge or deeply nested text has its plan soon, as any other")
class HugeTextsTest {
  private static final int MEBIBYTE = 1 << 20;

  /** Far more than the slowest machine needs; a parser that goes astray takes years. */
  private static final Duration SOON = Duration.ofSeconds(60);

  /** What nests. */
  private record Nest(String begin, String open, String inner, String close, String end) {
    String deep(int levels) {
      return begin + open.repeat(levels) + inner + close.repeat(levels) + end;
    }
  }

  private static final List<Nest> NESTS =
      List.of(
          new Nest("SELECT ", "(", "id", ")", " FROM orders"),
          new Nest("SELECT id FROM orders WHERE ", "(id = 1 AND ", "id = 1", ")", ""),
          new Nest("SELECT id FROM orders WHERE ", "NOT (", "id = 1", ")", ""),
          new Nest("SELECT ", "coalesce(1 + ", "id", ", 2)", " FROM orders"),
          new Nest("SELECT ", "CAST(", "id", " AS integer)", " FROM orders"),
          new Nest("SELECT ", "(CASE WHEN id = 1 THEN ", "1", " ELSE 2 END)", " FROM orders"),
          new Nest(
              "SELECT ", "CASE WHEN (", "id = 1", ") THEN true ELSE false END", " FROM orders"),
          new Nest(
              "SELECT id FROM orders WHERE id IN ",
              "(SELECT id FROM orders WHERE id IN ",
              "(1)",
              ")",
              ""),
          new Nest("SELECT * FROM ", "(SELECT * FROM ", "orders", ") x", ""),
          new Nest("SELECT id FROM orders WHERE ", "(id BETWEEN ", "1", " AND 2)", ""),
          new Nest("SELECT ", "sum(", "id", ") OVER (ORDER BY id)", " FROM orders"));

  /** What only grows; {@code %s} is where. */
  private record Chain(String text, String link) {
    String ofLength(int characters) {
      return text.replace("%s", link.repeat((characters - text.length() + 2) / link.length()));
    }
  }

  private static final List<Chain> CHAINS =
      List.of(
          new Chain("SELECT id FROM orders WHERE id = 1%s", " AND id = 1"),
          new Chain("SELECT id FROM orders WHERE id = 1%s", " OR id = 1"),
          new Chain("SELECT id FROM orders WHERE id IN (1%s)", ", 23"),
          new Chain("SELECT id FROM orders WHERE id IN (1%s)", ", id"),
          new Chain("SELECT id%s FROM orders", " + 1"),
          new Chain("SELECT id%s FROM orders", ", customer AS c"),
          new Chain("SELECT customer%s FROM orders", " || 'a'"),
          new Chain("SELECT id FROM orders%s", " UNION ALL SELECT id FROM orders"),
          new Chain("SELECT 1 FROM orders o%s", " JOIN items i ON true"),
          new Chain("SELECT id FROM orders /*%s*/", " x"),
          new Chain("SELECT id FROM orders WHERE customer = '%s'", "orders "),
          new Chain("SELECT %sid FROM orders", "- "),
          new Chain("SELECT %sEND FROM orders", "CASE WHEN id = 1 THEN 1 ELSE "));

  private static Plan soon(Planner planner, String sql) {
    return assertTimeoutPreemptively(SOON, () -> planner.plan(sql), () -> sql.substring(0, 60));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("60 levels are analysed, 1,000 are answered by v1")
  void nested(Dialect dialect) {
    Planner planner = new Planner(Shop.mapping(dialect), 0);
    for (Nest nest : NESTS) {
      Plan shallow = soon(planner, nest.deep(50));
      assertThat(PlanText.of(shallow)).as(nest.toString()).isEqualTo("read");
      Plan deep = soon(planner, nest.deep(1000));
      assertThat(deep.sql()).isEqualTo(nest.deep(1000));
      assertThat(PlanText.of(deep)).as(nest.toString()).startsWith("on primary: too long or too");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("64 KiB are analysed, 1 MiB is answered by v1")
  void growing(Dialect dialect) {
    Planner planner = new Planner(Shop.mapping(dialect), 0);
    for (Chain chain : CHAINS) {
      soon(planner, chain.ofLength(60_000));
      String sql = chain.ofLength(MEBIBYTE);
      Plan plan = soon(planner, sql);
      assertThat(plan.sql()).isEqualTo(sql);
      assertThat(PlanText.of(plan)).as(chain.toString()).startsWith("on primary: too long or too");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("Writes of any length and depth are mirrored")
  void writes(Dialect dialect) {
    Planner planner = new Planner(Shop.mapping(dialect), 0);
    List<String> writes = new ArrayList<>();
    for (String form :
        List.of(
            "INSERT INTO orders (id, customer) VALUES (1, %s)",
            "UPDATE orders SET customer = %s WHERE id = 1",
            "DELETE FROM orders WHERE customer = %s")) {
      writes.add(form.replace("%s", "(".repeat(1000) + "'a'" + ")".repeat(1000)));
      writes.add(form.replace("%s", "'" + "orders ".repeat(MEBIBYTE / 7) + "'"));
      writes.add(form.replace("%s", "'a'" + " || 'b'".repeat(MEBIBYTE / 7)));
    }
    writes.add("INSERT INTO orders (id, customer) VALUES (1, 'a')" + ", (2, 'b')".repeat(100_000));
    for (String sql : writes) {
      Plan plan = soon(planner, sql);
      assertThat(plan.sql()).isEqualTo(sql);
      assertThat(plan.tables()).as(PlanText.of(plan)).hasSize(1);
      assertThat(PlanText.of(plan)).matches("(write|traced) (INSERT|UPDATE|DELETE) orders");
    }
  }
}
