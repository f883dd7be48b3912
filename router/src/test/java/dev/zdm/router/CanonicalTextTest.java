package dev.zdm.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {
  private static final String UUID_TEXT = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";

  static Stream<Object> spellingsOfOne() {
    return Stream.of(
        1,
        1L,
        (short) 1,
        (byte) 1,
        1.0,
        1.0f,
        BigInteger.ONE,
        new BigDecimal("1.00"),
        new BigDecimal("1"),
        "1",
        "01",
        "+1",
        " 1 ",
        "1.0",
        "10e-1");
  }

  @ParameterizedTest
  @MethodSource("spellingsOfOne")
  @DisplayName("trap 34: every spelling of 1 in an integer column is one key")
  void oneKey(Object value) {
    for (String type : List.of("integer", "int4", "BIGINT", "INT", "smallint")) {
      assertThat(CanonicalText.of(value, type)).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1e3, 1000",
    "1000.000, 1000",
    "-0, 0",
    "0.00, 0",
    "0e5, 0",
    "-007, -7",
    "1.50, 1.5",
    "0.0000001, 0.0000001",
    "9223372036854775808, 9223372036854775808",
    "12345678901234567890.10, 12345678901234567890.1"
  })
  @DisplayName("trap 34: a number is written plainly, whether it came as text or as a number")
  void numbers(String spelling, String canonical) {
    for (String type : List.of("numeric(30,10)", "DECIMAL", "bigint", "real", "float8", "DOUBLE")) {
      assertThat(CanonicalText.of(spelling, type)).isEqualTo(canonical);
    }
    assertThat(CanonicalText.of(new BigDecimal(spelling), "numeric")).isEqualTo(canonical);
  }

  @Test
  @DisplayName("trap 34: floating-point numbers are written like others; NaN and infinity by name")
  void floatingPoint() {
    assertThat(CanonicalText.of(-0.0, "float8")).isEqualTo("0");
    assertThat(CanonicalText.of(1e10, "float8")).isEqualTo("10000000000");
    assertThat(CanonicalText.of(0.1f, "real")).isEqualTo("0.1");
    assertThat(CanonicalText.of(Double.NaN, "float8")).isEqualTo("NaN");
    assertThat(CanonicalText.of("NaN", "float8")).isEqualTo("NaN");
    assertThat(CanonicalText.of(Double.NEGATIVE_INFINITY, "float8")).isEqualTo("-Infinity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "1e150001", "-1e2147483647"})
  @DisplayName("A number too long to write out stays as it is")
  void notWrittenOut(String text) {
    assertThat(CanonicalText.of(text, "numeric")).isEqualTo(text);
  }

  @Test
  @DisplayName("A number as long as PostgreSQL takes them is written out")
  void longNumber() {
    assertThat(CanonicalText.of("1e131071", "numeric")).hasSize(131_072);
    assertThat(CanonicalText.of("1e149999", "numeric")).hasSize(150_000);
    assertThat(CanonicalText.of("1e-150000", "numeric")).hasSize(150_002);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "0x1F", "1 2", "--1"})
  @DisplayName("What is no number in an integer column stays as it is")
  void notANumber(String text) {
    assertThat(CanonicalText.of(text, "integer")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "1.00", " a ", "A", "\u00c4", ""})
  @DisplayName("trap 34: text in a text column stays as it is")
  void text(String text) {
    for (String type : List.of("text", "varchar(10)", "character varying(10)", "")) {
      assertThat(CanonicalText.of(text, type)).isEqualTo(text);
    }
  }

  @Test
  @DisplayName("trap 34: padding does not count in a CHAR(n) column")
  void padded() {
    for (String type : List.of("character(5)", "bpchar", "CHAR(5)")) {
      assertThat(CanonicalText.of("a b  ", type)).isEqualTo("a b");
      assertThat(CanonicalText.of(" a", type)).isEqualTo(" a");
      assertThat(CanonicalText.of("   ", type)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        UUID_TEXT,
        "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
        "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
        "a0eebc999c0b4ef8bb6d6bb9bd380a11"
      })
  @DisplayName("trap 34: every spelling of a UUID is one key")
  void uuid(String spelling) {
    assertThat(CanonicalText.of(spelling, "uuid")).isEqualTo(UUID_TEXT);
    assertThat(CanonicalText.of(spelling, "UUID")).isEqualTo(UUID_TEXT);
  }

  @Test
  @DisplayName("trap 34: a UUID object is lower-case text; a UUID's text in a text column stays")
  void uuidObject() {
    assertThat(CanonicalText.of(UUID.fromString(UUID_TEXT), "text")).isEqualTo(UUID_TEXT);
    assertThat(CanonicalText.of("A0EEBC99", "text")).isEqualTo("A0EEBC99");
    assertThat(CanonicalText.of("Not-One", "uuid")).isEqualTo("not-one");
  }

  @Test
  @DisplayName("Bytes are hexadecimal, booleans true and false")
  void bytesAndBooleans() {
    assertThat(CanonicalText.of(new byte[] {0, 10, -1}, "bytea")).isEqualTo("000aff");
    assertThat(CanonicalText.of(new byte[0], "bytea")).isEmpty();
    assertThat(CanonicalText.of(true, "boolean")).isEqualTo("true");
    assertThat(CanonicalText.of(false, "boolean")).isEqualTo("false");
  }

  @Test
  @DisplayName("trap 34: NULL has no text")
  void nothing() {
    assertThat(CanonicalText.of(null, "integer")).isNull();
  }

  @Test
  @DisplayName("C6: several columns are joined by U+001F, one column is not changed")
  void severalColumns() {
    assertThat(CanonicalText.join(List.of("a"))).isEqualTo("a");
    assertThat(CanonicalText.join(List.of("a", "b", ""))).isEqualTo("a\u001fb\u001f");
    assertThat(CanonicalText.join(List.of("ab", "c")))
        .isNotEqualTo(CanonicalText.join(List.of("a", "bc")));
  }
}
