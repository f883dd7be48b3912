package dev.zdm.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A write that is taken apart: its text, and how its parameters are bound. */
enum ProfiledWrite {
  INSERT("INSERT INTO %s (" + WriteWork.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)", 7) {
    @Override
    void bind(PreparedStatement statement, int first, long number) throws SQLException {
      WriteWork.bind(statement, first, number);
    }

    @Override
    Work byHand(Connection connection) throws SQLException {
      PreparedStatement both =
          connection.prepareStatement(
              WriteWork.keyedInsert("entries") + "; " + WriteWork.keyedInsert("entries_v2"));
      return new Repeated(both) {
        @Override
        void execute(long number) throws SQLException {
          both.setLong(1, OWN_KEYS + number);
          bind(both, 2, number);
          both.setLong(2 + parameters(), OWN_KEYS + number);
          bind(both, 3 + parameters(), number);
          both.executeUpdate();
        }
      };
    }
  },
  UPDATE("UPDATE %s SET amount = amount + 1, state = ? WHERE id = ?", 2) {
    @Override
    void bind(PreparedStatement statement, int first, long number) throws SQLException {
      statement.setString(first, "seen");
      statement.setLong(first + 1, number * 7_919 % Site.ROWS + 1);
    }

    @Override
    Work byHand(Connection connection) throws SQLException {
      PreparedStatement both =
          connection.prepareStatement(text("entries") + "; " + text("entries_v2"));
      return new Repeated(both) {
        @Override
        void execute(long number) throws SQLException {
          bind(both, 1, number);
          bind(both, 1 + parameters(), number);
          both.executeUpdate();
        }
      };
    }
  };

  private static final long OWN_KEYS = 1_000_000_000;

  private final String text;
  private final int parameters;

  ProfiledWrite(String text, int parameters) {
    this.text = text;
    this.parameters = parameters;
  }

  /** What makes one execution differ from the one before it. */
  abstract static class Repeated implements Work {
    private final PreparedStatement statement;
    private long number;

    Repeated(PreparedStatement statement) {
      this.statement = statement;
    }

    abstract void execute(long number) throws SQLException;

    @Override
    public long once() throws SQLException {
      execute(++number);
      return number;
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }

  String text(String table) {
    return text.formatted(table);
  }

  int parameters() {
    return parameters;
  }

  abstract void bind(PreparedStatement statement, int first, long number) throws SQLException;

  /** Both sides' writes in one string, as a careful application would send them. */
  abstract Work byHand(Connection connection) throws SQLException;

  /** The application's own statement. */
  Work plain(Connection connection) throws SQLException {
    return of(connection.prepareStatement(text("entries")), parameters);
  }

  /**
   * A part of what zdm sends.
   *
   * @param bound how many parameters it has: none, or those of the application's statement
   */
  Work of(PreparedStatement statement, int bound) {
    return new Repeated(statement) {
      @Override
      void execute(long number) throws SQLException {
        if (bound > 0) {
          bind(statement, 1, number);
        }
        statement.execute();
      }
    };
  }
}
