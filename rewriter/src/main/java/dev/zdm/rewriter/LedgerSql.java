package dev.zdm.rewriter;

import java.util.List;

/** The texts that make, read and drain the ledger. Immutable. */
public final class LedgerSql {
  private LedgerSql() {}

  /** The texts for the mapping's ledger. */
  public static LedgerSql of(Mapping mapping) {
    return new LedgerSql();
  }

  public List<String> create() { throw open(); }
  public String counts() { throw open(); }
  public String entries() { throw open(); }
  public String delete() { throw open(); }

  private static UnsupportedOperationException open() {
    return new UnsupportedOperationException("signature only, the body follows on this branch");
  }
}
