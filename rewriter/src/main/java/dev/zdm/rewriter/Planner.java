package dev.zdm.rewriter;

import dev.zdm.rewriter.Plan.TransactionControl.Verb;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns a text into its plan, and remembers it. Safe for use by many threads. A text that names
 * nothing of the mapping costs one pass over its characters and is neither parsed nor remembered.
 */
public final class Planner {
  private final Mapping mapping;
  private final Prescreen prescreen;
  private final StatementPlanner statements;
  private final PlanCache cache;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder passThrough = new LongAdder();
  private final LongAdder unsupported = new LongAdder();
  private final LongAdder parseNanos = new LongAdder();

  /**
   * A planner for one mapping.
   *
   * @param cacheSize how many plans to keep; 0 keeps none
   */
  public Planner(Mapping mapping, int cacheSize) {
    this(mapping, cacheSize, PostgresMirroring::of);
  }

  Planner(Mapping mapping, int cacheSize, MirroringForm form) {
    this.mapping = mapping;
    this.prescreen = new Prescreen(mapping);
    this.statements = new StatementPlanner(mapping, form);
    this.cache = new PlanCache(cacheSize);
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
    return make(sql);
  }

  private Plan make(String sql) {
    misses.increment();
    long start = System.nanoTime();
    Plan plan = statements.plan(sql);
    parseNanos.add(System.nanoTime() - start);
    if (plan instanceof Plan.Unsupported) {
      unsupported.increment();
    }
    cache.put(sql, plan);
    return plan;
  }

  /** What this planner has done so far. */
  public PlanCounts counts() {
    return new PlanCounts(
        hits.sum(), misses.sum(), passThrough.sum(), unsupported.sum(), parseNanos.sum());
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
