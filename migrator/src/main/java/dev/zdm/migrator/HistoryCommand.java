package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable.Line;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zdm history}. */
@Command(
    name = "history",
    description = "Says who did what, the newest first.",
    mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Option(
      names = "--lines",
      defaultValue = "50",
      description = "How many lines at most (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<Line> history = new Status(options.target()).history(lines);
    if (options.json()) {
      out.println(Json.write(history));
      return Zdm.WELL;
    }
    history.forEach(line -> out.println(Wording.of(line)));
    return Zdm.WELL;
  }
}
