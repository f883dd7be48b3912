package dev.zdm.migrator;

import dev.zdm.router.Phase;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code zdm rollback}. */
@Command(
    name = "rollback",
    description = {
      "Takes every instance one phase back: v2-primary, mirror, off.",
      "From complete there is no way back: v1 has not followed.",
      "Exit code 1: something is in the way, or an instance does not run the phase yet."
    },
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();
  @Mixin private StepOptions step = new StepOptions();

  @Option(
      names = "--copy-back",
      description = "From complete: copy v2's rows back to v1 first. Not in this version.")
  private boolean copyBack;

  @Override
  public Integer call() throws SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    boolean dry = step.dry();
    if (copyBack) {
      throw new ParameterException(
          command.commandLine(), "this version cannot copy v2's rows back to v1");
    }
    Cutover cutover = new Cutover(options.migration(), Cutover.Options.of(step.who()));
    Phase now = cutover.phase();
    if (now == Phase.OFF) {
      throw new IllegalArgumentException("the migration is off; there is nothing to go back to");
    }
    return CutoverCommand.run(cutover, Phase.values()[now.ordinal() - 1], dry, options, out);
  }
}
