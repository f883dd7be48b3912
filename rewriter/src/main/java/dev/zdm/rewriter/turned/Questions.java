package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.read.ReadPlanner;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Asks v2, in v1's words. */
public final class Questions {
  private final Names names;
  private final ReadPlanner reads;

  public Questions(Names names, ReadPlanner reads) {
    this.names = names;
    this.reads = reads;
  }

  /**
   * The question on v2.
   *
   * @param text the write that it is of
   * @param query the question, a SELECT or VALUES
   */
  Plan.Read onV2(SqlText text, String query) throws Unclear {
    SqlText question = SqlText.of(text.dialect(), query);
    Plan plan = names.none(question) ? new Plan.PassThrough(query) : reads.plan(question).plan();
    if (plan instanceof Plan.Read read) {
      return read;
    }
    if (plan instanceof Plan.PassThrough) { // it only looked as if it named a mapped table
      return new Plan.Read(query, List.of(), query, List.of(), List.of());
    }
    throw new Unclear(-1, reason(plan));
  }

  private static String reason(Plan plan) {
    if (plan instanceof Plan.OnPrimary stays) {
      return stays.reason();
    }
    return plan instanceof Plan.Unsupported refused
        ? refused.reason()
        : "which rows it touches is not certain";
  }

  /** How many parameters a text has. */
  static int count(SqlText text) {
    return parameters(text, 0, text.size()).size();
  }

  /** The parameters from one token to before another, by their numbers in the text. */
  static List<Integer> parameters(SqlText text, int first, int end) {
    List<Integer> parameters = new ArrayList<>();
    for (int i = 0, n = 0; i < end; i++) {
      if (text.kind(i, Kind.PARAMETER)) {
        n++;
        if (i >= first) {
          parameters.add(n);
        }
      }
    }
    return parameters;
  }
}
