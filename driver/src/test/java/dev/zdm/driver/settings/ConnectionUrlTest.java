package dev.zdm.driver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {
  @ParameterizedTest(name = "{0}")
  @DisplayName(
      "contract C1: the wrapped driver gets its URL byte by byte, without zdm's parameters")
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:zdm:x://h/d?a=1&zdm.phase=off&b=%20 jdbc:x://h/d?a=1&b=%20",
        "jdbc:zdm:x://h/d?zdm.phase=off&b=%20 jdbc:x://h/d?b=%20",
        "jdbc:zdm:x://h/d?zdm.phase=off jdbc:x://h/d",
        "jdbc:zdm:x://h/d?zdm.phase=off&zdm.mapping=a%20b jdbc:x://h/d",
        "jdbc:zdm:x://h/d?a=%2B+%zz&&b jdbc:x://h/d?a=%2B+%zz&&b",
        "jdbc:zdm:x://h/d?a&&zdm.phase=off&b jdbc:x://h/d?a&&b",
        "jdbc:zdm:x://h/d? jdbc:x://h/d?",
        "jdbc:zdm:x://h/d?xzdm.phase=off&a=zdm.phase jdbc:x://h/d?xzdm.phase=off&a=zdm.phase",
        "jdbc:zdm:sqlite:/data/app.db jdbc:sqlite:/data/app.db",
        "jdbc:zdm:sqlite: jdbc:sqlite:",
        "jdbc:zdm:sqlite::memory:?zdm.phase=mirror jdbc:sqlite::memory:",
        "jdbc:zdm:sqlite:file:m?mode=memory&zdm.phase=off&cache=shared"
            + " jdbc:sqlite:file:m?mode=memory&cache=shared",
        "jdbc:zdm:h2:mem:x;MODE=PostgreSQL jdbc:h2:mem:x;MODE=PostgreSQL",
      })
  void wrapped(String url, String wrapped) {
    assertThat(ConnectionUrl.parse(url).wrapped()).isEqualTo(wrapped);
  }

  @Test
  @DisplayName("zdm's own values are percent-decoded, and a plus sign stays one")
  void ownValuesAreDecoded() {
    ConnectionUrl url = ConnectionUrl.parse("jdbc:zdm:sqlite:a.db?zdm.mapping=/a%20b+c%26.yaml");

    assertThat(url.value("zdm.mapping")).isEqualTo("/a b+c&.yaml");
    assertThat(url.value("zdm.phase")).isNull();
  }

  @ParameterizedTest
  @DisplayName("only jdbc:zdm: is ours")
  @ValueSource(strings = {"jdbc:zdm", "jdbc:ZDM:sqlite:", "jdbc:sqlite:jdbc:zdm:", ""})
  void others(String url) {
    assertThat(ConnectionUrl.matches(url)).isFalse();
    assertThatThrownBy(() -> ConnectionUrl.parse(url)).hasMessageContaining("jdbc:zdm:");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("contract C10: no password is in the text of a URL")
  @ValueSource(
      strings = {
        "jdbc:zdm:postgresql://h/d?user=u&password=s3cret",
        "jdbc:zdm:postgresql://h/d?password=s3cret&zdm.phase=off&user=u",
        "jdbc:zdm:postgresql://h/d?password=a;s3cret?x=s3cret",
        "jdbc:zdm:postgresql://h/d?sslpassword=s3cret",
        "jdbc:zdm:postgresql://h/d?PassWord=s3cret",
        "jdbc:zdm:mysql://u:s3cret@h/d",
        "jdbc:zdm:mysql://u:s3@cret/s3cret@h/d",
        "jdbc:zdm:mysql://:s3cret@h/d",
        "jdbc:zdm:sqlserver://h;user=u;password=s3cret;encrypt=true",
        "jdbc:zdm:sqlserver://h;user=u;password={a;s3cret};encrypt=true",
        "jdbc:zdm:h2:mem:x;PASSWORD=s3cret",
        "jdbc:zdm:oracle:thin:scott/s3cret@h:1521/d",
        "jdbc:zdm:sqlite:a.db?cipher=aes&key=s3cret",
        "jdbc:zdm:sqlite:a.db?hexkey=s3cret",
      })
  void masked(String url) {
    ConnectionUrl parsed = ConnectionUrl.parse(url);

    assertThat(parsed.toString()).startsWith("jdbc:zdm:").doesNotContain("cret").contains("***");
    assertThat(parsed.masked()).doesNotContain("cret");
  }

  @Test
  @DisplayName("what is no secret stays readable")
  void readable() {
    String url = "jdbc:zdm:postgresql://h:5432/d?user=u&monkey=1&zdm.phase=off";

    assertThat(ConnectionUrl.parse(url)).hasToString(url);
  }
}
