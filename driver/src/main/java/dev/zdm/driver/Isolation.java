package dev.zdm.driver;

/** How v2's half of a write is kept apart from the application's transaction on PostgreSQL. */
enum Isolation {
  /** What fails is undone alone. */
  SAVEPOINT,
  /** What fails fails the transaction, as by policy it may. */
  NONE,
  /** v2 is not touched now; the keys are recorded. */
  DEFERRED,
  /** The same, and what fails is undone alone. */
  RECORDED
}
