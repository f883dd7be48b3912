package dev.zdm.rewriter;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Statements about a workshop with cascades, computed and dropped columns")
class WorkshopPlansTest {
  @Test
  @DisplayName("Have the plans that were approved")
  void approved() {
    ApprovedTexts.hold(
        "plans-workshop.txt",
        "What is known of statements about the tables of Workshop.",
        PlanPage.ofWorkshop());
  }
}
