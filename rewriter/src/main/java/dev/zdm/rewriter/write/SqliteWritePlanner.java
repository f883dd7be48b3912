package dev.zdm.rewriter.write;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Withs;
import java.util.List;

/**
 * Plans SQLite's writes. They run as they are, and triggers tell what they touched, so that knowing
 * the verb and the names is enough.
 */
public final class SqliteWritePlanner {
  private final Names names;
  private final Answers answers;

  public SqliteWritePlanner(Names names, Answers answers) {
    this.names = names;
    this.answers = answers;
  }

  public Plan plan(SqlText text) {
    int verb = Withs.main(text);
    int target = target(text, verb);
    if (target < 0) {
      return answers.unsupported(text, -1, "the table that this statement writes is not found");
    }
    return new Plan.TracedWrite(text.original(), tables(text), operation(text, verb));
  }

  /**
   * Several statements in one text, each of which reads or writes rows. The driver runs all of them
   * or the first only, by the method that it is asked by; the triggers see what was run.
   */
  public Plan several(SqlText text) {
    return text.contains("ROLLBACK")
        ? answers.refused(
            text,
            -1,
            "a ROLLBACK clause among several statements would undo those before it; send them singly")
        : new Plan.TracedWrite(text.original(), tables(text), Operation.OTHER);
  }

  private List<MappedTable> tables(SqlText text) {
    return names.reachingName(text) >= 0 ? names.mapping().tables() : names.named(text);
  }

  private static int target(SqlText text, int verb) {
    if (text.anyWord(verb, "UPDATE")) {
      int i = text.word(verb + 1, "OR") ? verb + 3 : verb + 1;
      return text.nameLike(i) ? i : -1;
    }
    String before = text.word(verb, "DELETE") ? "FROM" : "INTO";
    int i = verb < 0 ? -1 : text.find(verb, before);
    return i > 0 && text.nameLike(i + 1) ? i + 1 : -1;
  }

  private static Operation operation(SqlText text, int verb) {
    if (text.word(verb, "UPDATE")) {
      return Operation.UPDATE;
    }
    return text.word(verb, "DELETE") ? Operation.DELETE : Operation.INSERT;
  }
}
