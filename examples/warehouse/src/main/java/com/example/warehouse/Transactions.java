package com.example.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Runs a piece of work in one transaction: all of it is stored, or nothing. The pool turns
 * auto-commit on again when it takes the connection back.
 */
final class Transactions {
  private Transactions() {}

  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  static <T> T run(DataSource database, Work<T> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(connection, e);
        throw e;
      }
    }
  }

  private static void undo(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
