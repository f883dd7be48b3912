package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The relay's turn on SQLite")
class TurnsTest {
  @Test
  @DisplayName("is taken where the application is idle, and given back")
  void taken() {
    Turns turns = new Turns(() -> true);
    assertThat(turns.take()).isTrue();
    assertThat(turns.relays()).isTrue();
    turns.end();
    assertThat(turns.relays()).isFalse();
  }

  @Test
  @DisplayName("is not taken from an application that is busy, and none of its threads waits on")
  void busy() {
    Turns turns = new Turns(() -> false);
    assertThat(turns.take()).isFalse();
    assertThat(turns.relays()).isFalse();
  }

  @Test
  @DisplayName("keeps no thread of the application waiting where the driver fails to tell")
  void failing() {
    Turns turns =
        new Turns(
            () -> {
              throw new IllegalStateException("by the test");
            });
    assertThatThrownBy(turns::take).isInstanceOf(IllegalStateException.class);
    assertThat(turns.relays()).isFalse();
  }
}
