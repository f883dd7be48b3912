package dev.zdm.migrator;

import dev.zdm.driver.mapping.MappingException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which migration a command works on. */
final class TargetOptions {
  @Option(
      names = "--url",
      required = true,
      defaultValue = "${ZDM_URL}",
      paramLabel = "URL",
      description = {
        "The database: the application's URL (jdbc:zdm:...) or the database's own.",
        "Without it: the environment variable ZDM_URL."
      })
  private String url = "";

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = {
        "The mapping file, or classpath: and a name. Without it: what the URL says, else",
        "zdm.yaml on the class path, else each table t is mapped to t_v2."
      })
  private @Nullable String mapping;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  Target target() throws SQLException {
    return Target.of(url, mapping);
  }

  /**
   * @throws MappingException if the mapping does not fit
   */
  Migration migration() throws SQLException {
    return Migration.open(target());
  }

  boolean json() {
    return json;
  }
}
