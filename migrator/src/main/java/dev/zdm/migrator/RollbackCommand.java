package dev.zdm.migrator;

import dev.zdm.router.Phase;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
      "From complete there is a way back with --copy-back only, for v1 has not followed.",
      "Exit code 1: something is in the way, an instance does not run the phase yet, or v1 does",
      "not take every row."
    },
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();
  @Mixin private StepOptions step = new StepOptions();

  @Option(
      names = "--copy-back",
      description = {
        "From complete: to v2-primary, and make v1 what v2 is, beside live writes.",
        "If it was broken off, say the same again."
      })
  private boolean copyBack;

  @Option(
      names = "--forget-silent",
      description = {
        "With --copy-back: strike off the instances that do not answer.",
        "Only once you have ended them: one that wakes writes v2 alone."
      })
  private boolean forgetSilent;

  @Override
  public Integer call() throws SQLException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    boolean dry = step.dry();
    if (copyBack) {
      return copyBack(dry, out);
    }
    if (forgetSilent) {
      throw new ParameterException(command.commandLine(), "--forget-silent goes with --copy-back");
    }
    Cutover cutover = new Cutover(options.migration(), Cutover.Options.of(step.who()));
    Phase now = cutover.phase();
    if (now == Phase.OFF) {
      throw new IllegalArgumentException("the migration is off; there is nothing to go back to");
    }
    return CutoverCommand.run(cutover, Phase.values()[now.ordinal() - 1], dry, options, out);
  }

  private int copyBack(boolean dry, PrintWriter out) throws SQLException {
    Consumer<Progress> progress = options.json() ? p -> {} : new ProgressLines(out);
    CopyBack back = new CopyBack(options.target(), Cutover.Options.of(step.who()), progress);
    if (dry) {
      StepOptions.print(out, back.plan(), options.json());
      return Zdm.WELL;
    }
    if (forgetSilent) {
      back.forgetSilent();
    }
    CopyBack.Outcome outcome = back.run();
    if (options.json()) {
      out.println(Json.write(outcome));
    } else {
      Wording.of(outcome).forEach(out::println);
      outcome.tables().forEach(table -> RepairCommand.print(out, table));
    }
    return outcome.done() ? Zdm.WELL : Zdm.NOT_WELL;
  }
}
