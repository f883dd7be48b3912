package com.example.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The application was written before its owner had heard of zdm")
class KnowsNothingOfZdmTest {

  @Test
  @DisplayName("C1: no class of the application names zdm, as a type or in a text")
  void noClassNamesZdm() throws Exception {
    List<Path> classes = files(classesOf(WarehouseService.class), ".class");

    assertThat(classes).hasSizeGreaterThan(4);
    assertThat(classes).noneMatch(KnowsNothingOfZdmTest::namesZdm);
  }

  @Test
  @DisplayName("C1: no source of the application names zdm")
  void noSourceNamesZdm() throws Exception {
    List<Path> sources = files(Path.of("src", "main", "java"), ".java");

    assertThat(sources).hasSizeGreaterThan(4);
    assertThat(sources).noneMatch(KnowsNothingOfZdmTest::namesZdm);
  }

  @Test
  @DisplayName("The search finds the name in a class that has it")
  void theSearchFindsTheName() throws Exception {
    assertThat(files(classesOf(getClass()), ".class")).anyMatch(KnowsNothingOfZdmTest::namesZdm);
  }

  private static Path classesOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static boolean namesZdm(Path file) {
    try {
      // Names and texts lie in a class file's constant pool as they are, as long as they are ASCII.
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .toLowerCase(Locale.ROOT)
          .contains("zdm");
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
