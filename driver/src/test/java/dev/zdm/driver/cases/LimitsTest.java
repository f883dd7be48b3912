package dev.zdm.driver.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/limits.md")
class LimitsTest {
  private static final Pattern EXAMPLE = Pattern.compile("`([^`]+)`");

  /** The cells of the table under "Statements". */
  private static List<String[]> rows() throws IOException {
    Path page = Path.of("docs/limits.md");
    String text = Files.readString(Files.exists(page) ? page : Path.of("../docs/limits.md"));
    int start = text.indexOf("## Statements");
    return text.substring(start, text.indexOf("\n## ", start))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| Limit |"))
        .map(line -> line.split("\\|"))
        .toList();
  }

  @Test
  @DisplayName("has an example for each limit of statements, and each is a case that is run")
  void examples() throws IOException {
    Set<String> cases =
        Case.of("limits.txt")
            .flatMap(given -> given.steps().stream())
            .flatMap(step -> step.entries().stream())
            .collect(Collectors.toSet());

    assertThat(rows()).hasSizeGreaterThan(25);
    for (String[] row : rows()) {
      Matcher example = EXAMPLE.matcher(row[2]);
      assertThat(example.find()).as(row[1]).isTrue();
      String text = example.group(1);
      boolean call = text.matches("[a-z]+\\..*"); // of JDBC, not SQL
      assertThat(call || cases.contains(text)).as(text).isTrue();
    }
  }

  @Test
  @DisplayName("says \"refused\" of a statement that is refused")
  void refused() throws IOException {
    List<Case> cases = Case.of("limits.txt").toList();
    for (String[] row : rows()) {
      Matcher example = EXAMPLE.matcher(row[2]);
      boolean always =
          row[3].strip().startsWith("refused")
              && !row[3].contains("as PostgreSQL's driver does")
              && !row[1].contains("before PostgreSQL");
      if (always && example.find()) {
        Stream<Step> steps = cases.stream().flatMap(given -> given.steps().stream());
        assertThat(steps.filter(step -> step.sql().equals(example.group(1))))
            .as(row[1])
            .allMatch(step -> step.way().isRefused());
      }
    }
  }
}
