package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable.Done;
import dev.zdm.driver.control.ControlTable.Line;
import dev.zdm.driver.control.Instance;
import dev.zdm.router.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the commands print for people of what came of them, line by line. */
public final class Wording {
  private static final int DATE_AND_TIME = "2026-01-31 12:00:00".length();

  private Wording() {}

  /** Of a step from phase to phase. */
  public static List<String> of(Cutover.Outcome outcome) {
    return step(outcome.was(), outcome.now(), outcome.obstacles(), outcome.waitsFor());
  }

  /** Of the way back from phase complete; what was copied apart. */
  static List<String> of(CopyBack.Outcome outcome) {
    return step(outcome.was(), outcome.now(), outcome.obstacles(), outcome.waitsFor());
  }

  private static List<String> step(
      Phase was, Phase now, List<String> obstacles, List<String> waitsFor) {
    List<String> lines = new ArrayList<>();
    obstacles.forEach(o -> lines.add("in the way: " + o));
    if (was != now) {
      lines.add("phase %s, was %s".formatted(now.label(), was.label()));
    } else {
      lines.add((obstacles.isEmpty() ? "" : "nothing was changed: ") + "phase " + now.label());
    }
    waitsFor.forEach(host -> lines.add("does not run it yet: " + host + "; ask again"));
    return lines;
  }

  /**
   * Of a share of the reads.
   *
   * @param percent as the command was given it
   */
  public static List<String> of(Cutover.Outcome outcome, String percent) {
    List<String> lines = new ArrayList<>();
    outcome.obstacles().forEach(o -> lines.add("in the way: " + o));
    outcome.waitsFor().forEach(host -> lines.add("does not do so yet: " + host + "; ask again"));
    if (outcome.done()) {
      lines.add(
          percent.equals("own")
              ? "every instance goes by its own settings"
              : "every instance sends %s %% of its reads to v2".formatted(percent));
    }
    return lines;
  }

  /** Of what was done to v1. */
  public static List<String> of(Contract.Outcome outcome) {
    List<String> lines = new ArrayList<>();
    outcome.obstacles().forEach(o -> lines.add("in the way: " + o));
    if (outcome.done()) {
      lines.add("done: %d statements run".formatted(outcome.statements().size()));
    }
    outcome.remarks().forEach(remark -> lines.add("-- " + remark));
    return lines;
  }

  /** Of how a migration stands. */
  public static List<String> of(Status.Found found) {
    List<String> lines = new ArrayList<>();
    String phase = found.phase();
    lines.add(
        "%s, epoch %d, since %s by %s"
            .formatted(
                phase == null ? "each instance goes by its own settings" : "phase " + phase,
                found.epoch(),
                moment(found.since()),
                found.by()));
    if (found.percent() != null) {
      lines.add("%s %% of reads on v2".formatted(found.percent()));
    }
    if (found.instances().isEmpty()) {
      lines.add("no instance of the application has reported yet");
    }
    found.instances().forEach(instance -> lines.add(instance(instance, found.epoch())));
    for (Status.Owed owed : found.ledger()) {
      lines.add(owed(owed));
    }
    for (Status.Guarded guarded : found.guards()) {
      lines.add("%s: guarded, %s".formatted(guarded.table(), lets(guarded.lets())));
    }
    return lines;
  }

  private static String instance(Instance instance, long epoch) {
    return "instance on %s: phase %s, epoch %d%s, %s %% of reads on v2, seen %d s ago"
        .formatted(
            instance.host(),
            instance.phase(),
            instance.epoch(),
            instance.epoch() < epoch ? " (behind)" : "",
            instance.percent(),
            instance.age().toSeconds());
  }

  private static String owed(Status.Owed owed) {
    String entries =
        owed.entries() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "%,d entries in the ledger wait to be copied to the other side",
                owed.entries());
    String taints =
        owed.taints() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "tainted %,d times by writes that were not mirrored; run zdm verify",
                owed.taints());
    String and = entries.isEmpty() || taints.isEmpty() ? "" : "; ";
    return owed.table() + ": " + entries + and + taints;
  }

  private static String lets(String lets) {
    return switch (lets) {
      case "passed" -> "zdm alone may write it";
      case "not_passed" -> "all may write it but instances that were left behind";
      case "nobody" -> "nobody may write it";
      case "all" -> "all may write it";
      default -> "writers: " + lets;
    };
  }

  /** Of a line of the history. */
  public static String of(Line line) {
    Done done = line.done();
    return "%s %s: %s, %s".formatted(moment(line.at()), done.who(), what(done), done.outcome());
  }

  private static String what(Done done) {
    String was = done.was() == null ? "" : " from " + done.was();
    String became = done.became() == null ? "" : done.became().replace("\n", ", ");
    if (done.what().equals(V1Reads.WHAT)) {
      return done.what() + " for readers";
    }
    if (done.what().equals("percent")) {
      return "reads on v2%s to %s".formatted(was, became);
    }
    if (done.was() == null && !became.isEmpty()) {
      return done.what() + ", " + became;
    }
    return done.what() + was + (became.isEmpty() ? "" : " to " + became);
  }

  /** To the second; SQLite's are of UTC and do not say so. */
  private static String moment(String at) {
    String seconds = at.replaceFirst("\\.\\d+", "");
    return seconds.length() > DATE_AND_TIME ? seconds : seconds + " UTC";
  }
}
