package dev.zdm.migrator;

import dev.zdm.router.Percentage;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zdm percent}. */
@Command(
    name = "percent",
    description = {
      "Sends a share of the reads of every table to v2, on every instance, whatever their settings.",
      "Exit code 1: an instance does not do so yet."
    },
    mixinStandardHelpOptions = true)
final class PercentCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();
  @Mixin private StepOptions step = new StepOptions();

  @Parameters(
      paramLabel = "PERCENT",
      description = "0 to 100, or 'own': each instance goes by its own settings.")
  private String percent = "";

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Percentage share = percent.equals("own") ? null : Percentage.parse(percent);
    if (step.dry()) {
      out.printf("every instance would send %s %% of its reads to v2%n", percent);
      return Zdm.WELL;
    }
    Cutover.Outcome outcome =
        new Cutover(options.migration(), Cutover.Options.of(step.who())).percent(share);
    if (options.json()) {
      out.println(Json.write(outcome));
    } else {
      Wording.of(outcome, percent).forEach(out::println);
    }
    return outcome.done() ? Zdm.WELL : Zdm.NOT_WELL;
  }
}
