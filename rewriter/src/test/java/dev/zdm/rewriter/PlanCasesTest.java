package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.plan.Plan;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts that reads have on v2 are run by {@link ReadCasesTest}. */
@DisplayName("Statements are planned as the cases say")
class PlanCasesTest {

  static Stream<String> files() {
    return Stream.concat(PlanCase.READS.stream(), PlanCase.WRITES.stream());
  }

  @ParameterizedTest
  @MethodSource("files")
  @DisplayName("Each case has its plan; a read has its text on v2, and its routing keys")
  void planned(String file) {
    assertThat(PlanCase.of(file)).isNotEmpty().allSatisfy(PlanCasesTest::isPlanned);
  }

  private static void isPlanned(PlanCase given) {
    Mapping mapping = Shop.mapping(given.dialect());
    Plan plan = new Planner(mapping, 10).plan(given.sql());

    assertThat(PlanText.of(plan)).startsWith(given.plan().replaceAll(" ?\\.\\.\\.$", ""));
    assertThat(plan.sql()).isEqualTo(given.sql());
    if (plan instanceof Plan.Read read) {
      assertThat(read.v2Sql()).isEqualTo(given.v2Sql(mapping));
      if (given.route() != null) {
        assertThat(PlanText.routes(read)).isEqualTo(given.route());
      }
    }
  }

  @Test
  @DisplayName("Everything else that a plan says is what was approved")
  void approved() {
    ApprovedTexts.hold(
        "plans.txt",
        "What is known of each case of the folder cases.",
        PlanPage.of(PlanCase.all().toList()));
  }
}
