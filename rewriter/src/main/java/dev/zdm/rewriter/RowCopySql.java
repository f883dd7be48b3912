package dev.zdm.rewriter;

import java.util.List;
import java.util.Optional;

/**
 * The texts of the row copier for one mapped table. Immutable.
 *
 * <p>Keys travel as one JSON text, an array of objects with v1's key column names: {@code
 * [{"id":1},{"id":2}]}. A key may be named more than once.
 */
public final class RowCopySql {
  private final MappedTable table;

  private RowCopySql(MappedTable table) {
    this.table = table;
  }

  /** The texts for one table of the mapping. */
  public static RowCopySql of(Mapping mapping, MappedTable table) {
    return new RowCopySql(table);
  }

  public Optional<String> lockV1() { throw open(); }
  public Optional<String> lockV2() { throw open(); }
  public String upsert() { throw open(); }
  public String insertAbsent() { throw open(); }
  public String deleteAbsent() { throw open(); }
  public String firstChunk() { throw open(); }
  public String nextChunk() { throw open(); }
  public int chunkKeyParameters() { return table.key().size(); }
  public String differences() { throw open(); }
  public String differencesOf() { throw open(); }
  public String counts() { throw open(); }
  public String ledgerAdd() { throw open(); }
  public List<String> tracing(int n) { throw open(); }
  public String touched(int n) { throw open(); }
  public String forget(int n) { throw open(); }

  private static UnsupportedOperationException open() {
    return new UnsupportedOperationException("signature only, the body follows on this branch");
  }
}
