package dev.zdm.driver;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array of the application's as the driver would have sent it, though the application frees its
 * own. Drivers ask a parameter for its type's name and its text alone.
 */
record FrozenArray(String baseTypeName, String text) implements Array {
  @Override
  public String getBaseTypeName() {
    return baseTypeName;
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public void free() {
    // holds nothing
  }

  @Override
  public int getBaseType() throws SQLException {
    throw onlyText();
  }

  @Override
  public Object getArray() throws SQLException {
    throw onlyText();
  }

  @Override
  public Object getArray(@Nullable Map<String, Class<?>> types) throws SQLException {
    throw onlyText();
  }

  @Override
  public Object getArray(long index, int count) throws SQLException {
    throw onlyText();
  }

  @Override
  public Object getArray(long index, int count, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    throw onlyText();
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw onlyText();
  }

  @Override
  public ResultSet getResultSet(@Nullable Map<String, Class<?>> types) throws SQLException {
    throw onlyText();
  }

  @Override
  public ResultSet getResultSet(long index, int count) throws SQLException {
    throw onlyText();
  }

  @Override
  public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    throw onlyText();
  }

  private static SQLException onlyText() {
    return new SQLFeatureNotSupportedException(
        "zdm keeps the text of an array parameter, and the driver asked for more", "0A000");
  }
}
