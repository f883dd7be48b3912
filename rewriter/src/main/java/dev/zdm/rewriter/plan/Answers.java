package dev.zdm.rewriter.plan;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.text.SqlText;
import java.util.List;

/** Makes the plans that need nothing but a reason. */
public final class Answers {
  private final Names names;

  public Answers(Names names) {
    this.names = names;
  }

  public Plan onPrimary(SqlText text, String reason) {
    return new Plan.OnPrimary(text.original(), names.readOnV1(text), reason);
  }

  /**
   * Not mirrored because of the token, or of the statement as a whole where {@code token} is -1. By
   * policy it may run on v1 alone.
   */
  public Plan unsupported(SqlText text, int token, String reason) {
    return unsupported(text, token, reason, names.written(text));
  }

  /** Like {@link #unsupported}, of what must not run by any policy. */
  public Plan refused(SqlText text, int token, String reason) {
    return unsupported(text, token, reason, List.of());
  }

  private Plan unsupported(SqlText text, int token, String reason, List<MappedTable> reaches) {
    int position = token < 0 ? -1 : text.token(token).start();
    return new Plan.Unsupported(text.original(), names.named(text), reason, position, reaches);
  }
}
