package dev.zdm.migrator;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code zdm repair}. */
@Command(
    name = "repair",
    description = {
      "Copies the keys that the ledger lists, then those that differ, until v2 is right;",
      "in phase v2-primary from v2 to v1, until v1 is.",
      "Exit code 1: some keys are refused, and stay in the ledger, or differ all the same."
    },
    mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Consumer<Progress> progress = options.json() ? p -> {} : new ProgressLines(out);
    Repair.Result result = new Repair(options.migration(), progress).run();
    if (options.json()) {
      out.println(Json.write(result));
    } else {
      result.tables().forEach(table -> print(out, table));
    }
    return result.clean() ? Zdm.WELL : Zdm.NOT_WELL;
  }

  static void print(PrintWriter out, Repair.TableResult table) {
    out.printf(
        "%s: %,d ledger entries and %,d differing keys copied, %,d refused, %,d differ still%n",
        table.table(),
        table.fromLedger(),
        table.fromComparison(),
        table.refused().size(),
        table.differencesLeft());
    table.refused().forEach((key, reason) -> out.printf("  %s: %s%n", key, reason));
    table
        .unequal()
        .forEach(
            d ->
                out.printf(
                    "  %s: %s%s%n",
                    d.key(),
                    "was copied, and is " + d.kind().name().toLowerCase(Locale.ROOT),
                    d.column() == null ? "" : " in " + d.column()));
  }
}
