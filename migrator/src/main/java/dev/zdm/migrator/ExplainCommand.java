package dev.zdm.migrator;

import dev.zdm.migrator.demo.TemporaryDatabase;
import dev.zdm.rewriter.Explanation;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zdm explain}. */
@Command(
    name = "explain",
    description = {
      "Says what zdm would do with a statement in a phase that mirrors; executes nothing.",
      "Exit code 1: it would be refused."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final Pattern OF_DUMP =
      Pattern.compile(
          "(?is)^(GRANT\\b|REVOKE\\b|SET\\b|ALTER\\b.*\\bOWNER TO\\b|SELECT pg_catalog\\.set_config\\b)");

  @Spec private @Nullable CommandSpec spec;
  @Mixin private TargetOptions options = new TargetOptions();

  @Parameters(paramLabel = "SQL", description = "The statement, as the application sends it.")
  private String sql = "";

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = {
        "Instead of a database: a file of SQL that creates v1 or v2 (a dump without rows);",
        "give both, by two options. They are run in a temporary database."
      })
  private List<Path> schema = List.of();

  @Option(
      names = "--engine",
      defaultValue = "postgresql",
      description = "What the files are for: sqlite or postgresql (default: ${DEFAULT-VALUE}).")
  private Engine engine = Engine.POSTGRESQL;

  @Override
  public Integer call() throws IOException, SQLException {
    if (schema.isEmpty()) {
      return explain(options.target());
    }
    try (TemporaryDatabase database = engine.start()) {
      Target target = options.target(database);
      List<String> script = new ArrayList<>();
      for (Path file : schema) {
        script.addAll(ofSchema(DdlScript.read(file), target.dialect()));
      }
      new Expand(target).run(String.join(";\n", script));
      return explain(target);
    }
  }

  /**
   * The statements of a file, without what a dump says to psql, of roles and to its own session.
   */
  private static List<String> ofSchema(String file, Dialect dialect) {
    String sql = Pattern.compile("(?m)^\\\\.*$").matcher(file).replaceAll("");
    return DdlScript.statements(sql, dialect).stream()
        .filter(s -> !OF_DUMP.matcher(s.replaceAll("(?m)^--.*$", "").strip()).find())
        .map(s -> s + "\n")
        .toList();
  }

  private int explain(Target target) throws SQLException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Mapping mapping;
    try (Connection connection = target.connect()) {
      mapping = Migration.resolve(Migration.spec(target), connection, target.dialect());
    }
    Explanation explanation = Explanation.of(mapping, sql, CopyLimits.NONE);
    if (options.json()) {
      out.println(Json.write(explanation));
    } else {
      print(out, explanation, "");
    }
    return explanation.kind() == Explanation.Kind.REFUSED ? Zdm.NOT_WELL : Zdm.WELL;
  }

  private void print(PrintWriter out, Explanation explanation, String indent) {
    String tables = names(explanation.tables());
    out.println(indent + what(explanation.kind()) + (tables.isEmpty() ? "" : ": " + tables));
    line(out, indent, "why", explanation.reason());
    if (explanation.position() >= 0) {
      line(out, indent, "at", pointed(explanation.position()));
    }
    for (Explanation.Route route : explanation.routing()) {
      String from =
          route.keys().isEmpty() ? "not in the statement" : String.join(" or ", route.keys());
      String columns = String.join(", ", route.columns());
      line(out, indent, "routed", "%s by %s: %s".formatted(route.table(), columns, from));
    }
    line(out, indent, "form", explanation.form());
    line(
        out,
        indent,
        explanation.kind() == Explanation.Kind.READ ? "on v2" : "sent",
        explanation.v2Sql());
    if (!explanation.parameters().isEmpty()) {
      String numbers =
          explanation.parameters().stream().map(n -> "?" + n).collect(Collectors.joining(", "));
      line(out, indent, "with", numbers + " of the statement");
    }
    if (explanation.kind() == Explanation.Kind.REFUSED) {
      line(
          out,
          indent,
          "or",
          explanation.taints().isEmpty()
              ? "no policy lets it run"
              : "zdm.unmirrored=taint runs it on v1, and taints " + names(explanation.taints()));
    }
    explanation.parts().forEach(part -> print(out, part, indent + "  "));
  }

  private static void line(PrintWriter out, String indent, String name, @Nullable String text) {
    if (text != null) {
      out.printf(Locale.ROOT, "%s  %-7s %s%n", indent, name, text);
    }
  }

  /** The text from there on, as far as a line shows it. */
  private String pointed(int position) {
    String rest = sql.substring(Math.min(position, sql.length()));
    String line = rest.lines().findFirst().orElse("");
    return "%d: %s".formatted(position, line.length() > 60 ? line.substring(0, 60) + "..." : line);
  }

  private static String names(List<TableName> tables) {
    return tables.stream().map(TableName::toString).collect(Collectors.joining(", "));
  }

  private static String what(Explanation.Kind kind) {
    return switch (kind) {
      case PASS_THROUGH -> "passes through: it names nothing of the mapping";
      case TRANSACTION_CONTROL -> "transaction control";
      case READ -> "a read, from either side";
      case ON_V1 -> "runs on v1, with nothing to mirror";
      case WRITE -> "a write, to both sides";
      case SEVERAL -> "several statements";
      case REFUSED -> "refused";
    };
  }
}
