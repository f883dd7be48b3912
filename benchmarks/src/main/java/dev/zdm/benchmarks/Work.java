package dev.zdm.benchmarks;

import java.sql.SQLException;

/** An operation on one connection, ready to be repeated. For one thread. */
interface Work extends AutoCloseable {
  /** Does it once. Gives something that depends on what came back. */
  long once() throws SQLException;

  /** Called before a slice, unmeasured. */
  default void prepare(int times) throws SQLException {}

  @Override
  default void close() throws SQLException {}
}
