package dev.zdm.driver;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * The metadata of rows that are given again: what the statement says of its columns, with the types
 * that they had on the row where the application stands.
 */
final class ReturnedMetaData implements ResultSetMetaData {
  private final ResultSetMetaData statement;
  private final ReturnedTypes types;
  private final ResultSet rows;

  ReturnedMetaData(ResultSetMetaData statement, ReturnedTypes types, ResultSet rows) {
    this.statement = statement;
    this.types = types;
    this.rows = rows;
  }

  private ReturnedTypes.Type type(int column) throws SQLException {
    statement.getColumnName(column); // says if there is no such column
    int row = rows.isAfterLast() ? Integer.MAX_VALUE : rows.getRow();
    return types.of(row, column);
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return type(column).type();
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return type(column).name();
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return type(column).className();
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return type(column).signed();
  }

  @Override
  public int getColumnCount() throws SQLException {
    return statement.getColumnCount();
  }

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return statement.getColumnLabel(column);
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return statement.getColumnName(column);
  }

  @Override
  public String getTableName(int column) throws SQLException {
    return statement.getTableName(column);
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return statement.getSchemaName(column);
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return statement.getCatalogName(column);
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return statement.getPrecision(column);
  }

  @Override
  public int getScale(int column) throws SQLException {
    return statement.getScale(column);
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return statement.getColumnDisplaySize(column);
  }

  @Override
  public int isNullable(int column) throws SQLException {
    return statement.isNullable(column);
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return statement.isAutoIncrement(column);
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return statement.isCaseSensitive(column);
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return statement.isSearchable(column);
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return statement.isCurrency(column);
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return statement.isReadOnly(column);
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return statement.isWritable(column);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return statement.isDefinitelyWritable(column);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : statement.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || statement.isWrapperFor(type);
  }
}
