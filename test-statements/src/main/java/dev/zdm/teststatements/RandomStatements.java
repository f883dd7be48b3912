package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Source;
import java.util.List;

/** Random statements of every kind over a world's tables, mostly valid on v1. */
public final class RandomStatements {
  /** The verbs by which statements are counted. */
  public enum Verb {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    TRUNCATE,
    REPLACE,
    /** A WITH of which a part writes. */
    WITH
  }

  /** What else the application asks for. */
  public enum Asked {
    NOTHING,
    /** The keys that the database gave; asked of INSERTs without RETURNING. */
    GENERATED_KEYS
  }

  /**
   * A statement.
   *
   * @param values what is bound to its parameters, in their order
   * @param ordered whether the order of its rows is given to the last
   */
  public record Statement(
      Verb verb, Asked asked, String sql, List<Object> values, boolean ordered) {}

  /** A text before its parameters are written. */
  record Draft(Verb verb, String sql, boolean ordered) {
    Draft(Verb verb, String sql) {
      this(verb, sql, false);
    }
  }

  private static final int READS = 35;
  private static final int PARAMETERS = 30;

  private final RandomTokens dice;
  private final RandomReads reads;
  private final PointReads points;
  private final RandomReads inWrites;
  private final RandomInserts inserts;
  private final RandomChanges changes;
  private final RandomMerges merges;
  private final WritesInWith withs;

  /** Statements over this world's tables, the same for the same seed. */
  public RandomStatements(World world, long seed) {
    this.dice = new RandomTokens(world.grammar(), world.words(), seed);
    List<Source> all = world.tables().stream().map(t -> t.source(t.name())).toList();
    this.reads = world.reads(dice);
    // SQLite would put a value of another type into a column, and the mapping lose it
    int wrongNames = dice.postgres() ? 1 : 0;
    this.inWrites = new RandomReads(dice, world.schema(), all, wrongNames);
    RandomRows rows = new RandomRows(dice, world, inWrites);
    this.points = new PointReads(dice, rows);
    this.inserts = new RandomInserts(dice, rows);
    this.changes = new RandomChanges(dice, rows);
    this.merges = new RandomMerges(dice, rows);
    this.withs = new WritesInWith(dice, rows, inserts, changes);
  }

  /** The next one. */
  public Statement next() {
    dice.parameters(dice.chance(40) ? PARAMETERS : 0);
    Draft draft = draft();
    StringBuilder sql = new StringBuilder();
    List<Object> values = dice.bound(dice.scattered(draft.sql()), sql);
    boolean silent = draft.verb() == Verb.INSERT && !draft.sql().contains("RETURNING");
    Asked asked = silent && dice.chance(15) ? Asked.GENERATED_KEYS : Asked.NOTHING;
    return new Statement(draft.verb(), asked, sql.toString(), values, draft.ordered());
  }

  private Draft draft() {
    inWrites.ctes().clear();
    if (dice.chance(READS)) {
      return dice.chance(50) ? points.next() : read();
    }
    int kind = dice.upTo(100);
    if (dice.postgres() && kind < 16) {
      return kind < 7 ? merges.next() : kind < 14 ? withs.next() : changes.truncate();
    }
    String with = dice.chance(8) ? inWrites.with() : "";
    Draft draft = kind < 58 ? inserts.next() : kind < 88 ? changes.update() : changes.delete();
    return new Draft(draft.verb(), with + draft.sql());
  }

  private Draft read() {
    RandomReads.Statement read = reads.drawn();
    return new Draft(Verb.SELECT, read.sql(), read.total());
  }
}
