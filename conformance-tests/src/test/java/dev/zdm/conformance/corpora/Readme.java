package dev.zdm.conformance.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The module's README.md, of which this package writes the tables. */
final class Readme {
  private static final String BEGIN = "<!-- corpora -->\n\n";
  private static final String END = "\n<!-- /corpora -->";

  /** What an older server refuses is told in docs/limits.md, not here. */
  private static final int MAJOR = 18;

  private Readme() {}

  /** Holds the tables against what was measured; writes them with {@code -Ddocs.update}. */
  static void isUpToDate(String tables) throws IOException, SQLException {
    try (Connection connection = NewDatabase.empty(Dialect.POSTGRESQL, Path.of("")).connect()) {
      if (connection.getMetaData().getDatabaseMajorVersion() != MAJOR) {
        return;
      }
    }
    Path file = Path.of(System.getProperty("basedir", "")).resolve("README.md");
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (System.getProperty("docs.update") != null) {
      Files.writeString(file, page.substring(0, begin) + tables + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as(
            "README.md is stale; write it again with ./mvnw -Dfast -pl conformance-tests -am test"
                + " -Dtest=CorporaTest -Ddocs.update")
        .isEqualTo(tables);
  }
}
