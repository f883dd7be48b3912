package dev.zdm.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A figure")
class VerdictTest {
  private static final Interval QUIET = new Interval(0.98, 1.0, 1.02);

  @Test
  @DisplayName("meets its promise up to the limit, and misses it above")
  void limit() {
    assertThat(Verdict.of(new Interval(1.0, 1.10, 1.2), QUIET, 1, 1.10)).isEqualTo(Verdict.MET);
    assertThat(Verdict.of(new Interval(1.0, 1.11, 1.2), QUIET, 1, 1.10)).isEqualTo(Verdict.MISSED);
  }

  @Test
  @DisplayName("says nothing where raw against raw spreads by more than half the margin")
  void noise() {
    assertThat(Verdict.of(QUIET, new Interval(0.94, 1.0, 1.01), 1, 1.10))
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Verdict.of(QUIET, new Interval(0.96, 1.0, 1.04), 1, 1.10)).isEqualTo(Verdict.MET);
  }

  @Test
  @DisplayName("with two promises has to keep both")
  void both() {
    assertThat(Verdict.MET.and(Verdict.MISSED)).isEqualTo(Verdict.MISSED);
    assertThat(Verdict.MET.and(Verdict.CANNOT_TELL)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Verdict.CANNOT_TELL.and(Verdict.MET)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Verdict.NO_PROMISE.and(Verdict.MET)).isEqualTo(Verdict.MET);
  }

  @Test
  @DisplayName("lies with its interval among what was measured, whatever order that came in")
  void interval() {
    double[] values = new double[30];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7) % 30;
    }
    Interval interval = Interval.of(values);
    assertThat(interval).isEqualTo(new Interval(8, 14.5, 21));
    assertThat(interval.spreadAround(14)).isEqualTo(7);
  }
}
