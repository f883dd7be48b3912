package dev.zdm.driver;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the driver tells of a batch that leaves nothing: in its own words, and with its chain. */
final class FailedBatch {
  private FailedBatch() {}

  /**
   * @param index of the entry that failed, from 0
   * @param entry its text, as the driver shows it
   * @param entries how many the batch has
   */
  static BatchUpdateException at(int index, Object entry, int entries, SQLException e) {
    String message =
        "Batch entry %d %s was aborted: %s  Call getNextException to see other errors in the batch."
            .formatted(index, entry, e.getMessage());
    return of(message, entries, e);
  }

  /**
   * On SQLite, whose driver counts no entry of a batch that fails.
   *
   * @param index of the entry that failed, from 0
   * @param entries how many the batch has
   */
  static BatchUpdateException onSqlite(int index, int entries, SQLException e) {
    return new BatchUpdateException(
        "batch entry " + index + ": " + e.getMessage(), null, 0, new long[entries], e);
  }

  /** All entries were executed, and what failed is COMMIT: in autocommit a part of the batch. */
  static BatchUpdateException atCommit(int entries, SQLException e) {
    return of(e.getMessage(), entries, e);
  }

  private static BatchUpdateException of(@Nullable String message, int entries, SQLException e) {
    long[] counts = new long[entries];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    BatchUpdateException failure =
        new BatchUpdateException(message, e.getSQLState(), e.getErrorCode(), counts, e);
    failure.setNextException(e);
    return failure;
  }
}
