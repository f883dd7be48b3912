package dev.zdm.driver.settings;

/** Where a read without a routing key goes. */
public enum Keyless {
  /** Its text and parameters are hashed in place of a key. */
  STATEMENT,
  /** Always to v1. */
  V1
}
