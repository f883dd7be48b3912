package dev.zdm.driver;

import dev.zdm.driver.forwarding.ForwardingPreparedStatement;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands every parameter on to the driver at once, so that the driver's own errors surface where
 * they always did, and records it, so that another statement can be given the same parameters.
 */
abstract class RecordingPreparedStatement extends ForwardingPreparedStatement {
  private final Bindings bindings;

  RecordingPreparedStatement(Bindings bindings) {
    this.bindings = bindings;
  }

  @Override
  public void setBoolean(int parameterIndex, boolean value) throws SQLException {
    delegate().setBoolean(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setBoolean(i, (Boolean) set(v)));
  }

  @Override
  public void setByte(int parameterIndex, byte value) throws SQLException {
    delegate().setByte(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setByte(i, (Byte) set(v)));
  }

  @Override
  public void setShort(int parameterIndex, short value) throws SQLException {
    delegate().setShort(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setShort(i, (Short) set(v)));
  }

  @Override
  public void setInt(int parameterIndex, int value) throws SQLException {
    delegate().setInt(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setInt(i, (Integer) set(v)));
  }

  @Override
  public void setLong(int parameterIndex, long value) throws SQLException {
    delegate().setLong(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setLong(i, (Long) set(v)));
  }

  @Override
  public void setFloat(int parameterIndex, float value) throws SQLException {
    delegate().setFloat(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setFloat(i, (Float) set(v)));
  }

  @Override
  public void setDouble(int parameterIndex, double value) throws SQLException {
    delegate().setDouble(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setDouble(i, (Double) set(v)));
  }

  @Override
  public void setBigDecimal(int parameterIndex, @Nullable BigDecimal value) throws SQLException {
    delegate().setBigDecimal(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setBigDecimal(i, (BigDecimal) v));
  }

  @Override
  public void setString(int parameterIndex, @Nullable String value) throws SQLException {
    delegate().setString(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setString(i, (String) v));
  }

