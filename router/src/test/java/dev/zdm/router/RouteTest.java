package dev.zdm.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static final int BUCKET_20 = Fnv1a.hash("foobar");

  @Test
  @DisplayName("At 0 and at 100 no key is needed to decide, in between one is")
  void withoutKey() {
    assertThat(Route.withoutKey(Percentage.ZERO)).isEqualTo(Route.PERCENT_ZERO);
    assertThat(Route.withoutKey(Percentage.HUNDRED)).isEqualTo(Route.PERCENT_HUNDRED);
    assertThat(Route.withoutKey(new Percentage(1))).isNull();
    assertThat(Route.withoutKey(new Percentage(9_999))).isNull();
  }

  @Test
  @DisplayName("C6: a key goes to v2 as soon as the percentage is beyond its bucket")
  void byHash() {
    assertThat(Route.byHash(Percentage.parse("20"), BUCKET_20)).isEqualTo(Route.BEYOND_PERCENT);
    assertThat(Route.byHash(Percentage.parse("21"), BUCKET_20)).isEqualTo(Route.WITHIN_PERCENT);
  }

  @Test
  @DisplayName("Only what the percentage includes goes to v2, as long as v1 answers")
  void sides() {
    for (Route route : Route.values()) {
      boolean v2 =
          route == Route.WITHIN_PERCENT
              || route == Route.PERCENT_HUNDRED
              || route == Route.V2_ANSWERS;
      assertThat(route.side()).as(route.name()).isEqualTo(v2 ? Side.V2 : Side.V1);
    }
  }
}
