package dev.zdm.rewriter.turned;

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

  int token() {
    return token;
  }
}
