package dev.zdm.migrator;

import dev.zdm.driver.control.Instance;
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
      print(out, found);
    }
    boolean all = found.instances().stream().allMatch(i -> i.epoch() >= found.epoch());
    return all && found.ledger().isEmpty() ? Zdm.WELL : Zdm.NOT_WELL;
  }

  private static void print(PrintWriter out, Status.Found found) {
    String phase = found.phase();
    out.printf(
        "%s, epoch %d, since %s by %s%n",
        phase == null ? "each instance goes by its own settings" : "phase " + phase,
        found.epoch(),
        found.since(),
        found.by());
    if (found.percent() != null) {
      out.printf("%s %% of reads on v2%n", found.percent());
    }
    for (Instance instance : found.instances()) {
      out.printf(
          "%s: phase %s, epoch %d%s, %s %% of reads on v2, seen %d s ago%n",
          instance.host(),
          instance.phase(),
          instance.epoch(),
          instance.epoch() < found.epoch() ? " (behind)" : "",
          instance.percent(),
          instance.age().toSeconds());
    }
    for (Status.Owed owed : found.ledger()) {
      out.printf(
          "%s: %,d entries in the ledger, %,d taints%n",
          owed.table(), owed.entries(), owed.taints());
    }
    for (Status.Guarded guarded : found.guards()) {
      out.printf("%s: guarded, lets write: %s%n", guarded.table(), guarded.lets());
    }
  }
}
