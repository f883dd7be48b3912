package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.read.Planned;
import dev.zdm.rewriter.read.ReadPlanner;
import dev.zdm.rewriter.text.SqlText;

/** Plans reads where v2 answers, and so is what a locking read has to lock. */
public final class TurnedReadPlanner {
  private final ReadPlanner reads;

  public TurnedReadPlanner(ReadPlanner reads) {
    this.reads = reads;
  }

  public Planned plan(SqlText text) {
    int lock = lock(text);
    if (lock < 0) {
      return reads.plan(text);
    }
    String query = text.sql().substring(0, text.start(lock)).stripTrailing();
    Plan plan = reads.plan(SqlText.of(text.dialect(), text.original(), query)).plan();
    // A derived table hands the lock on to v2's rows, and has the name that OF gives.
    return Planned.once(
        plan instanceof Plan.Read read
            ? new Plan.Read(
                read.sql(),
                read.tables(),
                read.v2Sql() + "\n" + text.sql().substring(text.start(lock)),
                read.parameters(),
                read.routes())
            : plan);
  }

  /** The FOR of the locking clause that ends the statement; -1 if there is none. */
  private static int lock(SqlText text) {
    for (int i = 0; i < text.size(); i++) {
      if (text.depth(i) == 0
          && text.word(i, "FOR")
          && text.anyWord(i + 1, "UPDATE", "SHARE", "NO", "KEY")) {
        return i;
      }
    }
    return -1;
  }
}
