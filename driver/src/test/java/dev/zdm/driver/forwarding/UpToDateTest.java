package dev.zdm.driver.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpToDateTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("The checked-in class is what the generator writes")
  void upToDate(ForwardedInterface forwarded) {
    assertThat(ForwardingGenerator.file(forwarded))
        .as("run ForwardingGenerator in the directory of module driver")
        .hasContent(ForwardingGenerator.text(forwarded));
  }
}
