package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingCallableStatement;
import dev.zdm.rewriter.plan.Plan;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of a procedure: passed through, or refused where it may reach a mapped table. */
final class ZdmCallableStatement extends ForwardingCallableStatement {
  private final ZdmConnection connection;
  private final CallableStatement delegate;
  private final String sql;
  private final Execution execution;

  ZdmCallableStatement(ZdmConnection connection, CallableStatement delegate, String sql) {
    this.connection = connection;
    this.delegate = delegate;
    this.sql = sql;
    this.execution = new CallExecution(connection, this, delegate);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(this)) {
      connection.session().bare().unwrap(type);
    }
    return super.unwrap(type);
  }

  @Override
  protected CallableStatement delegate() {
    return delegate;
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return execution.run(sql, Keys.NONE, Ask.ROWS, delegate::executeQuery);
  }

  @Override
  public int executeUpdate() throws SQLException {
    return execution.run(sql, Keys.NONE, Ask.COUNT, delegate::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return execution.run(sql, Keys.NONE, Ask.LARGE_COUNT, delegate::executeLargeUpdate);
  }

  @Override
  public boolean execute() throws SQLException {
    return execution.run(sql, Keys.NONE, Ask.ANY, delegate::execute);
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return execution.run(sql, Keys.NONE, Ask.batch(), delegate::executeBatch);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return execution.run(sql, Keys.NONE, Ask.batch(), delegate::executeLargeBatch);
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    return execution.results().resultSet();
  }

  @Override
  public Connection getConnection() throws SQLException {
    delegate.getConnection(); // a closed statement says so
    return connection;
  }

  private static final class CallExecution extends Execution {
    private final CallableStatement own;

    CallExecution(ZdmConnection connection, Statement owner, CallableStatement own) {
      super(connection, owner, own, Values.NONE);
      this.own = own;
    }

    @Override
    Statement own() {
      return own;
    }

    @Override
    Statement ready(String text, boolean scrolls) throws SQLException {
      throw notMirrored("calls");
    }

    /** A read runs as it is on v1; of a write, only what passes through or is refused is left. */
    @Override
    Plan plan(String sql, Epoch epoch) throws SQLException {
      Plan plan = connection().plan(sql, epoch);
      if (plan instanceof Plan.Read) {
        return new Plan.OnPrimary(sql, plan.tables(), "a callable statement");
      }
      if (plan instanceof Plan.Write
          || plan instanceof Plan.TurnedWrite
          || plan instanceof Plan.Several) {
        throw notMirrored("writes through a callable statement");
      }
      return plan;
    }

    @Override
    Statement ready(String text, List<Integer> parameters) throws SQLException {
      return ready(text, false);
    }

    @Override
    Execution part(String sql, int parameter) throws SQLException {
      throw notMirrored("several statements in a call");
    }

    @Override
    void runAlone(String sql) throws SQLException {
      throw notMirrored("calls");
    }
  }
}
