package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What zdm makes, beside a file of it, so that a change is seen and read before it is taken over.
 * {@code -Ddocs.update} writes the files anew; each says which test runs on a database what it
 * holds.
 */
final class ApprovedTexts {
  private static final Path FOLDER = Path.of("src/test/resources/texts");

  private ApprovedTexts() {}

  /**
   * @param texts by what each is for, in the file's order
   */
  static void hold(String file, String about, Map<String, String> texts) {
    StringBuilder page = new StringBuilder();
    page.append("-- ").append(about.replace("\n", "\n-- ")).append('\n');
    texts.forEach(
        (name, text) ->
            page.append("\n-- * ")
                .append(name)
                .append('\n')
                .append(file.endsWith(".sql") ? shown(text) : text)
                .append('\n'));
    try {
      if (System.getProperty("docs.update") != null) {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(file), page);
      }
      assertThat(page.toString())
          .as("%s; what is meant to change is written by -Ddocs.update", file)
          .isEqualTo(Files.readString(FOLDER.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In lines, of which those that the text itself does not have are indented. */
  private static String shown(String sql) {
    return sql.replaceAll("; (?=[A-Z])", ";\n")
        .replaceAll(
            " (?=(SELECT|INSERT INTO|UNION|ON CONFLICT|LEFT JOIN|CROSS JOIN|WHERE) )", "\n  ")
        .replaceAll(" (?=zdm_[a-z]+[0-9]*(\\([^)]*\\))? AS (MATERIALIZED )?\\()", "\n  ");
  }
}
