package dev.zdm.driver.settings;

/** What happens with a write that reaches a mapped table and that zdm cannot mirror. */
public enum UnmirroredPolicy {
  /** It is refused. */
  REFUSE,
  /** It runs on v1 as it is, and the tables that it may have written are read from v1. */
  TAINT
}
