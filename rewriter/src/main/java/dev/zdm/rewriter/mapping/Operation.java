package dev.zdm.rewriter.mapping;

/** The verb of a write. */
public enum Operation {
  INSERT,
  UPDATE,
  DELETE,
  OTHER
}
