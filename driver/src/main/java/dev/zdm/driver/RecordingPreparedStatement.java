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
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
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
    bindings.set(parameterIndex, value, (s, i, v) -> s.setBoolean(i, (Boolean) v));
  }

  @Override
  public void setByte(int parameterIndex, byte value) throws SQLException {
    delegate().setByte(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setByte(i, (Byte) v));
  }

  @Override
  public void setShort(int parameterIndex, short value) throws SQLException {
    delegate().setShort(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setShort(i, (Short) v));
  }

  @Override
  public void setInt(int parameterIndex, int value) throws SQLException {
    delegate().setInt(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setInt(i, (Integer) v));
  }

  @Override
  public void setLong(int parameterIndex, long value) throws SQLException {
    delegate().setLong(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setLong(i, (Long) v));
  }

  @Override
  public void setFloat(int parameterIndex, float value) throws SQLException {
    delegate().setFloat(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setFloat(i, (Float) v));
  }

  @Override
  public void setDouble(int parameterIndex, double value) throws SQLException {
    delegate().setDouble(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setDouble(i, (Double) v));
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
    delegate().setBlob(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setBlob(i, (Blob) v));
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Clob value) throws SQLException {
    delegate().setClob(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setClob(i, (Clob) v));
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable NClob value) throws SQLException {
    delegate().setNClob(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setNClob(i, (NClob) v));
  }

  @Override
  public void setArray(int parameterIndex, @Nullable Array value) throws SQLException {
    delegate().setArray(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setArray(i, (Array) v));
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
    delegate().setSQLXML(parameterIndex, value);
    bindings.set(parameterIndex, value, (s, i, v) -> s.setSQLXML(i, (SQLXML) v));
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
    if (isStream(value)) {
      setStreamedObject(parameterIndex, value);
      return;
    }
    delegate().setObject(parameterIndex, value);
    bindings.set(parameterIndex, Frozen.of(value), PreparedStatement::setObject);
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, int targetSqlType)
      throws SQLException {
    if (isStream(value)) {
      setStreamedObject(parameterIndex, value);
      return;
    }
    delegate().setObject(parameterIndex, value, targetSqlType);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setObject(i, v, targetSqlType));
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, int targetSqlType, int scaleOrLength)
      throws SQLException {
    if (isStream(value)) {
      setStreamedObject(parameterIndex, value);
      return;
    }
    delegate().setObject(parameterIndex, value, targetSqlType, scaleOrLength);
    bindings.set(
        parameterIndex,
        Frozen.of(value),
        (s, i, v) -> s.setObject(i, v, targetSqlType, scaleOrLength));
  }

  @Override
  public void setObject(int parameterIndex, @Nullable Object value, SQLType targetSqlType)
      throws SQLException {
    if (isStream(value)) {
      setStreamedObject(parameterIndex, value);
      return;
    }
    delegate().setObject(parameterIndex, value, targetSqlType);
    bindings.set(parameterIndex, Frozen.of(value), (s, i, v) -> s.setObject(i, v, targetSqlType));
  }

  @Override
  public void setObject(
      int parameterIndex, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    if (isStream(value)) {
      setStreamedObject(parameterIndex, value);
      return;
    }
    delegate().setObject(parameterIndex, value, targetSqlType, scaleOrLength);
    bindings.set(
        parameterIndex,
        Frozen.of(value),
        (s, i, v) -> s.setObject(i, v, targetSqlType, scaleOrLength));
  }

  @Override
  public void clearParameters() throws SQLException {
    delegate().clearParameters();
    bindings.clear();
  }

  private static boolean isStream(@Nullable Object value) {
    return value instanceof InputStream || value instanceof Reader;
  }

  private void setStreamedObject(int parameterIndex, Object value) throws SQLException {
    if (value instanceof InputStream stream) {
      setBinaryStream(parameterIndex, stream);
    } else {
      setCharacterStream(parameterIndex, (Reader) value);
    }
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setAsciiStream(i, Replayed.stream(v), length));
    } else {
      delegate().setAsciiStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setAsciiStream(i, Replayed.stream(v), length));
    } else {
      delegate().setAsciiStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setAsciiStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setAsciiStream(i, Replayed.stream(v)));
    } else {
      delegate().setAsciiStream(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setBinaryStream(i, Replayed.stream(v), length));
    } else {
      delegate().setBinaryStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setBinaryStream(i, Replayed.stream(v), length));
    } else {
      delegate().setBinaryStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setBinaryStream(int parameterIndex, @Nullable InputStream value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setBinaryStream(i, Replayed.stream(v)));
    } else {
      delegate().setBinaryStream(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public void setUnicodeStream(int parameterIndex, @Nullable InputStream value, int length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setUnicodeStream(i, Replayed.stream(v), length));
    } else {
      delegate().setUnicodeStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, int length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setCharacterStream(i, Replayed.reader(v), length));
    } else {
      delegate().setCharacterStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setCharacterStream(i, Replayed.reader(v), length));
    } else {
      delegate().setCharacterStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setCharacterStream(i, Replayed.reader(v)));
    } else {
      delegate().setCharacterStream(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setNCharacterStream(i, Replayed.reader(v), length));
    } else {
      delegate().setNCharacterStream(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setNCharacterStream(int parameterIndex, @Nullable Reader value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setNCharacterStream(i, Replayed.reader(v)));
    } else {
      delegate().setNCharacterStream(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value, long length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setBlob(i, Replayed.stream(v), length));
    } else {
      delegate().setBlob(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setBlob(int parameterIndex, @Nullable InputStream value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setBlob(i, Replayed.stream(v)));
    } else {
      delegate().setBlob(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value, long length) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setClob(i, Replayed.reader(v), length));
    } else {
      delegate().setClob(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setClob(i, Replayed.reader(v)));
    } else {
      delegate().setClob(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value, long length)
      throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, length),
          (s, i, v) -> s.setNClob(i, Replayed.reader(v), length));
    } else {
      delegate().setNClob(parameterIndex, value, length);
      bindings.setOnce(parameterIndex);
    }
  }

  @Override
  public void setNClob(int parameterIndex, @Nullable Reader value) throws SQLException {
    if (bindings.replays()) {
      bind(
          parameterIndex,
          Replayed.read(value, Replayed.WHOLE),
          (s, i, v) -> s.setNClob(i, Replayed.reader(v)));
    } else {
      delegate().setNClob(parameterIndex, value);
      bindings.setOnce(parameterIndex);
    }
  }

  private void bind(int parameterIndex, @Nullable Object value, Bindings.Binder binder)
      throws SQLException {
    binder.bind(delegate(), parameterIndex, value);
    bindings.set(parameterIndex, value, binder);
  }
}
