package dev.zdm.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseTest {

  @ParameterizedTest
  @CsvSource({
    "off, OFF",
    "mirror, MIRROR",
    "MIRROR, MIRROR",
    "' v2-primary ', V2_PRIMARY",
    "V2-Primary, V2_PRIMARY",
    "complete, COMPLETE"
  })
  @DisplayName("A phase is read by its label, in any case")
  void parses(String label, Phase phase) {
    assertThat(Phase.parse(label)).isEqualTo(phase);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("A phase's label reads as the phase")
  void roundTrip(Phase phase) {
    assertThat(Phase.parse(phase.label())).isEqualTo(phase);
  }

  @Test
  @DisplayName("A label does not depend on the machine's language")
  void anyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(Phase.V2_PRIMARY.label()).isEqualTo("v2-primary");
      assertThat(Phase.parse("MIRROR")).isEqualTo(Phase.MIRROR);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on", "v2_primary", "v2"})
  @DisplayName("What is no phase is refused, and the message names all of them")
  void refuses(String label) {
    assertThatThrownBy(() -> Phase.parse(label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + label + "' is not a phase; write off, mirror, v2-primary or complete");
  }
}
