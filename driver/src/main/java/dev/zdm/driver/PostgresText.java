package dev.zdm.driver;

/** The texts by which v2's half is kept apart from the application's transaction. */
final class PostgresText {
  static final String SAVEPOINT = "SAVEPOINT zdm";
  static final String RELEASE = "RELEASE SAVEPOINT zdm";
  static final String ROLLBACK_TO = "ROLLBACK TO SAVEPOINT zdm";

  private PostgresText() {}

  /** One string, one trip: what fails inside can be undone alone. */
  static String behindSavepoint(String text) {
    return SAVEPOINT + "; " + text + "; " + RELEASE;
  }
}
