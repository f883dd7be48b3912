package dev.zdm.driver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Streams and readers, kept so that they can be read more than once. */
final class Replayed {
  /** No length was given: to the end. */
  static final long WHOLE = Long.MAX_VALUE;

  private Replayed() {}

  /**
   * @return the bytes, or null
   * @throws SQLException if the stream cannot be read
   */
  static byte @Nullable [] read(@Nullable InputStream stream, long length) throws SQLException {
    if (stream == null) {
      return null;
    }
    try {
      return stream.readNBytes((int) Math.min(Math.max(length, 0), Integer.MAX_VALUE));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * @return the characters, or null
   * @throws SQLException if the reader cannot be read
   */
  static @Nullable String read(@Nullable Reader reader, long length) throws SQLException {
    if (reader == null) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[4096];
    try {
      while (text.length() < length) {
        int wanted = (int) Math.min(buffer.length, length - text.length());
        int got = reader.read(buffer, 0, wanted);
        if (got < 0) {
          break;
        }
        text.append(buffer, 0, got);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return text.toString();
  }

  static @Nullable InputStream stream(@Nullable Object bytes) {
    return bytes == null ? null : new ByteArrayInputStream((byte[]) bytes);
  }

  static @Nullable Reader reader(@Nullable Object text) {
    return text == null ? null : new StringReader((String) text);
  }

  private static SQLException unreadable(IOException e) {
    return new SQLException("a stream that was given as a parameter cannot be read", "22000", e);
  }
}