  @Override
  public void setRef(int parameterIndex, @Nullable Ref value) throws SQLException {
    delegate().setRef(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setRef(i, (Ref) v));
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable Blob value) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setBlob(i, (Blob) v));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Clob value) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setClob(i, (Clob) v));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable NClob value) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setNClob(i, (NClob) v));
  }

  @Override
  public void setArray(int parameterIndex, @Nullable Array value) throws SQLException {
    keep(parameterIndex, value, (s, i, v) -> s.setArray(i, (Array) v));
  }

  @Override
  public void setURL(int parameterIndex, @Nullable URL value) throws SQLException {
    delegate().setURL(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setURL(i, (URL) v));
  }

  @Override
  public void setRowId(int parameterIndex, @Nullable RowId value) throws SQLException {
    delegate().setRowId(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setRowId(i, (RowId) v));
  }

  @Override
  public void setNString(int parameterIndex, @Nullable String value) throws SQLException {
    delegate().setNString(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setNString(i, (String) v));
  }

  @Override
  public void setSQLXML(int parameterIndex, @Nullable SQLXML value) throws SQLException {
    keep(parameterIndex, value, (s, i, v) -> s.setSQLXML(i, (SQLXML) v));
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date value) throws SQLException {
    delegate().setDate(parameterIndex, value);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setDate(i, (Date) v));
  }

  @Override
  public void setDate(int parameterIndex, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    delegate().setDate(parameterIndex, value, calendar);
    Calendar zone = Frozen.of(calendar);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setDate(i, (Date) v, zone));
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time value) throws SQLException {
    delegate().setTime(parameterIndex, value);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setTime(i, (Time) v));
  }

  @Override
  public void setTime(int parameterIndex, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    delegate().setTime(parameterIndex, value, calendar);
    Calendar zone = Frozen.of(calendar);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setTime(i, (Time) v, zone));
  }

  @Override
  public void setTimestamp(int parameterIndex, @Nullable Timestamp value) throws SQLException {
    delegate().setTimestamp(parameterIndex, value);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setTimestamp(i, (Timestamp) v));
  }

  @Override
  public void setTimestamp(
      int parameterIndex, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    delegate().setTimestamp(parameterIndex, value, calendar);
    Calendar zone = Frozen.of(calendar);
    bindings.set(
        parameterIndex, Frozen.of(value), (s, i, v) -> s.setTimestamp(i, (Timestamp) v, zone));
  }

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    delegate().setNull(parameterIndex, sqlType);
    bindings.set(parameterIndex, null, (s, i, v) -> s.setNull(i, sqlType));
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    delegate().setNull(parameterIndex, sqlType, typeName);
    bindings.set(parameterIndex, null, (s, i, v) -> s.setNull(i, sqlType, typeName));
  }

  @Override
  public void setBytes(int parameterIndex, byte @Nullable [] value) throws SQLException {
    delegate().setBytes(parameterIndex, value);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setBytes(i, (byte[]) v));
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value) throws SQLException {
    object(parameterIndex, value, Types.NULL, (s, i, v) -> s.setObject(i, Replayed.again(v)));
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, int targetSqlType)
      throws SQLException {
    object(
        parameterIndex,
        value,
        targetSqlType,
        (s, i, v) -> s.setObject(i, Replayed.again(v), targetSqlType));
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    object(
        parameterIndex,
        value,
        targetSqlType,
        (s, i, v) -> s.setObject(i, Replayed.again(v), targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    object(
        parameterIndex,
        value,
        number(targetSqlType),
        (s, i, v) -> s.setObject(i, Replayed.again(v), targetSqlType));
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    object(
        parameterIndex,
        value,
        number(targetSqlType),
        (s, i, v) -> s.setObject(i, Replayed.again(v), targetSqlType, scaleOrLength));
  }

  private static int number(@Nullable SQLType type) {
    Integer number = type == null ? null : type.getVendorTypeNumber();
    return number == null ? Types.NULL : number;
  }

  @Override
  public void clearParameters() throws SQLException {
    delegate().clearParameters();
    bindings.clear();
  }

  private static Object set(@Nullable Object value) {
    return Objects.requireNonNull(value); // a primitive never is null
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setAsciiStream(i, Replayed.stream(v), length));
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setAsciiStream(i, Replayed.stream(v), length));
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    stream(
        parameterIndex,
        value,
        Replayed.WHOLE,
        (s, i, v) -> s.setAsciiStream(i, Replayed.stream(v)));
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setBinaryStream(i, Replayed.stream(v), length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setBinaryStream(i, Replayed.stream(v), length));
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    stream(
        parameterIndex,
        value,
        Replayed.WHOLE,
        (s, i, v) -> s.setBinaryStream(i, Replayed.stream(v)));
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public void setUnicodeStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setUnicodeStream(i, Replayed.stream(v), length));
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, int length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setCharacterStream(i, Replayed.reader(v), length));
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setCharacterStream(i, Replayed.reader(v), length));
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    stream(
        parameterIndex,
        value,
        Replayed.WHOLE,
        (s, i, v) -> s.setCharacterStream(i, Replayed.reader(v)));
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    stream(
        parameterIndex,
        value,
        length,
        (s, i, v) -> s.setNCharacterStream(i, Replayed.reader(v), length));
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    stream(
        parameterIndex,
        value,
        Replayed.WHOLE,
        (s, i, v) -> s.setNCharacterStream(i, Replayed.reader(v)));
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setBlob(i, Replayed.stream(v), length));
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setBlob(i, Replayed.stream(v)));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value, long length) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setClob(i, Replayed.reader(v), length));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setClob(i, Replayed.reader(v)));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setNClob(i, Replayed.reader(v), length));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    large(parameterIndex, value, (s, i, v) -> s.setNClob(i, Replayed.reader(v)));
  }

  private void object(
      int parameterIndex, @Nullable Object value, int targetSqlType, Bindings.Binder binder)
      throws SQLException {
    if (LargeObject.isMadeOf(value, targetSqlType)) {
      large(parameterIndex, value, binder);
    } else if (value instanceof InputStream || value instanceof Reader) {
      streamedObject(parameterIndex, value, targetSqlType, binder);
    } else {
      keep(parameterIndex, value, binder);
    }
  }

  private void streamedObject(
      int parameterIndex, Object value, int targetSqlType, Bindings.Binder binder)
      throws SQLException {
    if (targetSqlType == Types.NULL) {
      // drivers name its class, in an error or as the text that they bind
      binder.bind(delegate(), parameterIndex, value);
      bindings.setOnce(parameterIndex);
    } else {
      stream(parameterIndex, value, Replayed.WHOLE, binder);
    }
  }

  /** A value that the application may change or free as soon as it has bound it. */
  private void keep(int parameterIndex, @Nullable Object value, Bindings.Binder binder)
      throws SQLException {
    binder.bind(delegate(), parameterIndex, value);
    if (!bindings.isOff()) {
      bindings.set(parameterIndex, Frozen.of(value), binder);
    }
  }

  /** A value that can be read once. */
  private void stream(
      int parameterIndex, @Nullable Object value, long length, Bindings.Binder binder)
      throws SQLException {
    if (!bindings.replays()) {
      binder.bind(delegate(), parameterIndex, value);
      bindings.setOnce(parameterIndex);
      return;
    }
    Replayed kept = Replayed.of(value, length);
    boolean bound = false;
    try {
      binder.bind(delegate(), parameterIndex, kept);
      bound = true;
    } finally {
      if (!bound) {
        Replayed.letGo(kept);
      }
    }
    bindings.set(parameterIndex, kept, binder);
  }

  /** A value of which PostgreSQL's driver makes a large object, each time that it is bound. */
  private void large(int parameterIndex, @Nullable Object value, Bindings.Binder binder)
      throws SQLException {
    if (value != null && bindings.replays()) {
      setLong(parameterIndex, LargeObject.make(delegate().getConnection(), value, binder));
    } else {
      binder.bind(delegate(), parameterIndex, value);
      if (value == null) {
        bindings.set(parameterIndex, null, binder);
      } else {
        bindings.setOnce(parameterIndex);
      }
    }
  }
}
