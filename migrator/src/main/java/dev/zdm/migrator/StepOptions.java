package dev.zdm.migrator;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that change a running migration have in common. */
final class StepOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--dry-run", description = "Only print what would be run.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do it. Without this nothing is changed.")
  private boolean yes;

  @Option(
      names = "--who",
      defaultValue = "${sys:user.name}",
      paramLabel = "NAME",
      description = "Who does it, for the history (default: ${DEFAULT-VALUE}).")
  private String who = "";

  /**
   * @throws ParameterException if it was not said whether to do it
   */
  boolean dry() {
    if (dryRun == yes) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          dryRun
              ? "--dry-run and --yes exclude each other"
              : "this changes a running migration: look at it with --dry-run, then say --yes");
    }
    return dryRun;
  }

  String who() {
    return who;
  }

  /** What would be done, for people or for programs. */
  static void print(PrintWriter out, List<String> plan, boolean json) {
    if (json) {
      out.println(Json.write(Map.of("plan", plan)));
    } else {
      print(out, plan);
    }
  }

  /** SQL as a person would type it, behind each other. */
  static void print(PrintWriter out, List<String> statements) {
    statements.forEach(s -> out.println(s.startsWith("--") ? s : s + ";"));
  }
}
