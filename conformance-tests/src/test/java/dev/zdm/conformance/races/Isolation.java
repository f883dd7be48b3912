package dev.zdm.conformance.races;

import java.sql.Connection;
import java.util.HashSet;
import java.util.Set;

/** PostgreSQL's levels, and the errors that v1 alone may give under each. */
enum Isolation {
  READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED, Set.of("23505", "23503", "40P01")),
  REPEATABLE_READ(
      Connection.TRANSACTION_REPEATABLE_READ, Set.of("23505", "23503", "40P01", "40001")),
  SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE, Set.of("23505", "23503", "40P01", "40001"));

  private final int level;
  private final Set<String> allowed;

  Isolation(int level, Set<String> allowed) {
    this.level = level;
    this.allowed = allowed;
  }

  /** Without the deadlocks that come of locks taken in any order. */
  Set<String> allowedInOrder() {
    Set<String> inOrder = new HashSet<>(allowed);
    inOrder.remove("40P01");
    return inOrder;
  }

  int level() {
    return level;
  }

  Set<String> allowed() {
    return allowed;
  }
}
