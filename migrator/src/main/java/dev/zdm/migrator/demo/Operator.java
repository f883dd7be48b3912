package dev.zdm.migrator.demo;

import dev.zdm.migrator.Contract;
import dev.zdm.migrator.Cutover;
import dev.zdm.migrator.Migration;
import dev.zdm.migrator.Status;
import dev.zdm.migrator.Target;
import dev.zdm.migrator.Wording;
import dev.zdm.router.Percentage;
import dev.zdm.router.Phase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The person who moves the migration: gives a command, reads what it prints, and gives it again
 * when something was in the way that passes, as a ledger which the relay has not worked off yet.
 */
final class Operator {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 300;
  private static final Duration KEEP = Duration.ofDays(30);

  private final Target target;
  private final String who = System.getProperty("user.name", "demo");

  Operator(Target target) {
    this.target = target;
  }

  /** An answer, and what the command printed. */
  private record Answer(boolean done, List<String> printed) {}

  /** What a command does. */
  @FunctionalInterface
  private interface Command {
    Answer run() throws SQLException, Violated;
  }

  private static void give(Said said, String text, Command command) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> before = List.of();
    while (true) {
      Answer answer = command.run();
      if (!answer.printed().equals(before)) {
        said.command(text);
        answer.printed().forEach(said::line);
      }
      if (answer.done()) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new Violated(
            "zdm %s was not done within %d s: %s"
                .formatted(text, PATIENCE.toSeconds(), String.join("; ", answer.printed())));
      }
      before = answer.printed();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Takes the step to a phase. */
  void phase(Said said, String command, Phase phase) throws Exception {
    give(
        said,
        command,
        () -> {
          Cutover.Outcome outcome = cutover().to(phase);
          if (outcome.was() != outcome.now() && !outcome.obstacles().isEmpty()) {
            throw new Violated(String.join("; ", outcome.obstacles()));
          }
          return new Answer(outcome.done(), Wording.of(outcome));
        });
  }

  /** Asks for a phase that must be refused, for that reason. */
  void refused(Said said, String command, Phase phase, String reason) throws Exception {
    said.command(command);
    Cutover.Outcome outcome = cutover().to(phase);
    Wording.of(outcome).forEach(said::line);
    demandRefusal(command, outcome.obstacles(), reason);
  }

  /** Sends a share of the reads to v2. */
  void percent(Said said, int percent) throws Exception {
    String share = Integer.toString(percent);
    give(
        said,
        "percent " + share + " --yes",
        () -> {
          Cutover.Outcome outcome = cutover().percent(Percentage.parse(share));
          return new Answer(outcome.done(), Wording.of(outcome, share));
        });
  }

  /** Asks to set v1 aside sooner than may be. */
  void contractTooSoon(Said said) throws Exception {
    String command = "contract --yes";
    said.command(command);
    Contract.Outcome outcome = contract(Duration.ofHours(24)).archive(false);
    Wording.of(outcome).forEach(said::line);
    demandRefusal(command, outcome.obstacles(), "v1");
  }

  /** Sets v1 aside. */
  void contract(Said said) throws Exception {
    give(
        said,
        "contract --soak-hours 0 --yes",
        () -> {
          Contract.Outcome outcome = contract(Duration.ZERO).archive(false);
          return new Answer(outcome.done(), Wording.of(outcome));
        });
  }

  /** How many statements would bring v1 back. */
  int wayBack(Said said) throws Exception {
    said.command("contract --undo --dry-run");
    Contract.Outcome undo = contract(Duration.ZERO).undo(true);
    if (!undo.done() || undo.statements().isEmpty()) {
      throw new Violated("there is no way back from the archive: " + undo.obstacles());
    }
    return undo.statements().size();
  }

  /** Looks how the migration stands. */
  Status.Found status(Said said) throws SQLException {
    Status.Found found = look();
    said.command("status");
    Wording.of(found).forEach(said::line);
    return found;
  }

  Status.Found look() throws SQLException {
    return new Status(target).look();
  }

  /** Looks at what was done so far. */
  List<String> history(Said said, int lines) throws SQLException {
    said.command("history --lines " + lines);
    List<String> history = new Status(target).history(lines).stream().map(Wording::of).toList();
    history.forEach(said::line);
    return history;
  }

  Contract contract(Duration soak) {
    return new Contract(target, new Contract.Options(soak, KEEP, who));
  }

  private Cutover cutover() throws SQLException {
    return new Cutover(Migration.open(target), Cutover.Options.of(who));
  }

  private static void demandRefusal(String command, List<String> obstacles, String reason)
      throws Violated {
    if (obstacles.stream().noneMatch(o -> o.contains(reason))) {
      throw new Violated(
          "zdm %s should have been refused because of '%s', and said: %s"
              .formatted(command, reason, obstacles));
    }
  }
}
