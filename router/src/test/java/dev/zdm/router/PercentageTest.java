package dev.zdm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentageTest {

  @Test
  @DisplayName("C6: of 10,000 keys at 50 %, just those go to v2 that the definition sends there")
  void tenThousandKeys() {
    Percentage half = Percentage.parse("50");
    int included = 0;
    for (int i = 1; i <= 10_000; i++) {
      String key = "file" + i;
      boolean expected = IndependentFnv.bucket(key) < 50;
      assertThat(half.includes(Fnv1a.hash(key))).as(key).isEqualTo(expected);
      included += expected ? 1 : 0;
    }
    assertThat(included).isEqualTo(5_027);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.5, 36",
    "1, 93",
    "5, 500",
    "10, 995",
    "33.25, 3335",
    "90, 9017",
    "100, 10000"
  })
  @DisplayName("C6: the shares of 10,000 keys are known answers")
  void knownShares(String percentage, int count) {
    Percentage share = Percentage.parse(percentage);
    long included =
        IntStream.rangeClosed(1, 10_000)
            .filter(i -> share.includes(Fnv1a.hash("file" + i)))
            .count();
    assertThat(included).isEqualTo(count);
  }

  @Test
  @DisplayName("C6: raising the percentage never moves a key back to v1")
  void monotone() {
    Random random = new Random(2);
    for (int i = 0; i < 2_000; i++) {
      int hash = random.nextInt();
      boolean before = false;
      for (int hundredths = 0; hundredths <= 10_000; hundredths += 1 + random.nextInt(40)) {
        boolean now = new Percentage(hundredths).includes(hash);
        assertThat(now || !before).as("hash %d at %d", hash, hundredths).isTrue();
        before = now;
      }
    }
  }

  @Test
  @DisplayName("C6: a key is let in at one step of 0.01 and at every step from there")
  void oneThreshold() {
    Random random = new Random(3);
    for (int i = 0; i < 300; i++) {
      int hash = random.nextInt();
      int threshold = Fnv1a.bucket(hash) * 100 + Fnv1a.fraction(hash);
      for (int hundredths = 0; hundredths <= 10_000; hundredths++) {
        assertThat(new Percentage(hundredths).includes(hash)).isEqualTo(hundredths > threshold);
      }
    }
  }

  @Test
  @DisplayName("C6: the same key goes the same way, however often and through whatever object")
  void sticky() {
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      String key = "key " + random.nextLong();
      int hundredths = random.nextInt(10_001);
      boolean first = new Percentage(hundredths).includes(Fnv1a.hash(key));
      assertThat(new Percentage(hundredths).includes(Fnv1a.hash(new StringBuilder(key))))
          .isEqualTo(first);
    }
  }

  @Test
  @DisplayName("At 0 no hash is included, at 100 every one")
  void bounds() {
    new Random(5)
        .ints(10_000)
        .forEach(
            hash -> {
              assertThat(Percentage.ZERO.includes(hash)).isFalse();
              assertThat(Percentage.HUNDRED.includes(hash)).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "100, 10000, 100",
    "100.00, 10000, 100",
    "25, 2500, 25",
    "' 0.5 ', 50, 0.5",
    "0.01, 1, 0.01",
    "99.99, 9999, 99.99",
    "1e1, 1000, 10",
    "-0, 0, 0"
  })
  @DisplayName("A percentage is read and printed")
  void parses(String text, int hundredths, String printed) {
    assertThat(Percentage.parse(text)).isEqualTo(new Percentage(hundredths)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "half", "25%", "1,5", "NaN", "1e99999999999"})
  @DisplayName("What is no number is refused, and the message quotes it")
  void refusesText(String text) {
    assertThatThrownBy(() -> Percentage.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not a percentage; write a number from 0 to 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-0.01", "100.01", "1e3", "1e999999999"})
  @DisplayName("What lies outside 0 to 100 is refused")
  void refusesOutside(String text) {
    assertThatThrownBy(() -> Percentage.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is not a percentage; it must lie between 0 and 100");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "33.333", "1e-999999999", "99.999"})
  @DisplayName("What is finer than 0.01 is refused")
  void refusesTooFine(String text) {
    assertThatThrownBy(() -> Percentage.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + text + "' is too fine a percentage; the smallest step is 0.01");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10_001})
  @DisplayName("A percentage outside 0 to 100 cannot be made")
  void cannotBeMade(int hundredths) {
    assertThatThrownBy(() -> new Percentage(hundredths))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 100")
        .hasMessageContaining(hundredths < 0 ? "-0.01" : "100.01");
  }
}
