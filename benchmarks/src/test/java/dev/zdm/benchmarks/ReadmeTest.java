package dev.zdm.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The README's tables")
class ReadmeTest {
  @Test
  @DisplayName("and pages beside it are what the newest results say, and nothing typed by hand")
  void rendered() throws IOException {
    Map<Path, String> pages = Readme.rendered(Path.of(""));
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      assertThat(page.getKey()).content().isEqualTo(page.getValue());
    }
    assertThat(pages).containsKeys(Path.of("README.md"), Path.of("DETAILS.md"));
  }
}
