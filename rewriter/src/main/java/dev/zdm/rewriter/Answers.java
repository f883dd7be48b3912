package dev.zdm.rewriter;

/** Makes the plans that need nothing but a reason. */
final class Answers {
  private final Names names;

  Answers(Names names) {
    this.names = names;
  }

  Plan onPrimary(SqlText text, String reason) {
    return new Plan.OnPrimary(text.original(), names.named(text), reason);
  }

  /** A refusal because of the token, or of the statement as a whole where {@code token} is -1. */
  Plan unsupported(SqlText text, int token, String reason) {
    int position = token < 0 ? -1 : text.token(token).start();
    return new Plan.Unsupported(text.original(), names.named(text), reason, position);
  }
}
