package dev.zdm.driver;

import java.sql.SQLException;

/** The application's own call on the wrapped driver. */
@FunctionalInterface
interface Call<T> {
  T run() throws SQLException;
}
