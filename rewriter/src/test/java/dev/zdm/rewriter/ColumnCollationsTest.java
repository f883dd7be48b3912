package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.text.ColumnCollations;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SQLite's column collations")
class ColumnCollationsTest {
  @Test
  @DisplayName("are those of the columns, not of constraints, checks or defaults")
  void read() {
    String definition =
        """
        CREATE TABLE "a(b" ( -- COLLATE NOCASE
          id INTEGER PRIMARY KEY, [Na,me] TEXT NOT NULL COLLATE NoCase UNIQUE,
          `x` VARCHAR(10) DEFAULT ('y' COLLATE NOCASE) CHECK (x COLLATE NOCASE <> 'COLLATE RTRIM'),
          "collate" TEXT, b TEXT COLLATE BINARY, c COLLATE "rtrim",
          UNIQUE (x COLLATE NOCASE), d TEXT COLLATE nocase)
        """;

    assertThat(ColumnCollations.of(definition))
        .isEqualTo(Map.of("na,me", "nocase", "c", "rtrim", "d", "nocase"));
  }

  @Test
  @DisplayName("are none in a text that is no such table")
  void none() {
    assertThat(ColumnCollations.of("")).isEmpty();
    assertThat(ColumnCollations.of("CREATE TABLE t(a")).isEmpty();
  }

  @Test
  @DisplayName("are read of one column, and of the last")
  void edges() {
    assertThat(ColumnCollations.of("CREATE TABLE t(a COLLATE nocase)"))
        .isEqualTo(Map.of("a", "nocase"));
    assertThat(ColumnCollations.of("CREATE TABLE t(a, b COLLATE rtrim)"))
        .isEqualTo(Map.of("b", "rtrim"));
    assertThat(ColumnCollations.of("CREATE TABLE t(a COLLATE)")).isEmpty();
    assertThat(ColumnCollations.of("CREATE TABLE t()")).isEmpty();
    assertThat(ColumnCollations.of("CREATE TABLE t")).isEmpty();
  }
}
