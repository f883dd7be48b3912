package dev.zdm.migrator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zdm expand}. */
@Command(
    name = "expand",
    description = "Creates v2 from your DDL, and zdm's own tables.",
    mixinStandardHelpOptions = true)
final class ExpandCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "DDL",
      description = "The SQL file that creates v2. Without it v2 must be there already.")
  private @Nullable Path ddl;

  @Option(names = "--dry-run", description = "Only print what would be run.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException, SQLException {
    String script = ddl == null ? "" : DdlScript.read(ddl);
    Expand expand = new Expand(options.target());
    List<String> statements = dryRun ? expand.plan(script) : expand.run(script);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (options.json()) {
      out.println(Json.write(Map.of("statements", statements, "run", !dryRun)));
    } else if (dryRun) {
      statements.forEach(s -> out.println(s + ";"));
    } else {
      out.printf("expanded: %d statements run%n", statements.size());
    }
    return Zdm.WELL;
  }
}
