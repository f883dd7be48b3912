package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

/** What an application does, again and again. */
@SuppressWarnings("ImmutableEnumChecker") // its openings keep nothing
enum Operation {
  READ_REUSED("point read, statement reused", Kind.READ, 1, ReadWork::reused),
  READ_PREPARED_EACH("point read, prepared each time", Kind.READ, 1, ReadWork::preparedEach),
  READ_LITERAL("point read, text never seen before", Kind.LITERAL, 1, ReadWork::literal),
  PASS_THROUGH("pass-through, statement reused", Kind.PASS_THROUGH, 1, ReadWork::passThrough),
  SCAN("scan of 1,000 rows by getters", Kind.SCAN, 1_000, ScanWork.of(1_000)),
  INSERT(
      "INSERT, autocommit",
      Kind.WRITE,
      1,
      Writing.alone(WriteWork::insert, WriteWork::keyedInsert)),
  UPDATE("UPDATE, autocommit", Kind.WRITE, 1, Writing.alone(WriteWork::update, WriteWork::update)),
  TRANSACTION("INSERT, four UPDATEs and commit", Kind.WRITE, 1, Writing::transaction),
  DELETE("DELETE, autocommit", Kind.WRITE, 1, Writing.alone(WriteWork::delete, WriteWork::delete)),
  BATCH("batch of 1,000 INSERTs and commit", Kind.BATCH, 1_000, Writing::batch),
  LONG_SCAN("scan of 100,000 rows by getters", Kind.SCAN, 100_000, ScanWork.of(100_000));

  /** What the budget is named by. */
  enum Kind {
    READ,
    LITERAL,
    PASS_THROUGH,
    SCAN,
    WRITE,
    BATCH
  }

  @FunctionalInterface
  interface Opening {
    Work open(Connection connection, Connection side, Variant variant) throws SQLException;
  }

  private final String label;
  private final Kind kind;
  private final int rows;
  private final Opening opening;

  Operation(String label, Kind kind, int rows, Opening opening) {
    this.label = label;
    this.kind = kind;
    this.rows = rows;
    this.opening = opening;
  }

  String label() {
    return label;
  }

  Kind kind() {
    return kind;
  }

  int rows() {
    return rows;
  }

  /** How often a getter of a result set is called; 0 where that is not what is measured. */
  int getters() {
    return kind == Kind.SCAN ? rows * ScanWork.GETTERS : 0;
  }

  /** Whether one call takes as long as many others. */
  boolean isLong() {
    return this == LONG_SCAN;
  }

  boolean writes() {
    return kind == Kind.WRITE || kind == Kind.BATCH;
  }

  /**
   * @param side a raw connection to the same database, for what is not measured
   */
  Work open(Connection connection, Connection side, Variant variant) throws SQLException {
    return opening.open(connection, side, variant);
  }
}
