package dev.zdm.migrator;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zdm verify}. */
@Command(
    name = "verify",
    description = {
      "Compares v2 with what the mapping makes of v1, and lifts the taints of tables that are equal.",
      "Exit code 1: they differ."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Option(
      names = "--first",
      defaultValue = "20",
      description = "How many differences of a table to show (default: ${DEFAULT-VALUE}).")
  private int first;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Verification.Result result = new Verification(options.migration(), first).run();
    if (options.json()) {
      out.println(Json.write(result));
    } else {
      result.tables().forEach(table -> print(out, table));
    }
    return result.clean() ? Zdm.WELL : Zdm.NOT_WELL;
  }

  static void print(PrintWriter out, Verification.TableResult table) {
    out.printf(
        "%s: %,d rows, %s: %,d rows, %,d differences (%,d of them in the ledger)%n",
        table.v1(),
        table.v1Rows(),
        table.v2(),
        table.v2Rows(),
        table.differences(),
        table.inLedger());
    if (table.ledgerEntries() > 0) {
      out.printf(
          "  the ledger has %,d entries, which keep reads of the table on v1; run zdm repair%n",
          table.ledgerEntries());
    }
    table.reasons().forEach(reason -> out.printf("  in the ledger: %s%n", reason));
    table.taints().forEach(reason -> out.printf("  tainted: %s%n", reason));
    for (Verification.Difference difference : table.first()) {
      String column = difference.column();
      out.printf(
          "  %s %s%s%n",
          difference.key(),
          difference.kind().name().toLowerCase(Locale.ROOT),
          column == null ? "" : " in " + column);
    }
  }
}
