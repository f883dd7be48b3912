package dev.zdm.driver;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** A prepared statement that is routed anew at each execution. As thread-safe as the driver's. */
final class ZdmPreparedStatement extends RecordingPreparedStatement {
  private final ZdmConnection connection;
  private final PreparedStatement delegate;
  private final String sql;
  private final Keys keys;
  private final Bindings bindings;
  private final PreparedExecution execution;
  private final PreparedBatch batch;

  ZdmPreparedStatement(ZdmConnection connection, PreparedStatement delegate, String sql, Keys keys)
      throws SQLException {
    this(connection, delegate, sql, keys, new Bindings());
  }

  private ZdmPreparedStatement(
      ZdmConnection connection,
      PreparedStatement delegate,
      String sql,
      Keys keys,
      Bindings bindings)
      throws SQLException {
    super(bindings);
    this.connection = connection;
    this.delegate = delegate;
    this.sql = sql;
    this.keys = keys;
    this.bindings = bindings;
    this.execution = new PreparedExecution(connection, this, delegate, bindings, sql);
    this.batch = new PreparedBatch(delegate, execution, bindings, sql, keys);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(this)) {
      connection.session().bare().unwrap(type);
    }
    return super.unwrap(type);
  }

  @Override
  protected PreparedStatement delegate() {
    return delegate;
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return execution.run(sql, keys, Ask.ROWS, delegate::executeQuery);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return execution.run(sql, keys, Ask.COUNT, delegate::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return execution.run(sql, keys, Ask.LARGE_COUNT, delegate::executeLargeUpdate);
  }

  @Override
  public boolean execute() throws SQLException {
    return execution.run(sql, keys, Ask.ANY, delegate::execute);
  }

  @Override
  public void addBatch() throws SQLException {
    batch.add();
    bindings.batched();
  }

  @Override
  public void clearBatch() throws SQLException {
    batch.clear();
    bindings.batchEnded();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    try {
      return batch.execute();
    } finally {
      bindings.batchEnded();
    }
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    try {
      return batch.executeLarge();
    } finally {
      bindings.batchEnded();
    }
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    return execution.results().resultSet();
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return execution.results().smallUpdateCount();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return execution.results().updateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return execution.results().moreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    return execution.results().moreResults(current);
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return execution.results().generatedKeys();
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    delegate.getWarnings(); // a closed statement says so
    return execution.results().running().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    delegate.clearWarnings();
    execution.results().running().clearWarnings();
  }

  @Override
  public void cancel() throws SQLException {
    execution.results().running().cancel();
  }

  @Override
  public Connection getConnection() throws SQLException {
    delegate.getConnection(); // a closed statement says so
    return connection;
  }

  @Override
  public void close() throws SQLException {
    try {
      batch.close();
      execution.close();
      delegate.close();
    } finally {
      bindings.batchEnded();
      bindings.clear();
    }
  }
}
