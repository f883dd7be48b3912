package dev.zdm.migrator;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zdm backfill}. */
@Command(
    name = "backfill",
    description = {
      "Copies the rows that v2 lacks. Turn mirroring on first.",
      "It can be stopped and run again at any time: a row that v2 has is never overwritten."
    },
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Option(
      names = "--chunk",
      defaultValue = "1000",
      description = "The most keys in one transaction (default: ${DEFAULT-VALUE}).")
  private int chunk;

  @Option(
      names = "--target-millis",
      defaultValue = "25",
      description = {
        "How long a transaction should last at most (default: ${DEFAULT-VALUE}).",
        "Slower ones make the next ones smaller."
      })
  private long targetMillis;

  @Option(
      names = "--pause-millis",
      defaultValue = "0",
      description = "The rest between two transactions (default: ${DEFAULT-VALUE}).")
  private long pauseMillis;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Backfill.Pace pace =
        new Backfill.Pace(chunk, Duration.ofMillis(targetMillis), Duration.ofMillis(pauseMillis));
    Consumer<Progress> progress = options.json() ? p -> {} : new ProgressLines(out);
    Backfill.Result result = new Backfill(options.migration(), pace, progress).run();
    if (options.json()) {
      out.println(Json.write(result));
    } else {
      result.tables().forEach(table -> print(out, table));
    }
    return result.complete() ? Zdm.WELL : Zdm.NOT_WELL;
  }

  private static void print(PrintWriter out, Backfill.TableResult table) {
    out.printf(
        "%s: %,d keys in %.1f s, %,d refused%n",
        table.table(), table.keys(), table.elapsed().toMillis() / 1000.0, table.refused());
    table.firstRefusals().forEach(r -> out.printf("  %s: %s%n", r.key(), r.reason()));
  }
}
