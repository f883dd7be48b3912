package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mirroring.MirroringForm;
import dev.zdm.rewriter.mirroring.PostgresMirroring;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.TransactionControl.Verb;
import dev.zdm.rewriter.read.Planned;
import dev.zdm.rewriter.read.ReadOutline;
import dev.zdm.rewriter.read.Shape;
import dev.zdm.rewriter.text.Lexer;
import dev.zdm.rewriter.text.Token;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns a text into its plan, and remembers it. Safe for use by many threads. A text that names
 * nothing of the mapping costs one pass over its characters and is neither parsed nor remembered. A
 * read that differs from one seen before in its literals only, or in the length of a list of them,
 * is not parsed either: its plan is made by the other's {@link Shape}.
 */
public final class Planner {
  private final Mapping mapping;
  private final Prescreen prescreen;
  private final StatementPlanner statements;
  private final boolean remembers;
  private final PlanCache<Plan> cache;
  private final PlanCache<ReadOutline> outlines;
  private final Sightings sightings = new Sightings();
  private final Set<String> stringNames;

  private final LongAdder hits = new LongAdder();
  private final LongAdder templates = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder passThrough = new LongAdder();
  private final LongAdder unsupported = new LongAdder();
  private final LongAdder parseNanos = new LongAdder();

  /**
   * A planner for one mapping.
   *
   * @param cacheSize how many plans to keep, and how many shapes; 0 keeps none
   */
  public Planner(Mapping mapping, int cacheSize) {
    this(mapping, cacheSize, Roles.V1_FIRST);
  }

  /**
   * A planner for one mapping.
   *
   * @param cacheSize how many plans to keep, and how many shapes; 0 keeps none
   * @param roles which side answers
   */
  public Planner(Mapping mapping, int cacheSize, Roles roles) {
    this(mapping, cacheSize, roles, PostgresMirroring::of);
  }

  Planner(Mapping mapping, int cacheSize, Roles roles, MirroringForm form) {
    this.mapping = mapping;
    this.prescreen = new Prescreen(mapping, roles);
    this.statements = new StatementPlanner(mapping, roles, form);
    this.remembers = cacheSize > 0;
    this.cache = new PlanCache<>(cacheSize, Planner::weight);
    this.outlines = new PlanCache<>(cacheSize, ReadOutline::weight);
    this.stringNames = Names.inStrings(mapping, roles);
  }

  /** The plan of this text; the same text has the same plan. Never fails. */
  public Plan plan(String sql) {
    if (!prescreen.mayName(sql)) {
      Verb verb = transactionVerb(mapping.dialect(), sql);
      passThrough.increment();
      return verb == null ? new Plan.PassThrough(sql) : new Plan.TransactionControl(sql, verb);
    }
    Plan known = cache.get(sql);
    if (known != null) {
      hits.increment();
      return known;
    }
    Shape shape = remembers ? Shape.of(mapping.dialect(), sql, stringNames) : null;
    ReadOutline outline = shape == null ? null : outlines.get(shape.key());
    return shape == null || outline == null ? make(sql, shape) : repeat(sql, shape, outline);
  }

  /** Once is not enough to be remembered: of texts with literals most are never sent again. */
  private Plan repeat(String sql, Shape shape, ReadOutline outline) {
    templates.increment();
    Plan plan = outline.on(shape.text(), shape::tokenOf);
    if (sightings.again(sql)) {
      cache.put(sql, plan);
    }
    return plan;
  }

  private Plan make(String sql, @Nullable Shape shape) {
    misses.increment();
    long start = System.nanoTime();
    Planned planned = statements.plan(sql);
    parseNanos.add(System.nanoTime() - start);
    if (planned.plan() instanceof Plan.Unsupported) {
      unsupported.increment();
    }
    remember(sql, shape, planned);
    return planned.plan();
  }

  private void remember(String sql, @Nullable Shape shape, Planned planned) {
    if (Thread.currentThread().isInterrupted()) {
      return; // nobody waited for the parser then, so that the plan may be less than there is
    }
    cache.put(sql, planned.plan());
    ReadOutline slots =
        shape == null || planned.outline() == null ? null : planned.outline().in(shape);
    if (shape != null && slots != null) {
      outlines.put(shape.key(), slots);
    }
  }

  private static int weight(Plan plan) {
    int weight = 100 + plan.sql().length();
    if (plan instanceof Plan.Read read) {
      for (Plan.RoutingKey route : read.routes()) {
        weight += route instanceof Plan.RoutingKey.Keys keys ? 100 * keys.keys().size() : 0;
      }
      weight += read.v2Sql().length();
    }
    return weight;
  }

  /** What this planner has done so far. */
  public PlanCounts counts() {
    return new PlanCounts(
        hits.sum(),
        templates.sum(),
        misses.sum(),
        passThrough.sum(),
        unsupported.sum(),
        parseNanos.sum());
  }

  /** How many parameters the driver counts in a text. */
  public static int parameters(Dialect dialect, String sql) {
    boolean postgres = dialect == Dialect.POSTGRESQL;
    int count = 0;
    long token = Lexer.next(sql, postgres, 0);
    while (token != Lexer.END) {
      count += Lexer.kind(token) == Token.Kind.PARAMETER ? 1 : 0;
      token = Lexer.next(sql, postgres, Lexer.end(token));
    }
    return count;
  }

  /**
   * What the statement does to the transaction, told from the first words of each of its parts;
   * null if nothing. COMMIT PREPARED and ROLLBACK PREPARED concern another transaction: null.
   */
  public static @Nullable Verb transactionVerb(@Nullable Dialect dialect, String sql) {
    return TransactionVerbs.of(dialect, sql);
  }
}
