package dev.zdm.migrator.demo;

/** Something that the course promises does not hold. The message says what. */
final class Violated extends Exception {
  private static final long serialVersionUID = 1L;

  Violated(String message) {
    super(message);
  }
}
