package dev.zdm.conformance.races;

import dev.zdm.rewriter.mapping.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the application: a connection that mirrors and its prepared statements. Where a
 * naive mirror is to be found out, the statements that it is naive about go past zdm, through it.
 */
final class Client implements AutoCloseable {
  private final Dialect dialect;
  private final Connection connection;
  private final @Nullable Connection naiveConnection;
  private final @Nullable NaiveMirror naive;
  private final Random random;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Client(MirroredDatabase database, int isolation, @Nullable NaiveMirror naive, Random random)
      throws SQLException {
    this.connection = database.zdm("zdm.read.percent=50", "zdm.control.interval=100");
    this.dialect = database.dialect();
    this.naive = naive;
    this.random = random;
    this.naiveConnection = naive == null ? null : naive.open(database);
    if (database.dialect() == Dialect.POSTGRESQL) {
      connection.setTransactionIsolation(isolation);
    }
  }

  Connection connection() {
    return connection;
  }

  Random random() {
    return random;
  }

  /** Runs a write, now and then as a text of its own. */
  int update(String sql, Object... parameters) throws SQLException {
    if (naive != null && naiveConnection != null && naive.concerns(sql)) {
      return naive.update(naiveConnection, inlined(sql, parameters));
    }
    if (random.nextInt(8) == 0) {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate(inlined(sql, parameters));
      }
    }
    return bound(sql, parameters).executeUpdate();
  }

  /** The INSERT that leaves a row alone which is there, as the engine's applications write it. */
  String orIgnore(String insert) {
    return dialect == Dialect.SQLITE
        ? insert.replaceFirst("INSERT", "INSERT OR IGNORE")
        : insert + " ON CONFLICT (id) DO NOTHING";
  }

  /** On SQLite, now and then, the INSERT that removes every row which is in its way. */
  String orReplace(String insert) {
    return dialect == Dialect.SQLITE && random.nextBoolean()
        ? insert.replaceFirst("INSERT", "INSERT OR REPLACE")
        : insert;
  }

  /** The first column of the first row; null if there is none. */
  @Nullable Integer query(String sql, Object... parameters) throws SQLException {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      return rows.next() ? Integer.valueOf(rows.getInt(1)) : null;
    }
  }

  int[] batch(String sql, List<Object[]> entries) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (Object[] entry : entries) {
      bind(statement, entry);
      statement.addBatch();
    }
    return statement.executeBatch();
  }

  private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = prepare(sql);
    bind(statement, parameters);
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static String inlined(String sql, Object... parameters) {
    String text = sql;
    for (Object parameter : parameters) {
      String literal = parameter instanceof String ? "'" + parameter + "'" : parameter.toString();
      text = text.replaceFirst("\\?", literal);
    }
    return text;
  }

  /** Back to autocommit, with nothing open. */
  void reset() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    if (naiveConnection != null) {
      naiveConnection.close();
    }
  }
}
