package dev.zdm.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** Characters as bytes, two each, so that no unpaired surrogate is lost on the way. */
final class CharacterBytes {
  private CharacterBytes() {}

  /** The bytes of a reader's characters. */
  static final class Of extends InputStream {
    private final Reader reader;
    private char[] characters = {};
    private int odd = -1;

    Of(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      if (odd >= 0) {
        int low = odd;
        odd = -1;
        return low;
      }
      int character = reader.read();
      if (character < 0) {
        return -1;
      }
      odd = character & 0xff;
      return character >> 8;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (odd >= 0 || length < Character.BYTES) {
        return length == 0 ? 0 : one(into, offset);
      }
      int wanted = Math.min(length / Character.BYTES, 1 << 13);
      if (characters.length < wanted) {
        characters = new char[wanted];
      }
      int count = reader.read(characters, 0, wanted);
      for (int i = 0; i < count; i++) {
        into[offset + 2 * i] = (byte) (characters[i] >> 8);
        into[offset + 2 * i + 1] = (byte) characters[i];
      }
      return count < 0 ? -1 : count * Character.BYTES;
    }

    private int one(byte[] into, int offset) throws IOException {
      int value = read();
      if (value < 0) {
        return -1;
      }
      into[offset] = (byte) value;
      return 1;
    }
  }

  /** The characters of such bytes. */
  static final class From extends Reader {
    private final InputStream bytes;

    From(InputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      byte[] buffer = bytes.readNBytes(Math.min(length, 1 << 13) * Character.BYTES);
      int count = buffer.length / Character.BYTES;
      for (int i = 0; i < count; i++) {
        into[offset + i] = (char) ((buffer[2 * i] << 8) | (buffer[2 * i + 1] & 0xff));
      }
      return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public void close() {
      // the kept bytes are let go of by the statement
    }
  }
}
