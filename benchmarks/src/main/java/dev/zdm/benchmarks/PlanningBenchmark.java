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
  private static final TableName LEDGER = new TableName("public", "zdm_ledger");

  private static final MappedTable ITEMS =
      new MappedTable(
          new TableName("public", "items"),
          new TableName("public", "items_v2"),
          List.of(
              new ColumnMapping("id", "id", "bigint"),
              new ColumnMapping("title", "name", "text"),
              new ColumnMapping("amount", "amount", "integer"),
              new ColumnMapping("state", "status", "text")),
          List.of(),
          List.of("id"),
          List.of("id"),
          List.of(),
          false,
          false);

  private static final Mapping MAPPING =
      new Mapping("bench", Dialect.POSTGRESQL, 18, List.of(ITEMS), Map.of(), LEDGER);

  /** The statement's shape. */
  @Param public Shape shape = Shape.POINT_READ;

  private final Planner remembering = new Planner(MAPPING, 10_000);
  private final Planner forgetful = new Planner(MAPPING, 0);

  private int next = 1_000_000;

  /** Statements as applications and their frameworks write them. */
  public enum Shape {
    POINT_READ("SELECT id, title, amount, state FROM items WHERE id = ?"),
    LIST(
        "SELECT i.id, i.title, i.amount FROM items i WHERE i.state = ? AND i.id IN (?, ?, ?, ?)"
            + " ORDER BY i.title LIMIT 20"),
    INSERT("INSERT INTO items (id, title, amount, state) VALUES (?, ?, ?, ?)"),
    UPDATE("UPDATE items SET amount = amount + ?, state = ? WHERE id = ?");

    final String mapped;
    final String unmapped;

    /** With a literal for each parameter: what stands before the first, and behind it. */
    final String before;

    final String behind;

    Shape(String mapped) {
      this.mapped = mapped;
      this.unmapped = mapped.replace("items", "other");
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
