package dev.zdm.driver;

import dev.zdm.driver.logging.Log;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A stream or reader of the application's that the driver can be given more than once. It is read
 * when the driver first reads, so that what it throws is thrown where it always was. The first MiB
 * is kept in memory, the rest in a temporary file that lives until {@link #close()}. Used by one
 * thread at a time, as the statement is.
 */
final class Replayed {
  /** No length was given: to the end. */
  static final long WHOLE = Long.MAX_VALUE;

  static final int IN_MEMORY = 1 << 20;
  private static final Log LOG = Log.of(Replayed.class);

  private final InputStream source;
  private final long limit;
  private final boolean text;
  private boolean read;
  private byte[] head = {};
  private @Nullable Path file;
  private @Nullable RandomAccessFile tail;
  private @Nullable IOException failure;

  private Replayed(InputStream source, long limit, boolean text) {
    this.source = source;
    this.limit = Math.max(limit, 0);
    this.text = text;
  }

  /**
   * @param value an {@link InputStream}, a {@link Reader}, or null
   * @param length how many bytes or characters of it at most
   * @return null for null
   */
  static @Nullable Replayed of(@Nullable Object value, long length) {
    if (value instanceof Reader reader) {
      long bytes = length > Long.MAX_VALUE / Character.BYTES ? WHOLE : length * Character.BYTES;
      return new Replayed(new CharacterBytes.Of(reader), bytes, true);
    }
    return value == null ? null : new Replayed((InputStream) value, length, false);
  }

  /** What the driver is to be given: of a kept stream, the stream from its beginning. */
  static @Nullable Object again(@Nullable Object value) {
    return value instanceof Replayed kept ? kept.again() : value;
  }

  static @Nullable InputStream stream(@Nullable Object value) {
    return (InputStream) again(value);
  }

  static @Nullable Reader reader(@Nullable Object value) {
    return (Reader) again(value);
  }

  /** Lets go of what a parameter has kept, if it is a stream. */
  static void letGo(@Nullable Object value) {
    if (value instanceof Replayed kept) {
      kept.close();
    }
  }

  private Object again() {
    InputStream bytes = new FromStart();
    return text ? new CharacterBytes.From(bytes) : bytes;
  }

  private int read(long from, byte[] into, int offset, int length) throws IOException {
    readSource();
    if (from < head.length) {
      int count = (int) Math.min(length, head.length - from);
      System.arraycopy(head, (int) from, into, offset, count);
      return count;
    }
    if (tail == null) {
      return -1;
    }
    tail.seek(from - head.length);
    return tail.read(into, offset, length);
  }

  private void readSource() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (!read) {
      read = true;
      try {
        head = source.readNBytes((int) Math.min(limit, IN_MEMORY));
        if (head.length == IN_MEMORY && limit > IN_MEMORY) {
          readTail();
        }
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }

  private void readTail() throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = limit - IN_MEMORY;
    while (left > 0) {
      int count = source.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return;
      }
      left -= count;
      spill(buffer, count);
    }
  }

  private void spill(byte[] bytes, int count) throws IOException {
    try {
      if (tail == null) {
        Path created = Files.createTempFile("zdm-parameter", null); // for this user's eyes alone
        file = created;
        tail = new RandomAccessFile(created.toFile(), "rw");
        deleteOpen(created.toFile());
      }
      tail.write(bytes, 0, count);
    } catch (IOException e) {
      throw new IOException(
          "a parameter of more than 1 MiB could not be kept in a temporary file; make room in, or"
              + " change, java.io.tmpdir",
          e);
    }
  }

  /** Where the system deletes open files, a killed JVM leaves nothing behind. */
  private void deleteOpen(File open) {
    if (open.delete()) {
      file = null;
    }
  }

  void close() {
    try {
      if (tail != null) {
        tail.close();
      }
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("a temporary file of a parameter could not be removed: " + file, e);
    }
    read = true;
    head = new byte[0];
    tail = null;
    failure = new IOException("the statement whose parameter this is was closed or cleared");
  }

  private final class FromStart extends InputStream {
    private long position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = Replayed.this.read(position, into, offset, length);
      position += Math.max(count, 0);
      return count;
    }
  }
}
