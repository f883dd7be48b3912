package dev.zdm.migrator;

import dev.zdm.driver.mapping.MappingException;
import dev.zdm.migrator.demo.TemporaryDatabase;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which migration a command works on. */
final class TargetOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = {"--url", "--db"},
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
    if (url.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "Missing required option: '--url=URL'");
    }
    return Target.of(url, mapping);
  }

  /** The mapping in this database, whatever the URL says. */
  Target target(TemporaryDatabase database) {
    return new Target(database.url(), database.dialect(), mapping);
  }

  /**
   * @throws MappingException if the mapping does not fit
   */
  Migration migration() throws SQLException {
    Target target = target();
    if (Migration.spec(target) == null) {
      // the application may have a mapping that is not on this class path
      Objects.requireNonNull(spec)
          .commandLine()
          .getErr()
          .println("zdm: no mapping file given; each table t is taken to become t_v2");
    }
    return Migration.open(target);
  }

  boolean json() {
    return json;
  }
}
