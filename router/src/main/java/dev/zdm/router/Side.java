package dev.zdm.router;

/** One of the two schemas. */
public enum Side {
  /** The old schema, which the application speaks. */
  V1,
  /** The new schema. */
  V2
}
