package dev.zdm.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.benchmarks.Gate.Cost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gate's cost of a call")
class CostTest {
  private static final Cost RECORDED = new Cost(1_000, 1);

  @Test
  @DisplayName("may not rise by a round trip, nor by more bytes than wander between runs")
  void rises() {
    assertThat(new Cost(1_000, 1.1).exceeds(RECORDED)).isTrue();
    assertThat(new Cost(1_200, 1).exceeds(RECORDED)).isTrue();
    assertThat(new Cost(200, 0).exceeds(new Cost(0, 0))).isTrue();
  }

  @Test
  @DisplayName("may fall, and be rounded")
  void holds() {
    assertThat(RECORDED.exceeds(RECORDED)).isFalse();
    assertThat(new Cost(1_100, 1).exceeds(RECORDED)).isFalse();
    assertThat(new Cost(900, 0).exceeds(RECORDED)).isFalse();
  }
}
