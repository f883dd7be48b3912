package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One case of a file under {@code cases}. In such a file {@code * name} begins a case, with {@code
 * [postgresql]} or {@code [sqlite]} after the name where it is for one engine only; then come the
 * statement, {@code bind} with its values, {@code route} with the routing keys and {@code =>} with
 * the plan. In the statement <code>«orders»</code> marks a name that a derived table replaces, and
 * <code>«orders=»</code> one that is also repeated as the derived table's name.
 */
record PlanCase(
    String name,
    Dialect dialect,
    String marked,
    List<Object> binds,
    @Nullable String route,
    String plan) {
  private static final Pattern MARK = Pattern.compile("«([^»=]+)(=?)»");

  static final List<String> READS =
      List.of(
          "reads-columns.txt",
          "reads-joins.txt",
          "reads-subqueries.txt",
          "reads-names.txt",
          "reads-scopes.txt",
          "reads-literals.txt",
          "reads-routing.txt",
          "reads-primary.txt");
  static final List<String> WRITES = List.of("writes-postgresql.txt", "writes-sqlite.txt");

  /** Those of every file. */
  static Stream<PlanCase> all() {
    return Stream.concat(reads(), WRITES.stream().flatMap(PlanCase::of));
  }

  /** Those of the files about reads. */
  static Stream<PlanCase> reads() {
    return READS.stream().flatMap(PlanCase::of);
  }

  static Stream<PlanCase> of(String file) {
    List<PlanCase> cases = new ArrayList<>();
    for (String part : read(file).split("(?m)^\\* ")) {
      if (!part.isBlank() && !part.startsWith("#")) {
        cases.addAll(parse(part));
      }
    }
    return cases.stream();
  }

  private static String read(String file) {
    try (InputStream in = PlanCase.class.getResourceAsStream("/cases/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no cases/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<PlanCase> parse(String part) {
    String[] lines = part.split("\n");
    List<String> sql = new ArrayList<>();
    List<Object> binds = new ArrayList<>();
    String route = null;
    String plan = "";
    for (String line : List.of(lines).subList(1, lines.length)) {
      String text = line.strip();
      if (text.startsWith("=> ")) {
        plan = text.substring(3);
      } else if (text.startsWith("bind ")) {
        Stream.of(text.substring(5).split(" \\| ")).map(PlanCase::value).forEach(binds::add);
      } else if (text.startsWith("route ")) {
        route = text.substring(6);
      } else if (!text.startsWith("# ")) {
        sql.add(line.startsWith("  ") ? line.substring(2) : line);
      }
    }
    String marked = String.join("\n", sql).strip();
    if (plan.isEmpty() || marked.isEmpty()) {
      throw new IllegalArgumentException("incomplete case: " + lines[0]);
    }
    List<PlanCase> cases = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      String tag = "[" + dialect.name().toLowerCase(Locale.ROOT) + "]";
      if (!lines[0].contains("[") || lines[0].contains(tag)) {
        String name = lines[0].replaceAll(" \\[.*", "");
        cases.add(new PlanCase(name, dialect, marked, List.copyOf(binds), route, plan));
      }
    }
    return cases;
  }

  private static Object value(String text) {
    String value = text.strip();
    return value.startsWith("'")
        ? value.substring(1, value.length() - 1)
        : (Object) Long.valueOf(value);
  }

  /** What the application sends. */
  String sql() {
    return MARK.matcher(marked).replaceAll("$1");
  }

  /** What shall reach v2. */
  String v2Sql(Mapping mapping) {
    Matcher matcher = MARK.matcher(marked);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String written = matcher.group(1);
      String last = written.substring(written.lastIndexOf('.') + 1);
      String alias = matcher.group(2).isEmpty() ? "" : " AS " + last;
      String derived = DerivedTable.sql(dialect, Shop.table(mapping, last)) + alias;
      matcher.appendReplacement(result, Matcher.quoteReplacement(derived));
    }
    return matcher.appendTail(result).toString();
  }

  @Override
  public String toString() {
    return dialect + ": " + name;
  }
}
