package dev.zdm.migrator.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the course's steps one after the other, times them and prints each as it happens. */
public final class Steps {
  /**
   * A step that was done.
   *
   * @param detail what it found, for people
   */
  public record Done(String name, String detail, Duration elapsed) {}

  /** What a step does; gives what is worth saying about it. */
  @FunctionalInterface
  interface Step {
    String run() throws Exception;
  }

  private final PrintWriter out;
  private final List<Done> done = new ArrayList<>();
  private final long begun = System.nanoTime();

  Steps(PrintWriter out) {
    this.out = out;
  }

  void run(String name, Step step) throws Exception {
    out.print(String.format(Locale.ROOT, "%6.1f s  %-26s", seconds(begun), name));
    out.flush();
    long start = System.nanoTime();
    String detail = step.run();
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    done.add(new Done(name, detail, elapsed));
    out.println(String.format(Locale.ROOT, "%s (%.1f s)", detail, elapsed.toMillis() / 1000.0));
    out.flush();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  List<Done> done() {
    return List.copyOf(done);
  }
}
