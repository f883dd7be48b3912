package dev.zdm.driver.differential;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One thing that a script does. Prints itself as a person would note it down. */
sealed interface Act {

  /** By which of JDBC's calls a statement is executed. */
  enum Way {
    EXECUTE,
    UPDATE,
    LARGE_UPDATE,
    QUERY,
    /** With RETURN_GENERATED_KEYS. */
    KEYS,
    /** With the names of the columns that are wanted. */
    NAMED_KEYS
  }

  /**
   * A statement.
   *
   * @param prepared whether the parameters are bound, or stand in the text as literals
   */
  record Run(Way way, boolean prepared, String sql, List<@Nullable Object> parameters)
      implements Act {
    String text() {
      StringBuilder text = new StringBuilder();
      int next = 0;
      for (char c : sql.toCharArray()) {
        text.append(c == '?' ? literal(parameters.get(next++)) : String.valueOf(c));
      }
      return text.toString();
    }

    private static String literal(@Nullable Object value) {
      return value == null ? "NULL" : value instanceof String s ? "'" + s + "'" : value.toString();
    }

    @Override
    public String toString() {
      return way + (prepared ? " prepared " + sql + " " + parameters : " " + text());
    }
  }

  /** A prepared statement's batch. */
  record Batch(boolean large, String sql, List<List<@Nullable Object>> entries) implements Act {
    @Override
    public String toString() {
      return "BATCH " + sql + " " + entries;
    }
  }

  /** A plain statement's batch. */
  record TextBatch(boolean large, List<String> texts) implements Act {
    @Override
    public String toString() {
      return "BATCH" + texts.stream().map(t -> "\n      " + t).collect(Collectors.joining());
    }
  }

  /** A call on the connection. */
  enum Call implements Act {
    BEGIN_BY_AUTOCOMMIT,
    END_BY_AUTOCOMMIT,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    ROLLBACK_TO,
    RELEASE
  }

  /** What makes v2 fail; over when {@link Over} comes. */
  enum Trouble implements Act {
    /** v2's table has another name for a while. */
    MISSING_TABLE,
    /** Another session holds locks on all of v2's rows. */
    ROWS_HELD,
    /** Another session holds v2's whole table. */
    TABLE_HELD,
    /** Another session changes v2's table and has not committed. */
    DDL_UNDER_WAY,
    /** Another session holds the whole database, v1 and v2, as every writer does on SQLite. */
    DATABASE_HELD
  }

  /** The trouble is over. */
  record Over() implements Act {
    @Override
    public String toString() {
      return "OVER";
    }
  }
}
