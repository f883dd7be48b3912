package dev.zdm.driver.settings;

/** What happens when v2's half of a write fails. */
public enum FailurePolicy {
  /** v1's half stands, and the keys that it touched go into the ledger. */
  LEDGER,
  /** Both halves fail. */
  FAIL
}
