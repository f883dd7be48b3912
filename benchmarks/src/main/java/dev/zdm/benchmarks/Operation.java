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
  INSERT(
      "INSERT, autocommit",
      Kind.WRITE,
      1,
      Writing.alone(WriteWork::insert, WriteWork::keyedInsert)),
  UPDATE("UPDATE, autocommit", Kind.WRITE, 1, Writing.alone(WriteWork::update, WriteWork::update)),
  TRANSACTION("INSERT, four UPDATEs and commit", Kind.WRITE, 1, Writing::transaction),
  DELETE("DELETE, autocommit", Kind.WRITE, 1, Writing.alone(WriteWork::delete, WriteWork::delete)),
  BATCH("batch of 1,000 INSERTs and commit", Kind.BATCH, 1_000, Writing::batch);

  /** What the budget is named by. */
  enum Kind {
    READ,
    LITERAL,
    PASS_THROUGH,
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
