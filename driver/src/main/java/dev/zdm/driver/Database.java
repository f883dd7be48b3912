package dev.zdm.driver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What is shared by the connections of one URL. */
final class Database {
  private Database() {}

  static @Nullable Connection connect(
      Driver wrapped, ConnectionUrl url, Properties info, LiveSettings settings)
      throws SQLException {
    return wrapped.connect(url.wrapped(), info);
  }
}
