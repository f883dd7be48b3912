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

  /** What the string of a write stands in. */
  enum Frame {
    /** Nothing: it is alone in its round trip, or behind what was sent before. */
    NONE,
    /** A savepoint, in the application's transaction. */
    SAVEPOINT,
    /** The same, sent before it and behind it. */
    SAVEPOINT_APART,
    /**
     * A transaction of its own. The driver ends the round trip before a statement whose rows it
     * takes for long, and with it what is a transaction by that alone.
     */
    TRANSACTION,
    /** The same, begun before it. */
    TRANSACTION_BEGUN,
    /** The beginning of a transaction of its own, which others end. */
    BEGIN;

    String around(String text) {
      return switch (this) {
        case NONE, SAVEPOINT_APART -> text;
        case SAVEPOINT -> behindSavepoint(text);
        case TRANSACTION -> "BEGIN; " + text + "; COMMIT";
        case BEGIN -> "BEGIN; " + text;
        case TRANSACTION_BEGUN -> text + "; COMMIT";
      };
    }
  }
}
