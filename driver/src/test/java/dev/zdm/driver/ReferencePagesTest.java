package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReferencePagesTest {
  @Test
  @DisplayName("docs/reference/properties.md is what ZdmProperty says")
  void properties() throws IOException {
    isUpToDate("properties.md", ReferencePages.properties());
  }

  @Test
  @DisplayName("docs/reference/metrics.md is what ZdmMeter says")
  void metrics() throws IOException {
    isUpToDate("metrics.md", ReferencePages.metrics());
  }

  private static void isUpToDate(String name, String page) throws IOException {
    if (System.getProperty("docs.update") != null) {
      ReferencePages.write(name, page);
    }
    assertThat(Files.readString(ReferencePages.folder().resolve(name)))
        .as(
            "docs/reference/%s is stale; write it again with"
                + " ./mvnw -Dfast -pl driver -am test -Dtest=ReferencePagesTest -Ddocs.update",
            name)
        .isEqualTo(page);
  }
}
