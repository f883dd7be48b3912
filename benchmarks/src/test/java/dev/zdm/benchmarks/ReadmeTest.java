package dev.zdm.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The README's tables")
class ReadmeTest {
  @Test
  @DisplayName("are what the newest results say, and nothing typed by hand")
  void rendered() throws IOException {
    Path module = Path.of("");
    assertThat(Files.readString(module.resolve("README.md"))).isEqualTo(Readme.rendered(module));
  }
}
