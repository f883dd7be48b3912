package dev.zdm.driver.copy;

import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * zdm's own statements on one connection, each prepared once. The application's statements are not
 * disturbed. For use by one thread at a time, as the connection is.
 */
public final class OwnStatements implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private @Nullable Statement plain;

  /**
   * @param connection the driver's own connection; not closed with this object
   */
  public OwnStatements(Connection connection) {
    this.connection = connection;
  }

  /** The prepared statement of this text, not to be closed by the caller. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null || hasEnded(statement)) {
      statement = connection.prepareStatement(withoutKeys(sql));
      prepared.put(sql, statement);
    }
    return statement;
  }

  /**
   * SQLite's driver opens a query of the keys behind each text that begins with INSERT or WITH,
   * until that is executed again; as long as it is open, a {@code cancel()} of the application's
   * stays in force and fails all that follows. Behind a comment it does not see the INSERT.
   */
  private static String withoutKeys(String sql) {
    return sql.startsWith("INSERT") || sql.startsWith("WITH") ? "/**/" + sql : sql;
  }

  /**
   * Whether it failed before: SQLite's driver ends a statement for most errors, and does not call
   * it closed. Its statements tell by what they say of their parameters, at no cost.
   */
  private static boolean hasEnded(PreparedStatement statement) {
    if (statement instanceof ParameterMetaData parameters) {
      try {
        parameters.getParameterCount();
      } catch (SQLException e) {
        return true;
      }
    }
    return false;
  }

  /** Runs a text that has no parameters and whose result is of no interest. */
  public void execute(String sql) throws SQLException {
    plain().execute(sql);
  }

  /** Runs a text that has no parameters. Gives the rows changed by its parts that give none. */
  public long changes(String sql) throws SQLException {
    Statement statement = plain();
    boolean rows = statement.execute(sql);
    return changes(statement, rows);
  }

  /** The rows changed by this result, and by those behind it, that give no rows. */
  public static long changes(Statement statement, boolean rows) throws SQLException {
    long changes = 0;
    boolean more = true;
    while (more) {
      long count = rows ? 0 : statement.getLargeUpdateCount();
      changes += Math.max(0, count);
      more = count >= 0;
      rows = more && statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    }
    return changes;
  }

  private Statement plain() throws SQLException {
    Statement statement = plain;
    if (statement == null) {
      statement = connection.createStatement();
      plain = statement;
    }
    return statement;
  }

  /** Runs a text that will be run often, as {@link #execute} runs one that will not. */
  public void run(String sql) throws SQLException {
    run(prepare(sql));
  }

  /** Rows that are not read would keep a transaction of SQLite's open. */
  private static void run(PreparedStatement statement) throws SQLException {
    if (statement.execute()) {
      statement.getResultSet().close();
    }
  }

  /** Runs a text whose only parameter is a list of keys. Gives the number of rows it changed. */
  public long update(String sql, String keys) throws SQLException {
    return update(sql, List.of(keys));
  }

  /** Runs a text with these parameters. Gives the number of rows it changed. */
  public long update(String sql, List<?> parameters) throws SQLException {
    return bound(sql, parameters).executeLargeUpdate();
  }

  /** Runs a query with these parameters. The caller closes its rows before it is run again. */
  public ResultSet query(String sql, List<?> parameters) throws SQLException {
    return bound(sql, parameters).executeQuery();
  }

  private PreparedStatement bound(String sql, List<?> parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }

  /** Runs a text whose only parameter is a list of keys and whose result is of no interest. */
  public void run(String sql, String keys) throws SQLException {
    PreparedStatement statement = prepare(sql);
    statement.setString(1, keys);
    run(statement);
  }

  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    for (PreparedStatement statement : prepared.values()) {
      failure = close(statement, failure);
    }
    prepared.clear();
    if (plain != null) {
      failure = close(plain, failure);
      plain = null;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable SQLException close(Statement statement, @Nullable SQLException failure) {
    try {
      statement.close();
      return failure;
    } catch (SQLException e) {
      if (failure == null) {
        return e;
      }
      failure.addSuppressed(e);
      return failure;
    }
  }
}
