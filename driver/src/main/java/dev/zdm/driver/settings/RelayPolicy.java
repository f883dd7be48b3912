package dev.zdm.driver.settings;

/** Whether this instance works the ledger off by itself. */
public enum RelayPolicy {
  /** It does. */
  ON,
  /** It leaves that to others, or to a repair. */
  OFF
}
