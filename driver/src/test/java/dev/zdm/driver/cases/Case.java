package dev.zdm.driver.cases;

import dev.zdm.driver.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One case of a file under {@code cases}. There {@code * name} begins a case, with {@code
 * [postgresql]} or {@code [sqlite]} behind the name where it is for one engine only; then come its
 * steps, each ended by {@code =>} and its {@link Way}, for one engine by {@code =>sqlite} or {@code
 * =>postgresql} before it. Before that, a line that begins with a word of the house belongs to the
 * case ({@code setup}, {@code map}, {@code url}, {@code zdm}, {@code transaction}, {@code
 * volatile}, {@code planted}) or to the step ({@link Step}); what is left is the statement.
 *
 * @param setup what both databases have besides the {@link World}
 * @param mapped what the mapping has besides, as its file writes it
 * @param url parameters of the driver's, for both
 * @param zdm parameters of zdm's own
 * @param transaction whether all steps are one transaction
 * @param made whether values are made by chance or by the clock, so that twins differ in them
 * @param planted what is done behind zdm's back before the first step
 */
record Case(
    String file,
    String name,
    Engine engine,
    List<String> setup,
    List<String> mapped,
    String url,
    String zdm,
    boolean transaction,
    boolean made,
    List<String> planted,
    List<Step> steps) {

  static Stream<Case> of(String file) {
    try (InputStream in = Case.class.getResourceAsStream("/cases/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no cases/" + file);
      }
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Case> parse(String file, String text) {
    List<Case> cases = new ArrayList<>();
    for (String part : text.split("(?m)^\\* ")) {
      if (!part.isBlank() && !part.startsWith("#")) {
        for (Engine engine : Engine.values()) {
          if (isFor(engine, part.lines().findFirst().orElseThrow())) {
            cases.add(parse(file, engine, part));
          }
        }
      }
    }
    return cases.stream();
  }

  private static boolean isFor(Engine engine, String title) {
    return !title.endsWith("]")
        || title.endsWith("[" + engine.name().toLowerCase(Locale.ROOT) + "]");
  }

  private static Case parse(String file, Engine engine, String part) {
    List<String> lines = part.lines().toList();
    String name = lines.get(0).replaceAll(" \\[\\w+]$", "");
    List<String> setup = new ArrayList<>();
    List<String> mapped = new ArrayList<>();
    List<String> planted = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    String url = "";
    String zdm = "";
    boolean transaction = false;
    boolean made = false;
    Step.Draft step = new Step.Draft();
    for (String line : lines.subList(1, lines.size())) {
      String written = line.startsWith("  ") ? line.substring(2) : line;
      int blank = written.indexOf(' ');
      String rest = written.substring(blank + 1);
      switch (blank < 0 ? written : written.substring(0, blank)) {
        case "setup" -> setup.add(rest);
        case "map" -> mapped.add(rest);
        case "planted" -> planted.add(rest);
        case "url" -> url += "&" + rest;
        case "zdm" -> zdm += "&" + rest;
        case "=>sqlite", "=>postgresql" -> {
          if (written.startsWith("=>" + engine.name().toLowerCase(Locale.ROOT))) {
            step.decide(rest);
          }
        }
        case "transaction" -> transaction = true;
        case "volatile" -> made = true;
        case "=>" -> {
          steps.add(step.ended(rest));
          step = new Step.Draft();
        }
        default ->
            step.line(
                written
                    .replace("«schema»", engine.table("").schema())
                    .replace("«temp»", engine == Engine.SQLITE ? "temp" : "pg_temp"));
      }
    }
    if (steps.isEmpty() || !step.isEmpty()) {
      throw new IllegalArgumentException("incomplete case in " + file + ": " + name);
    }
    return new Case(file, name, engine, setup, mapped, url, zdm, transaction, made, planted, steps);
  }

  /** Whether it does nothing but what zdm takes for reads. */
  boolean onlyReads() {
    return steps.stream().allMatch(step -> step.way().isRead());
  }

  /** Whether it leaves more behind than rows, so that no other case may have its databases. */
  boolean isApart() {
    return !(setup.isEmpty() && mapped.isEmpty() && url.isEmpty() && zdm.isEmpty())
        || !planted.isEmpty()
        || steps.stream().anyMatch(Step::changesSchema);
  }

  @Override
  public String toString() {
    return file.replace(".txt", "") + " " + engine + ": " + name;
  }
}
