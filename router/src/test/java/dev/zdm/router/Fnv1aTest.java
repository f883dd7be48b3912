package dev.zdm.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Fnv1aTest {

  @ParameterizedTest
  @CsvSource({"'', 811c9dc5", "a, e40c292c", "foobar, bf9cf968"})
  @DisplayName("C6, trap 34: the published vectors hold")
  void publishedVectors(String text, String hash) {
    assertThat(Integer.toHexString(Fnv1a.hash(text))).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 61, 62",
    "a, 20, 22",
    "foobar, 20, 57",
    "file1, 90, 55",
    "42, 11, 50",
    "\u00e9, 17, 52",
    "\u20ac, 83, 10",
    "\uD83D\uDE00, 56, 32",
    "a\u001fb, 13, 37",
  })
  @DisplayName("C6: known buckets and fractions, for routers in other languages")
  void knownBuckets(String text, int bucket, int fraction) {
    assertThat(Fnv1a.bucket(Fnv1a.hash(text))).isEqualTo(bucket);
    assertThat(Fnv1a.fraction(Fnv1a.hash(text))).isEqualTo(fraction);
  }

  @Test
  @DisplayName("C6: over random Unicode text, broken pairs too, it is the hash of the UTF-8 bytes")
  void equalsTheDefinition() {
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      String text = randomText(random);
      long hash = IndependentFnv.hash(text);
      assertThat(Integer.toUnsignedLong(Fnv1a.hash(text))).as(text).isEqualTo(hash);
      assertThat(Fnv1a.bucket((int) hash)).isEqualTo((int) (hash % 100));
      assertThat(Fnv1a.fraction((int) hash)).isEqualTo((int) (hash / 100 % 100));
    }
  }

  @Test
  @DisplayName("C6: every char alone, and between letters, is hashed as its UTF-8 bytes")
  void everyChar() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String alone = String.valueOf((char) c);
      String between = "x" + alone + "y";
      assertThat(Integer.toUnsignedLong(Fnv1a.hash(alone))).isEqualTo(IndependentFnv.hash(alone));
      assertThat(Integer.toUnsignedLong(Fnv1a.hash(between)))
          .isEqualTo(IndependentFnv.hash(between));
    }
  }

  @Test
  @DisplayName("A text may be hashed in parts, split anywhere but inside a pair")
  void inParts() {
    String text = "key\u001f\u00e9\u20ac\uD83D\uDE00z";
    for (int cut : new int[] {0, 1, 3, 4, 5, 6, 8, text.length()}) {
      int first = Fnv1a.hash(text.substring(0, cut));
      assertThat(Fnv1a.hash(first, text.substring(cut))).isEqualTo(Fnv1a.hash(text));
    }
  }

  @Test
  @DisplayName("C6: the bucket is taken of the unsigned hash")
  void unsigned() {
    assertThat(Fnv1a.bucket(-1)).isEqualTo(95);
    assertThat(Fnv1a.fraction(-1)).isEqualTo(72);
    assertThat(Fnv1a.bucket(Integer.MIN_VALUE)).isEqualTo(48);
    assertThat(Fnv1a.fraction(Integer.MIN_VALUE)).isEqualTo(36);
  }

  /** Of all lengths of UTF-8, with whole pairs, halves and halves in the wrong order. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append((char) (0x80 + random.nextInt(0x780)));
        case 2 -> text.append((char) random.nextInt(0x1_0000));
        case 3 -> text.appendCodePoint(0x1_0000 + random.nextInt(0x10_0000));
        case 4 -> text.append((char) (0xD800 + random.nextInt(0x400)));
        default -> text.append((char) (0xDC00 + random.nextInt(0x400)));
      }
    }
    return text.toString();
  }
}
