package dev.zdm.driver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The form in which an execute method gives its answer. */
abstract class Ask<T> {
  static final Ask<ResultSet> ROWS =
      new Ask<>() {
        @Override
        ResultSet of(Outcome outcome, Execution execution) throws SQLException {
          if (outcome.rows() == null) {
            throw new SQLException("No results were returned by the query.", "02000");
          }
          return execution.results().rows(outcome.rows());
        }

        @Override
        ResultSet of(StatementChain chain, Execution execution) throws SQLException {
          if (chain.resultSet() == null) {
            throw new SQLException("No results were returned by the query.", "02000");
          }
          throw new SQLException("Multiple ResultSets were returned by the query.", "0100E");
        }

        @Override
        ResultSet direct(ResultSet answer, Execution execution) {
          return execution.results().rows(answer);
        }

        @Override
        ReturnedRows returned(ResultSet answer, Execution execution) throws SQLException {
          return ReturnedRows.of(answer, execution.results().running(), execution.raw());
        }
      };

  static final Ask<Integer> COUNT =
      new Ask<>() {
        @Override
        boolean takesRows() {
          return false;
        }

        @Override
        Integer of(Outcome outcome, Execution execution) throws SQLException {
          long count = LARGE_COUNT.of(outcome, execution);
          return count > Integer.MAX_VALUE ? 0 : (int) count;
        }

        @Override
        Integer of(StatementChain chain, Execution execution) throws SQLException {
          long count = LARGE_COUNT.of(chain, execution);
          return count > Integer.MAX_VALUE ? 0 : (int) count;
        }

        @Override
        Integer less(Integer answer, long noted, Execution execution) {
          return execution.countsTriggers() ? answer - (int) noted : answer;
        }
      };

  static final Ask<Long> LARGE_COUNT =
      new Ask<>() {
        @Override
        boolean takesRows() {
          return false;
        }

        @Override
        Long of(Outcome outcome, Execution execution) throws SQLException {
          if (outcome.rows() != null) {
            throw new SQLException("A result was returned when none was expected.", "0100E");
          }
          return outcome.count();
        }

        @Override
        Long of(StatementChain chain, Execution execution) throws SQLException {
          if (chain.givesRows()) {
            throw new SQLException("A result was returned when none was expected.", "0100E");
          }
          return chain.updateCount();
        }

        @Override
        Long less(Long answer, long noted, Execution execution) {
          return execution.countsTriggers() ? answer - noted : answer;
        }
      };

  static final Ask<Boolean> ANY =
      new Ask<>() {
        @Override
        Boolean of(Outcome outcome, Execution execution) {
          return outcome.rows() != null;
        }

        @Override
        Boolean of(StatementChain chain, Execution execution) throws SQLException {
          return chain.resultSet() != null;
        }

        @Override
        Boolean direct(Boolean answer, Execution execution) {
          if (answer) {
            execution.results().left();
          }
          return answer;
        }

        @Override
        @Nullable ReturnedRows returned(Boolean answer, Execution execution) throws SQLException {
          Statement statement = execution.results().running();
          return answer
              ? ReturnedRows.of(statement.getResultSet(), statement, execution.raw())
              : null;
        }
      };

  private Ask() {}

  /** From what zdm's own execution gave. */
  abstract T of(Outcome outcome, Execution execution) throws SQLException;

  /** From the results of several statements in one text. */
  abstract T of(StatementChain chain, Execution execution) throws SQLException;

  /** Whether a query is what it is asked of. */
  boolean takesRows() {
    return true;
  }

  /** From what the application's own call gave. */
  T direct(T answer, Execution execution) {
    return answer;
  }

  /** What the application's own call gave, less the rows that zdm's triggers wrote beside it. */
  T less(T answer, long noted, Execution execution) {
    return answer;
  }

  /** The rows that the application's own call gave, read to their end; null if it gave none. */
  @Nullable ReturnedRows returned(T answer, Execution execution) throws SQLException {
    return null;
  }

  /** The answer of a batch, which only ever comes from the application's own call. */
  static <T> Ask<T> batch() {
    return new Ask<>() {
      @Override
      T of(Outcome outcome, Execution execution) {
        throw new IllegalStateException("a batch has no single outcome");
      }

      @Override
      T of(StatementChain chain, Execution execution) {
        throw new IllegalStateException("a batch of several statements in one text is refused");
      }
    };
  }
}
