package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;

/**
 * A write of which v2's form is not certain. Its message continues "... is not written on v2: ".
 */
final class Unclear extends Exception {
  private static final long serialVersionUID = 1L;

  private final int token;

  /**
   * @param token where; -1 for the statement as a whole
   */
  Unclear(int token, String reason) {
    super(reason, null, false, false);
    this.token = token;
  }

  Plan refused(Answers answers, SqlText text) {
    return answers.refused(text, token, "where v2 answers this write has no form: " + getMessage());
  }
}
