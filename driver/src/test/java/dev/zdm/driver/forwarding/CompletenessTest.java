package dev.zdm.driver.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CompletenessTest {

  @Test
  @DisplayName("Every method of JDBC's interfaces is forwarded, defaults included")
  void complete() {
    assertThat(Completeness.missing()).isEmpty();
  }

  @Test
  @DisplayName("The count of methods is JDBC's, so the check looks at them all")
  void looksAtAll() {
    int methods = 0;
    for (ForwardedInterface forwarded : ForwardedInterface.values()) {
      methods += forwarded.ownMethods().size();
    }
    assertThat(methods).isGreaterThanOrEqualTo(669);
  }

  @Test
  @DisplayName("The check finds a class that leaves methods to the interface, defaults too")
  void findsAnOmission() {
    assertThat(Completeness.missing(ForwardedInterface.STATEMENT, Incomplete.class))
        .contains(
            "Incomplete.executeLargeUpdate(java.lang.String)",
            "Incomplete.executeUpdate(java.lang.String)")
        .doesNotContain("Incomplete.getMaxRows()");
  }

  private abstract static class Incomplete implements Statement {
    @Override
    public int getMaxRows() {
      return 0;
    }
  }
}
