package dev.zdm.benchmarks;

import dev.zdm.rewriter.Planner;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.MappedTable.ColumnMapping;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a text costs before anything is sent: pre-screen, plan lookup, and a plan made anew. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class PlanningBenchmark {
  private static final Mapping MAPPING =
      new Mapping(
          "bench",
          Dialect.POSTGRESQL,
          18,
          List.of(
              table("items", "id id", "title name", "amount amount", "state status"),
              table("orders", "id id", "customer_id client_id", "placed placed_on", "total sum"),
              table("customers", "id id", "name full_name", "city town"),
              table("order_lines", "id id", "order_id order_id", "item_id item_id", "n quantity")),
          Map.of(),
          new TableName("public", "zdm_ledger"));

  private static MappedTable table(String name, String... columns) {
    return new MappedTable(
        new TableName("public", name),
        new TableName("public", name + "_v2"),
        Stream.of(columns)
            .map(column -> column.split(" "))
            .map(names -> new ColumnMapping(names[0], names[1], "text"))
            .toList(),
        List.of(),
        List.of("id"),
        List.of("id"),
        List.of(),
        false,
        false);
  }

  /** The statement's shape. */
  @Param public Shape shape = Shape.POINT_READ;

  private final Planner remembering = new Planner(MAPPING, 10_000);
  private final Planner forgetful = new Planner(MAPPING, 0);

  private int next = 1_000_000;

  /** Statements as applications and their frameworks write them. */
  public enum Shape {
    ONE("SELECT 1 WHERE 1 = ?"),
    POINT_READ("SELECT id, title, amount, state FROM items WHERE id = ?"),
    STAR("select * from items i where i.state = ? order by i.title limit 20"),
    LIST(
        "SELECT i.id, i.title, i.amount FROM items i WHERE i.state = ? AND i.id IN (?, ?, ?, ?)"
            + " ORDER BY i.title LIMIT 20"),
    GROUPED(
        "SELECT o.customer_id, count(*) AS n, sum(o.total) AS total FROM orders o"
            + " WHERE o.placed >= ? GROUP BY o.customer_id HAVING count(*) > 3 ORDER BY 3 DESC"),
    THREE_JOINS(
        "select o1_0.id,c1_0.id,c1_0.city,c1_0.name,l1_0.order_id,l1_0.id,i1_0.id,i1_0.amount,"
            + "i1_0.state,i1_0.title,l1_0.n,o1_0.placed,o1_0.total from orders o1_0"
            + " left join customers c1_0 on c1_0.id=o1_0.customer_id"
            + " left join order_lines l1_0 on o1_0.id=l1_0.order_id"
            + " left join items i1_0 on i1_0.id=l1_0.item_id"
            + " where o1_0.id=? order by l1_0.id"),
    INSERT("INSERT INTO items (id, title, amount, state) VALUES (?, ?, ?, ?)"),
    UPSERT(
        "INSERT INTO items (id, title, amount, state) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
            + " DO UPDATE SET amount = items.amount + excluded.amount RETURNING id, amount"),
    UPDATE("UPDATE items SET amount = amount + ?, state = ? WHERE id = ?"),
    DELETE("DELETE FROM order_lines WHERE order_id = ? AND n < ?");

    final String mapped;
    final String unmapped;

    /** With a literal for each parameter: what stands before the first, and behind it. */
    final String before;

    final String behind;

    Shape(String mapped) {
      this.mapped = mapped;
      this.unmapped = mapped.replaceAll("\\b(items|orders|customers|order_lines)\\b", "other_$1");
      int first = mapped.indexOf('?');
      this.before = mapped.substring(0, first);
      this.behind = mapped.substring(first + 1).replace("?", "'7'");
    }
  }

  /** A text that names nothing mapped: one pass, no plan is kept. */
  @Benchmark
  public Plan prescreen() {
    return remembering.plan(shape.unmapped);
  }

  /** The same string again, as constants and frameworks give it. */
  @Benchmark
  public Plan lookup() {
    return remembering.plan(shape.mapped);
  }

  /** An equal string built anew, whose hash is computed each time. */
  @Benchmark
  @SuppressWarnings("StringCopy")
  public Plan lookupOfFreshString() {
    return remembering.plan(new String(shape.mapped));
  }

  /** A text never seen before, with another literal than the one before it. */
  @Benchmark
  public Plan otherLiteral() {
    return remembering.plan(shape.before + next++ + shape.behind);
  }

  /** A text never seen before: parsed, resolved, rewritten, checked. */
  @Benchmark
  public Plan miss() {
    return forgetful.plan(shape.mapped);
  }
}
