package dev.zdm.migrator;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zdm status}. */
@Command(
    name = "status",
    description = {
      "Says how a migration stands: the phase, who runs it, what v2 owes, what is guarded.",
      "Changes nothing. Exit code 1: an instance does not run the phase, or the ledger is not empty."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Status.Found found = new Status(options.target()).look();
    if (options.json()) {
      out.println(Json.write(found));
    } else {
      Wording.of(found).forEach(out::println);
    }
    boolean all = found.instances().stream().allMatch(i -> i.epoch() >= found.epoch());
    return all && found.ledger().isEmpty() ? Zdm.WELL : Zdm.NOT_WELL;
  }
}
