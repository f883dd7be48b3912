package dev.zdm.conformance.corpora;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One thing that an application asks of its connection. */
sealed interface Step {

  /** How the statement is made: by which overload, with which options. */
  @FunctionalInterface
  interface Opening {
    /** A plain statement. */
    Opening PLAIN = (connection, sql) -> connection.createStatement();

    /** A prepared one. */
    Opening PREPARED = Connection::prepareStatement;

    Statement open(Connection connection, String sql) throws SQLException;
  }

  /** One setter of a prepared statement, with its value, for the parameter at any place. */
  @FunctionalInterface
  interface Bind {
    void to(PreparedStatement statement, int place) throws SQLException;
  }

  /** By which method it is executed. */
  enum Way {
    EXECUTE,
    QUERY,
    UPDATE
  }

  /**
   * Executes one statement.
   *
   * @param binds those of its parameters, in order
   * @param keys whether the generated keys are asked for, and looked at
   */
  record Run(String sql, Opening opening, boolean keys, Way way, List<Bind> binds) implements Step {
    public Run {
      binds = List.copyOf(binds);
    }
  }

  /** Executes one prepared statement for several sets of values. */
  record Batch(String sql, Opening opening, List<List<Bind>> entries) implements Step {
    public Batch {
      entries = List.copyOf(entries);
    }
  }

  /** What concerns the transaction, by methods of the connection. */
  enum Turn implements Step {
    /** Autocommit off. */
    BEGIN,
    /** Autocommit on. */
    AUTOCOMMIT,
    COMMIT,
    ROLLBACK
  }
}
