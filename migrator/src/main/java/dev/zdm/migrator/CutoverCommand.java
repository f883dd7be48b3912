package dev.zdm.migrator;

import dev.zdm.router.Phase;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zdm cutover}. */
@Command(
    name = "cutover",
    description = {
      "Takes every instance one phase further: off, mirror, v2-primary, complete.",
      "Everything that stands in the way is named, and nothing is changed then.",
      "Asked for the present phase, it finishes what was broken off.",
      "Exit code 1: something is in the way, or an instance does not run the new phase yet."
    },
    mixinStandardHelpOptions = true)
final class CutoverCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();
  @Mixin private StepOptions step = new StepOptions();

  @Option(names = "--to", paramLabel = "PHASE", description = "The phase (default: the next one).")
  private @Nullable String to;

  @Option(
      names = "--wait-seconds",
      defaultValue = "30",
      description = "How long to wait for instances to follow (default: ${DEFAULT-VALUE}).")
  private int wait;

  @Option(
      names = "--hold-millis",
      defaultValue = "1000",
      description = {
        "Rows are compared once more while writers are held off, if that took no longer before",
        "(default: ${DEFAULT-VALUE}); else right after."
      })
  private int hold;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    boolean dry = step.dry();
    Cutover cutover =
        new Cutover(
            options.migration(),
            new Cutover.Options(Duration.ofSeconds(wait), Duration.ofMillis(hold), step.who()));
    return run(cutover, to == null ? next(cutover.phase()) : Phase.parse(to), dry, options, out);
  }

  private static Phase next(Phase now) {
    if (now == Phase.COMPLETE) {
      throw new IllegalArgumentException("the migration is complete; zdm contract comes next");
    }
    return Phase.values()[now.ordinal() + 1];
  }

  /** One step in either direction, and what came of it. */
  static int run(Cutover cutover, Phase to, boolean dry, TargetOptions options, PrintWriter out)
      throws SQLException {
    if (dry) {
      StepOptions.print(out, cutover.plan(to), options.json());
      return Zdm.WELL;
    }
    Cutover.Outcome outcome = cutover.to(to);
    if (options.json()) {
      out.println(Json.write(outcome));
    } else {
      Wording.of(outcome).forEach(out::println);
    }
    return outcome.done() ? Zdm.WELL : Zdm.NOT_WELL;
  }
}
