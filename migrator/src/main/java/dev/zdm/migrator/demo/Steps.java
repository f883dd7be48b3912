package dev.zdm.migrator.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs the course's steps one after the other, times them and prints each as it happens. */
public final class Steps {
  /**
   * A step that was done.
   *
   * @param lines what it did and found, for people; those that begin with {@code $} are commands
   * @param meanwhile what the users did; null when none were at work
   */
  public record Done(
      String name, List<String> lines, Duration elapsed, Watch.@Nullable Seen meanwhile) {
    public Done {
      lines = List.copyOf(lines);
    }
  }

  /** What a step does, and says. */
  @FunctionalInterface
  interface Step {
    void run(Said said) throws Exception;
  }

  private final PrintWriter out;
  private final List<Done> done = new ArrayList<>();

  Steps(PrintWriter out) {
    this.out = out;
  }

  /** Prints lines that belong to no step. */
  void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }

  /**
   * Runs a step.
   *
   * @param users who are at work meanwhile, if any
   */
  void run(String name, Step step, @Nullable Load users) throws Exception {
    print(List.of("", text("%2d  %s", done.size() + 1, name)));
    List<String> lines = new ArrayList<>();
    @Nullable Watch watch = users == null ? null : users.watch();
    long start = System.nanoTime();
    step.run(
        line -> {
          lines.add(line);
          print(List.of("    " + line));
        });
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    Watch.@Nullable Seen meanwhile = users == null || watch == null ? null : users.end(watch);
    done.add(new Done(name, lines, elapsed, meanwhile));
    print(
        List.of(
            text(
                "    (%.1f s%s)",
                elapsed.toMillis() / 1000.0, meanwhile == null ? "" : "; " + meanwhile.text())));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  List<Done> done() {
    return List.copyOf(done);
  }
}
