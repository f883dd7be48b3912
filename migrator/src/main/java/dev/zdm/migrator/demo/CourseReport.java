package dev.zdm.migrator.demo;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what a course ended with, for people. */
public final class CourseReport {
  private final PrintWriter out;

  public CourseReport(PrintWriter out) {
    this.out = out;
  }

  public void print(CourseResult result) {
    line("");
    line("requests served    %,d", result.requests());
    result.served().forEach((name, count) -> line("  %-16s %,d", name, count));
    line("requests failed    %,d", result.failed());
    if (result.firstFailure() != null) {
      line("  the first        %s", result.firstFailure());
    }
    line("requests repeated  %,d times, because the database asked for it", result.repeated());
    side("v1", result.readsV1());
    side("v2", result.readsV2());
    if (result.readsFailedOnV2() > 0) {
      line("  failed there     %,d, and v1 answered them", result.readsFailedOnV2());
    }
    line("writes mirrored    %,d", result.mirrored());
    line("keys that differed %s", result.differences() < 0 ? "not compared" : result.differences());
    line("");
    line(
        result.succeeded()
            ? "The migration held: v2 is all that is left, and no request failed."
            : "FAILED: %s",
        result.failure());
    out.flush();
  }

  private void side(String name, Traffic.Latency latency) {
    line(
        "reads on %s        %,d, mean %.2f ms, p50 %.2f ms, p95 %.2f ms",
        name, latency.count(), latency.meanMillis(), latency.p50Millis(), latency.p95Millis());
  }

  private void line(String format, @Nullable Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
