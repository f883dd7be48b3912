package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("The reference of the mapping file")
class MappingSchemaTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  private static Set<String> keys(Object schema) {
    return ((Map<?, ?>) at(schema, "properties"))
        .keySet().stream()
            .map(String::valueOf)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  private static Object at(Object node, String... path) {
    Object at = node;
    for (String name : path) {
      at = ((Map<?, ?>) at).get(name);
    }
    return at;
  }

  @Test
  @DisplayName("has a schema with the keys that the reader knows")
  void keys() throws IOException {
    Object schema =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(REFERENCE.resolve("mapping.schema.json")));

    assertThat(keys(schema)).isEqualTo(SpecReader.TOP.valid());
    assertThat(keys(at(schema, "$defs", "table"))).isEqualTo(SpecReader.TABLE.valid());
    assertThat(keys(at(schema, "$defs", "column"))).isEqualTo(SpecReader.COLUMN.valid());
    assertThat(keys(at(schema, "$defs", "added"))).isEqualTo(SpecReader.ADDED.valid());
    assertThat(keys(at(schema, "$defs", "target"))).isEqualTo(SpecReader.TARGET.valid());
    assertThat(keys(at(schema, "$defs", "table", "properties", "reads")))
        .isEqualTo(SpecReader.READS.valid());
    assertThat(keys(at(schema, "$defs", "table", "properties", "deletes")))
        .isEqualTo(SpecReader.DELETES.valid());
  }

  @Test
  @DisplayName("has an example that can be read")
  void example() throws IOException {
    String page = Files.readString(REFERENCE.resolve("mapping.md"));
    Matcher block = Pattern.compile("(?m)(^ {4}.*\n|^\n)+").matcher(page);
    String yaml = "";
    while (block.find()) {
      yaml = block.group().length() > yaml.length() ? block.group() : yaml;
    }

    MappingSpec spec = MappingFile.parse("mapping.md", yaml.replaceAll("(?m)^ {4}", ""));

    assertThat(spec.tables().get(0).columns()).hasSize(7);
    assertThat(spec.tables().get(0).added()).hasSize(1);
  }
}
