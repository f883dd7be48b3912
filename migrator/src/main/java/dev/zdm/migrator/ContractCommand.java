package dev.zdm.migrator;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zdm contract}. */
@Command(
    name = "contract",
    description = {
      "Takes v1 away once the migration is complete. Without an option: sets its tables aside as",
      "<name>_v1_<date>, and leaves empty ones in their places for those who still speak v1.",
      "Exit code 1: something is in the way."
    },
    mixinStandardHelpOptions = true)
final class ContractCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();
  @Mixin private StepOptions step = new StepOptions();

  @ArgGroup private Kind kind = new Kind();

  /** What is done in place of setting aside; one of them. */
  static final class Kind {
    @Option(
        names = "--rename",
        description = "Give v1's names to v2's tables, for an application that speaks v2 itself.")
    private boolean rename;

    @Option(names = "--cleanup", description = "Drop what was set aside, if it is old enough.")
    private boolean cleanup;

    @Option(names = "--undo", description = "Undo what was done last.")
    private boolean undo;
  }

  @Option(
      names = "--soak-hours",
      defaultValue = "24",
      description = "For which nobody may have read v1 (default: ${DEFAULT-VALUE}).")
  private int soak;

  @Option(
      names = "--keep-days",
      defaultValue = "30",
      description = "How old an archive must be to be dropped (default: ${DEFAULT-VALUE}).")
  private int keep;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    boolean dry = step.dry();
    Contract contract =
        new Contract(
            options.target(),
            new Contract.Options(Duration.ofHours(soak), Duration.ofDays(keep), step.who()));
    Contract.Outcome outcome = run(contract, dry);
    if (options.json()) {
      out.println(Json.write(outcome));
    } else if (dry && outcome.done()) {
      StepOptions.print(out, outcome.statements());
      outcome.remarks().forEach(remark -> out.printf("-- %s%n", remark));
    } else {
      Wording.of(outcome).forEach(out::println);
    }
    return outcome.done() ? Zdm.WELL : Zdm.NOT_WELL;
  }

  private Contract.Outcome run(Contract contract, boolean dry) throws SQLException {
    if (kind.rename) {
      return contract.rename(dry);
    }
    if (kind.cleanup) {
      return contract.cleanup(dry);
    }
    return kind.undo ? contract.undo(dry) : contract.archive(dry);
  }
}
