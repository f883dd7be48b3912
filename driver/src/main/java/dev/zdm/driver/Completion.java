package dev.zdm.driver;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Closes the application's statement with its rows, if it asked for that and the rows are of
 * another statement of the driver's: of its own the driver does so itself. Used by one thread at a
 * time, as the statement is.
 */
final class Completion {
  private boolean asked;

  /** The application wants it. */
  void ask() {
    asked = true;
  }

  /**
   * The application has closed rows, or come to an end at which the driver closes them.
   *
   * @param statement the application's
   * @param foreign whether they are of another statement of the driver's
   */
  void rowsClosed(Statement statement, boolean foreign) throws SQLException {
    if (asked && foreign) {
      statement.close();
    }
  }
}
