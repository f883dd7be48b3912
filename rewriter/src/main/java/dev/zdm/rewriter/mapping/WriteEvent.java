package dev.zdm.rewriter.mapping;

/** What can happen to a table, as triggers, rules and foreign keys see it. */
public enum WriteEvent {
  INSERT,
  UPDATE,
  DELETE,
  TRUNCATE
}
