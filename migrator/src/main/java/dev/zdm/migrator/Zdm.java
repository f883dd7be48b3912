package dev.zdm.migrator;

import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.mapping.MappingException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code zdm} command. */
@Command(
    name = "zdm",
    description = "Moves a running application from an old schema to a new one.",
    mixinStandardHelpOptions = true,
    version = "zdm 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ExpandCommand.class,
      BackfillCommand.class,
      VerifyCommand.class,
      RepairCommand.class,
      StatusCommand.class,
      PercentCommand.class,
      CutoverCommand.class,
      RollbackCommand.class,
      ContractCommand.class,
      HistoryCommand.class,
      ExplainCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is done, and all is well",
      "1:it ran, and something is not as it should be (differences, refused keys or statements,"
          + " a step with something in its way)",
      "2:it could not run: wrong usage, no connection, a mapping that does not fit"
    })
public final class Zdm implements Runnable {
  static final int WELL = 0;
  static final int NOT_WELL = 1;
  static final int COULD_NOT_RUN = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "On an error print where it came from, too.")
  private boolean stackTrace;

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Charset terminal = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, terminal);
    System.exit(run(out, new PrintWriter(System.err, true, terminal), args));
  }

  /** Runs one command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Zdm zdm = new Zdm();
    CommandLine command = new CommandLine(zdm);
    command.setOut(out).setErr(err);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setParameterExceptionHandler(Zdm::wrongUsage);
    command.setExecutionExceptionHandler((e, c, parsed) -> zdm.failed(e, c));
    return command.execute(args);
  }

  /** Without a command there is nothing to do but to name them. */
  @Override
  public void run() {
    throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
  }

  private static int wrongUsage(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String message = error.getMessage();
    command.getErr().println("zdm: " + (message == null ? "wrong usage" : message));
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return COULD_NOT_RUN;
  }

  private int failed(Exception error, CommandLine command) {
    PrintWriter err = command.getErr();
    if (error instanceof MappingException mapping) {
      mapping.problems().forEach(problem -> err.println("zdm: " + problem));
    } else {
      err.println("zdm: " + line(error));
    }
    if (stackTrace) {
      error.printStackTrace(err);
    }
    return COULD_NOT_RUN;
  }

  private static String line(Exception error) {
    if (error instanceof SQLException sql) {
      return Reason.inFull(sql);
    }
    String message = error.getMessage();
    return message == null || message.isBlank() || error instanceof NullPointerException
        ? "unexpected " + error + "; run it again with --stacktrace and report it"
        : message.lines().findFirst().orElse("");
  }
}
