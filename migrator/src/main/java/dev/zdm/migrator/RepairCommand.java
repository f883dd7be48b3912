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

/** {@code zdm repair}. */
@Command(
    name = "repair",
    description = {
      "Copies the keys that the ledger lists, then those that differ, until v2 is right.",
      "Exit code 1: v2 refuses some keys; they stay in the ledger."
    },
    mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Repair.Result result = new Repair(options.migration()).run();
    if (options.json()) {
      out.println(Json.write(result));
    } else {
      result.tables().forEach(table -> print(out, table));
    }
    return result.clean() ? Zdm.WELL : Zdm.NOT_WELL;
  }

  private static void print(PrintWriter out, Repair.TableResult table) {
    out.printf(
        "%s: %,d ledger entries and %,d differing keys copied, %,d refused, %,d differ still%n",
        table.table(),
        table.fromLedger(),
        table.fromComparison(),
        table.refused().size(),
        table.differencesLeft());
    table.refused().forEach((key, reason) -> out.printf("  %s: %s%n", key, reason));
  }
}
