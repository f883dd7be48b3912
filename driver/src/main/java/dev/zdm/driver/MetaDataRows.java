package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the driver's metadata, whose statement leads back to the application's connection and not
 * past zdm. As thread-safe as the driver's.
 */
final class MetaDataRows extends ForwardingResultSet {
  private final ResultSet delegate;
  private final ZdmConnection connection;
  private @Nullable Statement statement;

  MetaDataRows(ResultSet delegate, ZdmConnection connection) {
    this.delegate = delegate;
    this.connection = connection;
  }

  @Override
  protected ResultSet delegate() {
    return delegate;
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    Statement driver = delegate.getStatement();
    if (driver == null) {
      return null;
    }
    if (statement == null) {
      statement = new ZdmStatement(connection, driver);
    }
    return statement;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(this)) {
      connection.session().bare().unwrap(type);
    }
    return super.unwrap(type);
  }
}
