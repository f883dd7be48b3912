package dev.zdm.migrator;

import dev.zdm.migrator.demo.Course;
import dev.zdm.migrator.demo.CourseOptions;
import dev.zdm.migrator.demo.CourseReport;
import dev.zdm.migrator.demo.CourseResult;
import dev.zdm.migrator.demo.TemporaryDatabase;
import dev.zdm.migrator.demo.TranscriptionsDemo;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code zdm demo}. */
@Command(
    name = "demo",
    description = {
      "Takes an application that knows nothing of zdm through a whole migration under load: from",
      "the old schema alone to the new one alone, once back on the way, and with a new schema that",
      "breaks. Shows each command that stands for a step.",
      "Everything happens in a temporary folder or an embedded server and is removed again."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--db",
      defaultValue = "sqlite",
      description = "sqlite or postgresql (default: ${DEFAULT-VALUE}).")
  private Engine engine = Engine.SQLITE;

  @Option(
      names = "--seconds-per-step",
      defaultValue = "1.5",
      description = "How long each step of the ramp lasts (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--rows",
      defaultValue = "5000",
      description = "The rows in v1 before the migration (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--threads",
      defaultValue = "6",
      description = "The users at work (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter people = json ? new PrintWriter(Writer.nullWriter()) : out;
    Duration dwell = Duration.ofMillis(Math.round(seconds * 1_000));
    CourseOptions options = new CourseOptions(dwell, rows, threads);
    people.printf("A whole migration on %s, under %d users.%n", engine, threads);
    CourseResult result;
    try (TemporaryDatabase database = engine.start()) {
      result = Course.run(new TranscriptionsDemo(), database, options, people);
    }
    new CourseReport(people).print(result);
    if (json) {
      out.println(Json.write(result));
    }
    return result.succeeded() ? Zdm.WELL : Zdm.NOT_WELL;
  }
}
