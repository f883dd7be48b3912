package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("trap 53: a stream that is kept")
class ReplayedTest {
  @Test
  @DisplayName("gives the same characters each time, unpaired surrogates too, however it is read")
  void characters() throws IOException {
    Random random = new Random(53);
    for (int length : new int[] {0, 1, 7, Replayed.IN_MEMORY / 2, Replayed.IN_MEMORY / 2 + 5}) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) random.nextInt(1 << 16));
      }
      Replayed kept = kept(new StringReader(text.toString()), Replayed.WHOLE);
      assertThat(all(reader(kept), random)).isEqualTo(text.toString());
      assertThat(all(reader(kept), random)).isEqualTo(text.toString());
      kept.close();
    }
  }

  @Test
  @DisplayName("gives the same bytes to two that read it by turns, from memory and from the file")
  void bytes() throws IOException {
    byte[] content = new byte[Replayed.IN_MEMORY * 2 + 3];
    new Random(54).nextBytes(content);
    Replayed kept = kept(new ByteArrayInputStream(content), Replayed.WHOLE);
    InputStream one = stream(kept);
    InputStream two = stream(kept);
    byte[] first = new byte[content.length];
    for (int i = 0; i < content.length; i += 100_000) {
      int count = Math.min(100_000, content.length - i);
      assertThat(one.readNBytes(first, i, count)).isEqualTo(count);
      assertThat(two.readNBytes(count)).hasSize(count);
    }
    assertThat(first).isEqualTo(content);
    assertThat(one.read()).isEqualTo(-1);
    assertThat(two.read()).isEqualTo(-1);
    kept.close();
  }

  @Test
  @DisplayName("is not read before the driver reads, nor beyond the length that was given")
  void lazily() throws IOException {
    InputStream source = new ByteArrayInputStream(new byte[10]);
    Replayed kept = kept(source, 4);
    assertThat(source.available()).isEqualTo(10);
    assertThat(stream(kept).readAllBytes()).hasSize(4);
    assertThat(source.available()).isEqualTo(6);
  }

  @Test
  @DisplayName("fails each time as the application's own failed, and says when it was let go of")
  void failures() {
    IOException broken = new IOException("broken");
    Replayed kept =
        kept(
            new Reader() {
              @Override
              public int read(char[] into, int offset, int length) throws IOException {
                throw broken;
              }

              @Override
              public void close() {}
            },
            9);
    assertThatThrownBy(() -> reader(kept).read()).isSameAs(broken);
    assertThatThrownBy(() -> reader(kept).read()).isSameAs(broken);
    kept.close();
    assertThatThrownBy(() -> reader(kept).read()).hasMessageContaining("closed or cleared");
  }

  private static Replayed kept(Object source, long length) {
    return Objects.requireNonNull(Replayed.of(source, length));
  }

  private static Reader reader(Replayed kept) {
    return Objects.requireNonNull(Replayed.reader(kept));
  }

  private static InputStream stream(Replayed kept) {
    return Objects.requireNonNull(Replayed.stream(kept));
  }

  private static String all(Reader reader, Random random) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[50_000];
    while (true) {
      int count = reader.read(buffer, 0, 1 + random.nextInt(buffer.length));
      if (count < 0) {
        return text.toString();
      }
      text.append(buffer, 0, count);
      int one = reader.read();
      if (one >= 0) {
        text.append((char) one);
      }
    }
  }
}
