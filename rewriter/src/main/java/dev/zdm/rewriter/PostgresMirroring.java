package dev.zdm.rewriter;

/** How a write on PostgreSQL is mirrored. Immutable. */
public final class PostgresMirroring implements Mirroring {
  private final WrittenStatement written;

  private PostgresMirroring(WrittenStatement written) {
    this.written = written;
  }

  /**
   * The mirroring of {@code written} under {@code mapping}.
   *
   * @throws IllegalArgumentException if the key changes and the server is older than 18
   */
  public static Mirroring of(Mapping mapping, WrittenStatement written) {
    return new PostgresMirroring(written);
  }

  @Override
  public boolean returning() {
    return written.returningEnd() >= 0;
  }

  @Override
  public String text(Half half, Answer answer) {
    throw new UnsupportedOperationException("signature only, the body follows on this branch");
  }
}
