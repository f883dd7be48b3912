package dev.zdm.teststatements;

/** Whose SQL is written. */
public enum Grammar {
  SQLITE,
  POSTGRESQL
}
