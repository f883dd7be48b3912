package dev.zdm.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.benchmarks.Gate.Cost;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gate")
@DisplayName("Against what was recorded")
class GateTest {
  @Test
  @DisplayName("no call of zdm allocates more or makes more round trips")
  void costs() throws SQLException, IOException {
    Map<String, Cost> recorded = Gate.recorded();
    Map<String, String> risen = new TreeMap<>();
    Gate.measured()
        .forEach(
            (call, cost) -> {
              assertThat(recorded).as("record it by: zdm bench gate").containsKey(call);
              if (cost.exceeds(recorded.get(call))) {
                risen.put(call, recorded.get(call) + " has become " + cost);
              }
            });
    assertThat(risen).isEmpty();
  }

  @Test
  @DisplayName("no row of the newest results misses a budget of CPU that it met")
  void budget() throws IOException {
    List<String> met = Gate.met();
    assertThat(met)
        .as("a quiet run has to be recorded: zdm bench, then zdm bench gate")
        .isNotEmpty();
    assertThat(Gate.rows(Verdict.MISSED)).doesNotContainAnyElementsOf(met);
  }
}
